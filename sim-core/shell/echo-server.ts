import type { Millis } from '../base/time.js';
import { getObject } from '../kube/store.js';
import { hostPort } from '../net/ip.js';
import type { Trace } from '../network/trace.js';
import { formatTime } from './kubectl/time.js';
import type { Sys } from './sys.js';

/** What a container answers over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

interface Request {
  readonly path: string;
  /** The pod's name, or the machine's. */
  readonly server: string;
  readonly serverIP: string;
  readonly clientIP: string;
  readonly clientPort: number;
  /** The tag of the image: a demonstration server says which release it is. */
  readonly tag: string;
  /** When it was asked. */
  readonly now: Millis;
}

/** How one kind of server answers. */
type Server = (request: Request) => HttpAnswer;

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayMs = 86_400_000;

/** The time as HTTP writes it; every world begins on a Thursday. @see RFC 9110 section 5.6.7 */
export function httpDate(now: Millis): string {
  const [date = '', clock = ''] = formatTime(now).replace('Z', '').split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = weekdays[Math.floor(now / dayMs) % 7] ?? '';
  return `${weekday}, ${day} ${months[Number(month) - 1] ?? ''} ${year} ${clock} GMT`;
}

const length = (body: string): string => String(body.length);

/** As Go's net/http answers. */
const goAnswer = ({ now }: Request, status: number, body: string): HttpAnswer => ({
  status,
  version: '1.1',
  headers: [
    ...(status === 404 ? [['X-Content-Type-Options', 'nosniff'] as const] : []),
    ['Date', httpDate(now)],
    ['Content-Length', length(body)],
    ...(body === '' ? [] : [['Content-Type', 'text/plain; charset=utf-8'] as const]),
  ],
  body,
});

function decoded(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-7][0-9a-fA-F])/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** @see k8s.io/kubernetes/test/images/agnhost/netexec/netexec.go (v1.34) */
function netexec(request: Request): HttpAnswer {
  const { path, server, clientIP, clientPort, now } = request;
  const [route] = path.split('?');
  switch (route) {
    case '/':
      return goAnswer(request, 200, `NOW: ${formatTime(now).replace('T', ' ').replace('Z', ' +0000 UTC')}`);
    case '/hostname':
    case '/hostName':
      return goAnswer(request, 200, server);
    case '/clientip':
      return goAnswer(request, 200, hostPort(clientIP, clientPort));
    case '/echo':
      return goAnswer(request, 200, decoded(/[?&]msg=([^&]*)/.exec(path)?.[1] ?? ''));
    case '/healthz':
      return goAnswer(request, 200, '');
    default:
      return goAnswer(request, 404, '404 page not found\n');
  }
}

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const notFound = (release: string): string =>
  [
    '<html>',
    '<head><title>404 Not Found</title></head>',
    '<body>',
    '<center><h1>404 Not Found</h1></center>',
    `<hr><center>${release}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');

function nginx({ path, now, tag }: Request): HttpAnswer {
  const release = `nginx/${/^\d+\.\d+\.\d+/.exec(tag)?.[0] ?? '1.27.0'}`;
  const found = path === '/' || path === '/index.html';
  const body = found ? welcome : notFound(release);
  return {
    status: found ? 200 : 404,
    version: '1.1',
    headers: [
      ['Server', release],
      ['Date', httpDate(now)],
      ['Content-Type', 'text/html'],
      ['Content-Length', length(body)],
      ['Connection', 'keep-alive'],
      ...(found ? [['Accept-Ranges', 'bytes'] as const] : []),
    ],
    body,
  };
}

const whoAmI = ({ server, serverIP, clientIP }: Request): string =>
  `ClientIP: ${clientIP}, ServerName: ${server}, ServerIP: ${serverIP}!\n`;

/** A demonstration server that says who answers and whom it saw. @see hub.docker.com/r/ikubernetes/demoapp */
function demoapp(request: Request): HttpAnswer {
  const route = request.path.split('?')[0];
  const bodies: Readonly<Record<string, string>> = {
    '/': `iKubernetes demoapp ${request.tag || 'v1.0'} !! ${whoAmI(request)}`,
    '/hostname': `ServerName: ${request.server}\n`,
    '/version': `${request.tag || 'v1.0'}\n`,
    '/livez': 'OK',
    '/readyz': 'OK',
  };
  const body = bodies[route ?? '/'] ?? '';
  return {
    status: body === '' ? 404 : 200,
    version: '1.0',
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Length', length(body)],
      ['Server', 'Werkzeug/1.0.0 Python/3.8.2'],
      ['Date', httpDate(request.now)],
    ],
    body,
  };
}

/** What any other image answers: the facts that the simulation can know. */
const anyServer: Server = (request) => goAnswer(request, 200, whoAmI(request));

/** Servers by a part of their image's name. */
const servers: readonly (readonly [image: string, answer: Server])[] = [
  ['agnhost', netexec],
  ['nginx', nginx],
  ['demoapp', demoapp],
];

/** What the backend of an answered connection says to an HTTP request. */
export function answerHttp(sys: Sys, trace: Trace, path: string): HttpAnswer {
  const { backend } = trace;
  const empty = { path, server: '', serverIP: '', clientIP: '', clientPort: 0, tag: '', now: sys.now() };
  if (backend === undefined) return goAnswer(empty, 200, '');
  const { place, local, sawSource } = backend;
  if (place.kind !== 'pod') return goAnswer(empty, 200, 'ok\n');
  const pod = getObject(sys.objects(), 'Pod', place.namespace, place.name);
  const images = pod?.spec.containers.map(({ image = '' }) => image) ?? [];
  const image = images.find((candidate) => servers.some(([part]) => candidate.includes(part))) ?? '';
  const [, answer = anyServer] = servers.find(([part]) => image.includes(part)) ?? [];
  return answer({
    ...empty,
    server: place.name,
    serverIP: local.ip,
    clientIP: sawSource.ip,
    clientPort: sawSource.port,
    tag: /:([\w.-]+)$/.exec(image)?.[1] ?? '',
  });
}
