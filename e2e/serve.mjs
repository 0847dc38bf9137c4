/**
 * `node e2e/serve.mjs [port] [folder]` serves the built site the way a course host might: under a sub-path, with a strict Content-Security-Policy.
 * `/course/frame.html?…` embeds it in an iframe with the sandbox given in the query; `/host.html?body=…` is any page
 * that a test writes.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.argv[3] ?? fileURLToPath(new URL('../dist', import.meta.url));
const base = '/course/kubehop/';
const port = Number(process.argv[2] ?? 4173);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; frame-src 'self'";

const frame = (sandbox) => `<!doctype html><html lang="en"><title>Course page</title><body style="margin:0">
<iframe title="kubehop" src="/course/kubehop/" ${sandbox === null ? '' : `sandbox="${sandbox}"`} style="border:0;width:100%;height:880px"></iframe>`;

/** Several labs of `home` in a page with a policy of its own, which lets in nothing but them. */
const elsewhere = (home) => `<!doctype html><html lang="en"><title>Elsewhere</title><body style="margin:0">
<script src="${home}embed.js"></script>
<kubehop-lab id="one" height="420"></kubehop-lab>
<kubehop-lab id="two" height="420" mode="nftables" panes="rules,map"></kubehop-lab>
<kubehop-lab id="three" height="420" sandbox theme="dark" lang="zh-CN"></kubehop-lab>`;

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/elsewhere.html') {
    // Opened under another name of this machine, it is a page of another site.
    const home = `http://127.0.0.1:${port}`;
    response.writeHead(200, {
      'content-type': types['.html'],
      'content-security-policy': `default-src 'none'; script-src ${home}; frame-src ${home}; style-src 'unsafe-inline'`,
    });
    response.end(elsewhere(home + base));
    return;
  }
  if (url.pathname === '/host.html') {
    response.writeHead(200, { 'content-type': types['.html'] });
    response.end(`<!doctype html><html lang="en"><title>Host</title><body>${url.searchParams.get('body') ?? ''}`);
    return;
  }
  if (url.pathname === '/course/frame.html') {
    response.writeHead(200, { 'content-type': types['.html'] });
    response.end(frame(url.searchParams.get('sandbox')));
    return;
  }
  if (!url.pathname.startsWith(base)) {
    response.writeHead(404).end('not found');
    return;
  }
  const relative = normalize(decodeURIComponent(url.pathname.slice(base.length)) || 'index.html');
  const file = join(dist, relative);
  if (relative.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end('not found');
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    // A sandboxed frame has an opaque origin: without this its module scripts would not load.
    'access-control-allow-origin': '*',
  });
  createReadStream(file).pipe(response);
}).listen(port, '127.0.0.1');
