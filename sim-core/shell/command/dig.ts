import type { DnsAnswer, DnsRecord, RecordType } from '../../dns/record.js';
import { fqdn } from '../../dns/record.js';
import { asText, everywhere, failure, output, type Command } from '../command.js';
import { dnsClient, reverseName, search, type DnsClient } from '../dns-client.js';
import type { Sys } from '../sys.js';

const recordTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'SOA', 'NS', 'TXT'];

const recordType = (text: string): RecordType | undefined =>
  recordTypes.find((candidate) => candidate === text.toUpperCase());

interface Question {
  readonly name: string;
  readonly type: RecordType;
  readonly server?: string;
  readonly short: boolean;
  readonly search: boolean;
}

function readWords(argv: readonly string[]): Question | string {
  let question: Question = { name: '.', type: 'A', short: false, search: false };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const asType = recordType(word);
    if (word.startsWith('@')) question = { ...question, server: word.slice(1) };
    else if (word === '+short') question = { ...question, short: true };
    else if (word === '+search') question = { ...question, search: true };
    else if (word.startsWith('+')) continue;
    else if (word === '-x') question = { ...question, name: reverseName(argv[++i] ?? ''), type: 'PTR' };
    else if (word === '-t') {
      const type = recordType(argv[++i] ?? '');
      if (type === undefined) return `;; Warning, ignoring invalid type ${argv[i] ?? ''}`;
      question = { ...question, type };
    } else if (word.startsWith('-') && word !== '-') {
      return `Invalid option: ${word}\nSupported here: -t TYPE, -x ADDRESS, @SERVER, +short, +search`;
    } else if (asType !== undefined && question.name !== '.') question = { ...question, type: asType };
    else question = { ...question, name: word };
  }
  return question;
}

/** Where the class, the type and the data begin. @see bind bin/dig/dig.c printmessage, lib/dns/masterdump.c indent */
const columns = { ttl: 24, class: 32, type: 40, data: 48 } as const;
const tabWidth = 8;

/** Cells at their columns: tabs as far as they lead, then blanks, and one blank at least. */
function inColumns(cells: readonly (readonly [column: number, text: string])[]): string {
  let line = '';
  let at = 0;
  for (const [column, text] of cells) {
    if (line !== '') {
      const to = Math.max(column, at + 1);
      const tabs = Math.floor(to / tabWidth) - Math.floor(at / tabWidth);
      const from = tabs > 0 ? Math.floor(to / tabWidth) * tabWidth : at;
      line += '\t'.repeat(tabs) + ' '.repeat(to - from);
      at = to;
    }
    line += text;
    at += text.length;
  }
  return line;
}

const recordLine = ({ name, ttl, type, data }: DnsRecord): string =>
  inColumns([
    [0, name],
    [columns.ttl, String(ttl)],
    [columns.class, 'IN'],
    [columns.type, type],
    [columns.data, data],
  ]);

const questionLine = (name: string, type: RecordType): string =>
  `;${inColumns([
    [0, name],
    [columns.class, 'IN'],
    [columns.type, type],
  ])}`;

const section = (title: string, records: readonly DnsRecord[]): readonly string[] =>
  records.length === 0 ? [] : [`;; ${title} SECTION:`, ...records.map(recordLine), ''];

/** @see bind bin/dig/dig.c printmessage */
function message(
  argv: readonly string[],
  client: DnsClient,
  name: string,
  type: RecordType,
  answer: DnsAnswer,
): string {
  const counts = `QUERY: 1, ANSWER: ${answer.answer.length}, AUTHORITY: ${answer.authority.length}, ADDITIONAL: ${answer.additional.length + 1}`;
  return asText([
    '',
    `; <<>> DiG 9.18.33 <<>> ${argv.join(' ')}`,
    ';; global options: +cmd',
    ';; Got answer:',
    `;; ->>HEADER<<- opcode: QUERY, status: ${answer.rcode}, id: 1`,
    `;; flags: qr${answer.aa ? ' aa' : ''} rd; ${counts}`,
    ';; WARNING: recursion requested but not available',
    '',
    ';; OPT PSEUDOSECTION:',
    '; EDNS: version: 0, flags:; udp: 1232',
    ';; QUESTION SECTION:',
    questionLine(name, type),
    '',
    ...section('ANSWER', answer.answer),
    ...section('AUTHORITY', answer.authority),
    ...section('ADDITIONAL', answer.additional),
    ';; Query time: 0 msec',
    `;; SERVER: ${client.server}#53(${client.server}) (UDP)`,
    '',
  ]);
}

const globals = ({ server }: Question): readonly string[] => [
  ...(server === undefined ? [] : ['; (1 server found)']),
  ';; global options: +cmd',
];

const version = '9.18.33';

function ask(argv: readonly string[], question: Question, sys: Sys): ReturnType<Command['run']> {
  const client = dnsClient(sys, question.server);
  if (!client.ok) {
    const { server, problem } = client.error;
    const lost = `;; communications error to ${server}#53: ${problem}`;
    const banner = [
      '',
      `; <<>> DiG ${version} <<>> ${argv.join(' ')}`,
      ...globals(question),
      ';; no servers could be reached',
      '',
    ];
    return failure('', 9, asText([lost, lost, lost, ...(question.short ? [] : banner)]));
  }
  const { name, answers } = search(client.value, question.name, [question.type], question.search);
  const [answer] = answers;
  if (answer === undefined) return output('');
  if (question.short) return output(asText(answer.answer.map(({ data }) => data)));
  return output(message(argv, client.value, fqdn(name), question.type, answer));
}

export const dig: Command = {
  name: 'dig',
  places: everywhere,
  summary: 'asks DNS and shows the whole answer',
  usage: '[@SERVER] NAME [TYPE] [+short] [+search] [-x ADDRESS]',
  flags: [],
  run: (argv, sys) => {
    const question = readWords(argv);
    return typeof question === 'string' ? failure(`${question}\n`) : ask(argv, question, sys);
  },
};
