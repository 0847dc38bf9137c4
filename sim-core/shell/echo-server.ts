import { getObject } from '../kube/store.js';
import { hostPort } from '../net/ip.js';
import type { Trace } from '../network/trace.js';
import { formatTime } from './kubectl/time.js';
import type { Sys } from './sys.js';

/** What a container answers over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

interface Request {
  readonly path: string;
  /** The pod's name, or the machine's. */
  readonly server: string;
  readonly serverIP: string;
  readonly clientIP: string;
  readonly clientPort: number;
  /** When it was asked. */
  readonly time: string;
}

const found = (body: string): HttpAnswer => ({ status: 200, body });

/** @see k8s.io/kubernetes/test/images/agnhost/netexec/netexec.go (v1.34) */
function netexec({ path, server, clientIP, clientPort, time }: Request): HttpAnswer {
  const [route] = path.split('?');
  switch (route) {
    case '/':
      return found(`NOW: ${time}`);
    case '/hostname':
    case '/hostName':
      return found(server);
    case '/clientip':
      return found(hostPort(clientIP, clientPort));
    case '/echo':
      return found(decodeURIComponent(/[?&]msg=([^&]*)/.exec(path)?.[1] ?? ''));
    case '/healthz':
      return found('');
    default:
      return { status: 404, body: '404 page not found\n' };
  }
}

const nginxPage = [
  '<!DOCTYPE html>',
  '<html>',
  '<head>',
  '<title>Welcome to nginx!</title>',
  '</head>',
  '<body>',
  '<h1>Welcome to nginx!</h1>',
  '</body>',
  '</html>',
  '',
].join('\n');

/** One line that says who answers and whom it saw: what most demonstration servers print. */
const sayWho = ({ server, serverIP, clientIP }: Request): HttpAnswer =>
  found(`ClientIP: ${clientIP}, ServerName: ${server}, ServerIP: ${serverIP}!\n`);

/** Servers by a part of their image's name. */
const servers: readonly (readonly [image: string, answer: (request: Request) => HttpAnswer])[] = [
  ['agnhost', netexec],
  ['nginx', ({ path }) => (path === '/' ? found(nginxPage) : { status: 404, body: '<h1>404 Not Found</h1>\n' })],
];

/** What the backend of an answered connection says to an HTTP request. */
export function answerHttp(sys: Sys, trace: Trace, path: string): HttpAnswer {
  const { backend } = trace;
  if (backend === undefined) return { status: 200, body: '' };
  const { place, local, sawSource } = backend;
  if (place.kind !== 'pod') return { status: 200, body: 'ok\n' };
  const pod = getObject(sys.objects(), 'Pod', place.namespace, place.name);
  const images = pod?.spec.containers.map(({ image = '' }) => image) ?? [];
  const [, answer = sayWho] = servers.find(([name]) => images.some((image) => image.includes(name))) ?? [];
  return answer({
    path,
    server: place.name,
    serverIP: local.ip,
    clientIP: sawSource.ip,
    clientPort: sawSource.port,
    time: formatTime(sys.now()),
  });
}
