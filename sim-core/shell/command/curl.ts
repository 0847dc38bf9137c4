import { hostPort } from '../../net/ip.js';
import type { Trace } from '../../network/trace.js';
import { everywhere, failure, output, piecesOf, type Command, type CommandResult } from '../command.js';
import { answerHttp, type HttpAnswer } from '../echo-server.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { resolveHost } from '../resolve.js';
import type { Sys } from '../sys.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'silent', short: 's', about: 'no progress and no errors' },
  { name: 'show-error', short: 'S', about: 'errors even when silent' },
  { name: 'include', short: 'i', about: 'the answer with its headers' },
  { name: 'head', short: 'I', about: 'only the headers' },
  { name: 'verbose', short: 'v', about: 'what is said on the connection' },
  { name: 'fail', short: 'f', about: 'an error for answers of 400 and more' },
  { name: 'output', short: 'o', takes: 'FILE', about: 'where the answer goes; /dev/null throws it away' },
  { name: 'write-out', short: 'w', takes: 'FORMAT', about: '%{http_code}, %{remote_ip} and others, after the answer' },
  { name: 'max-time', short: 'm', takes: 'SECONDS', about: 'the longest it may take' },
  { name: 'connect-timeout', takes: 'SECONDS', about: 'the longest that connecting may take' },
  { name: 'request', short: 'X', takes: 'METHOD', about: 'has no effect on the packets' },
  { name: 'header', short: 'H', takes: 'LINE', about: 'has no effect on the packets' },
  { name: 'data', short: 'd', takes: 'DATA', about: 'has no effect on the packets' },
  { name: 'insecure', short: 'k', about: 'any certificate is good' },
  { name: 'location', short: 'L', about: 'has no effect: nobody redirects' },
  { name: 'ipv4', short: '4', about: 'has no effect' },
  { name: 'ipv6', short: '6', about: 'has no effect' },
];

interface Url {
  readonly scheme: string;
  /** As the URL has it, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function parseUrl(text: string): Url | undefined {
  const pattern = /^(?:([a-z]+):\/\/)?(?:[^@/]*@)?(?:\[([^\]]+)\]|([^:/?#[\]]+))(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i;
  const [, scheme = 'http', bracketed, plain, digits, path = '/'] = pattern.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? (scheme === 'https' ? 443 : 80) : Number(digits);
  if (host === undefined || port > 65535) return undefined;
  return { scheme: scheme.toLowerCase(), host, port, path: path.startsWith('/') ? path : `/${path}` };
}

/** A first segment is sent again six times, each time after twice as long. @see tcp(7) tcp_syn_retries */
const defaultPatienceMs = 134_000;

interface Failure {
  readonly code: number;
  readonly text: string;
}

/** @see curl 7.88 lib/connect.c, lib/multi.c */
function connectionFailure(trace: Trace, { host, port, scheme }: Url, parsed: ParsedFlags): Failure | undefined {
  const seconds = (flag: string): number | undefined => {
    const text = parsed.value(flag);
    return text === undefined ? undefined : Number(text);
  };
  const [most, toConnect] = [seconds('max-time'), seconds('connect-timeout')];
  const failed = (ms: number): string => `Failed to connect to ${host} port ${port} after ${ms} ms:`;
  switch (trace.outcome) {
    case 'dns-failure':
      return { code: 6, text: `Could not resolve host: ${host}` };
    case 'refused':
    case 'unreachable':
      return { code: 7, text: `${failed(0)} Couldn't connect to server` };
    case 'reset':
      return { code: 56, text: 'Recv failure: Connection reset by peer' };
    case 'timeout': {
      if (most !== undefined && (toConnect === undefined || most <= toConnect)) {
        return { code: 28, text: `Connection timed out after ${most * 1000 + 1} milliseconds` };
      }
      if (toConnect !== undefined) return { code: 28, text: `${failed(toConnect * 1000 + 1)} Timeout was reached` };
      return { code: 28, text: `${failed(defaultPatienceMs)} Couldn't connect to server` };
    }
    case 'connected':
      if (scheme === 'https') return undefined;
      return most === undefined
        ? { code: 52, text: 'Empty reply from server' }
        : { code: 28, text: `Operation timed out after ${most * 1000 + 1} milliseconds with 0 bytes received` };
    case 'answered':
      return scheme === 'https' ? { code: 35, text: 'error:0A00010B:SSL routines::wrong version number' } : undefined;
  }
}

/** What the API server says to those that do not say who they are. */
function apiServerAnswer({ path }: Url): HttpAnswer {
  const message = `forbidden: User \\"system:anonymous\\" cannot get path \\"${path}\\"`;
  const fields = [
    '"kind": "Status"',
    '"apiVersion": "v1"',
    '"metadata": {}',
    '"status": "Failure"',
    `"message": "${message}"`,
    '"reason": "Forbidden"',
    '"details": {}',
    '"code": 403',
  ];
  return {
    status: 403,
    version: '1.1',
    headers: [['Content-Type', 'application/json']],
    body: `{\n  ${fields.join(',\n  ')}\n}`,
  };
}

const reasons: Readonly<Record<number, string>> = { 200: 'OK', 403: 'Forbidden', 404: 'Not Found' };

const headers = ({ status, version, headers: fields }: HttpAnswer): string =>
  [
    `HTTP/${version} ${status} ${reasons[status] ?? ''}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

function writeOut(format: string | undefined, trace: Trace, status: number): string {
  if (format === undefined) return '';
  const { src, sport, dst, dport } = trace.flow;
  const values: Readonly<Record<string, string>> = {
    http_code: String(status).padStart(3, '0'),
    response_code: String(status).padStart(3, '0'),
    remote_ip: dst,
    remote_port: String(dport),
    local_ip: src,
    local_port: String(sport),
  };
  return format
    .replace(/%\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}

function verbose(trace: Trace, url: Url, answer: HttpAnswer, head: boolean): string {
  const { dst, dport } = trace.flow;
  return [
    `*   Trying ${dst}:${dport}...`,
    `* Connected to ${url.host} (${dst}) port ${dport} (#0)`,
    `> ${head ? 'HEAD' : 'GET'} ${url.path} HTTP/1.1`,
    `> Host: ${url.host}${dport === 80 ? '' : `:${dport}`}`,
    '> User-Agent: curl/7.88.1',
    '> Accept: */*',
    '> ',
    ...headers(answer)
      .split('\r\n')
      .slice(0, -1)
      .map((line) => `< ${line}`),
    `* Connection #0 to host ${url.host} left intact`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function fetchUrl(text: string, sys: Sys, parsed: ParsedFlags): CommandResult {
  const url = parseUrl(text);
  if (url === undefined) return failure('curl: (3) URL using bad/illegal format or missing URL\n', 3);
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return failure(`curl: (1) Protocol "${url.scheme}" not supported or disabled in libcurl\n`, 1);
  }
  const family = parsed.on('ipv6') ? 'IPv6' : parsed.on('ipv4') ? 'IPv4' : undefined;
  const resolved = resolveHost(sys, url.host, family);
  const asked = url.host.includes(':') ? hostPort(url.host, url.port) : `${url.host}:${url.port}`;
  const sent = sys.connect({ ...(resolved.found && { ip: resolved.ip }), port: url.port, protocol: 'TCP', asked });
  if (!sent.ok) return failure(`curl: (7) ${sent.error}\n`, 7);
  const trace = sent.value;
  const quiet = parsed.on('silent') && !parsed.on('show-error');
  const problem = connectionFailure(trace, url, parsed);
  if (problem !== undefined) {
    const stderr = quiet ? '' : `curl: (${problem.code}) ${problem.text}\n`;
    return failure(stderr, problem.code, writeOut(parsed.value('write-out'), trace, 0));
  }
  const answer = url.scheme === 'https' ? apiServerAnswer(url) : answerHttp(sys, trace, url.path);
  if (parsed.on('fail') && answer.status >= 400) {
    return failure(quiet ? '' : `curl: (22) The requested URL returned error: ${answer.status}\n`, 22);
  }
  const body = parsed.on('head') ? headers(answer) : (parsed.on('include') ? headers(answer) : '') + answer.body;
  const file = parsed.value('output') ?? '-';
  const refused = file === '-' || file === '/dev/null' ? undefined : sys.writeFile(file, body);
  if (refused !== undefined) return failure(`curl: (23) Failed to open the file ${file}: ${refused}\n`, 23);
  const shown = file === '-' ? body : '';
  const stderr = parsed.on('verbose') ? verbose(trace, url, answer, parsed.on('head')) : '';
  const stdout = shown + writeOut(parsed.value('write-out'), trace, answer.status);
  const printed = [{ stream: 'stderr', text: stderr } as const, { stream: 'stdout', text: stdout } as const];
  return { ...output(stdout, stderr), printed };
}

export const curl: Command = {
  name: 'curl',
  places: everywhere,
  summary: 'asks a URL over TCP',
  usage: '[-sSiIvfk] [-m SECONDS] [-o FILE] [-w FORMAT] URL...',
  flags,
  run: (argv, sys) =>
    withFlags('curl', flags, argv, (parsed) => {
      if (parsed.words.length === 0) return failure("curl: try 'curl --help' for more information\n", 2);
      const results = parsed.words.map((url) => fetchUrl(url, sys, parsed));
      return {
        stdout: results.map(({ stdout }) => stdout).join(''),
        stderr: results.map(({ stderr }) => stderr).join(''),
        exitCode: results.at(-1)?.exitCode ?? 0,
        printed: results.flatMap(piecesOf),
      };
    }),
};
