import type { DnsRecord, RecordType } from '../../dns/record.js';
import { parseIp } from '../../net/ip.js';
import { asText, everywhere, failure, output, type Command, type CommandResult } from '../command.js';
import { dnsClient, reverseName, search, type DnsClient } from '../dns-client.js';

const recordTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'SOA', 'NS', 'TXT'];

const withoutDot = (name: string): string => name.replace(/\.$/, '');

/** A record in nslookup's words. @see bind bin/dig/nslookup.c printsection */
function recordLines({ name, type, data }: DnsRecord): readonly string[] {
  const owner = withoutDot(name);
  switch (type) {
    case 'A':
    case 'AAAA':
      return [`Name:\t${owner}`, `Address: ${data}`];
    case 'CNAME':
      return [`${owner}\tcanonical name = ${data}`];
    case 'SRV':
      return [`${owner}\tservice = ${data}`];
    case 'PTR':
      return [`${owner}\tname = ${data}`];
    case 'NS':
      return [`${owner}\tnameserver = ${data}`];
    case 'TXT':
      return [`${owner}\ttext = ${data}`];
    case 'SOA': {
      const [origin = '', mail = '', serial, refresh, retry, expire, minimum] = data.split(' ');
      const numbers = { serial, refresh, retry, expire, minimum };
      return [
        owner,
        `\torigin = ${withoutDot(origin)}`,
        `\tmail addr = ${withoutDot(mail)}`,
        ...Object.entries(numbers).map(([field, value]) => `\t${field} = ${value ?? ''}`),
      ];
    }
    case 'HINFO':
      return [`${owner}\tHINFO ${data}`];
  }
}

function look(client: DnsClient, name: string, type: RecordType | undefined): CommandResult {
  const address = parseIp(name);
  const header = [`Server:\t\t${client.server}`, `Address:\t${client.server}#53`, ''];
  const asked = address === undefined ? name : reverseName(address);
  const types: readonly RecordType[] = address !== undefined ? ['PTR'] : type !== undefined ? [type] : ['A', 'AAAA'];
  const found = search(client, asked, types, address === undefined);
  const lines = [
    ...new Set(found.answers.flatMap(({ answer }) => answer).map((record) => recordLines(record).join('\n'))),
  ];
  // Both families repeat the aliases on the way to the address.
  if (lines.length > 0) return output(asText([...header, ...lines, '']));
  const known = found.answers.some(({ rcode }) => rcode === 'NOERROR');
  const missing = known
    ? `*** Can't find ${name}: No answer`
    : `** server can't find ${withoutDot(found.name)}: NXDOMAIN`;
  return { stdout: asText([...header, missing, '']), stderr: '', exitCode: known ? 0 : 1 };
}

export const nslookup: Command = {
  name: 'nslookup',
  places: everywhere,
  summary: 'asks DNS',
  usage: '[-q=TYPE] NAME [SERVER]',
  flags: [{ name: 'q', takes: 'TYPE', short: 'q', about: 'a, aaaa, srv, ptr, cname, ns, soa or txt; also -type=TYPE' }],
  run: (argv, sys) => {
    let type: RecordType | undefined;
    const words: string[] = [];
    for (const word of argv) {
      const [, given] = /^-(?:q|qt|query|querytype|type|ty)=(\w+)$/.exec(word) ?? [];
      if (given === undefined && word.startsWith('-')) {
        return failure(`*** Invalid option: ${word.slice(1)}\nSupported here: -q=TYPE, -type=TYPE\n`);
      }
      if (given === undefined) words.push(word);
      else {
        type = recordTypes.find((candidate) => candidate === given.toUpperCase());
        if (type === undefined) return failure(`unknown query type: ${given}\n`);
      }
    }
    const [name, server] = words;
    if (name === undefined) return failure('nslookup: a prompt of its own is not modelled; name what to look up\n');
    const client = dnsClient(sys, server);
    if (client.ok) return look(client.value, name, type);
    const { server: silent, problem } = client.error;
    const lost = `;; communications error to ${silent}#53: ${problem}`;
    return failure('', 1, asText([lost, lost, lost, ';; no servers could be reached', '']));
  },
};
