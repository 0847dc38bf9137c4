/**
 * Keeps the built page for visits without a network. It is built under a name of its own (`sw.js`) beside
 * `index.html`, so that it serves that folder, whatever sub-path it lies under. The build fills in what there is to keep.
 *
 * A page always comes from the network when there is one, so that a new version is seen at once; files under `assets/`
 * carry a hash of their content in their names and never change. A new worker waits until every page of the old one
 * is gone before it drops the old one's files: no page loses the parts that it has not loaded yet.
 */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: { readonly scope: string };
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'message', listener: (event: ExtendableEvent & MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

declare const keptFiles: {
  readonly version: string;
  /** What the page needs to work, and what it can do without: its larger editor and terminal. */
  readonly first: readonly string[];
  readonly later: readonly string[];
};

((scope: WorkerScope) => {
  const prefix = `kubehop ${scope.registration.scope} `;
  const name = prefix + keptFiles.version;
  const addressOf = (file: string): string => new URL(file, scope.registration.scope).href;
  const page = addressOf('./');
  /** A network that has not answered by then is as good as none. */
  const patienceMillis = 4000;

  const keep = async (files: readonly string[]): Promise<void> => {
    const cache = await caches.open(name);
    const wanted = await Promise.all(
      files.map(async (file) => ((await cache.match(addressOf(file))) === undefined ? [addressOf(file)] : [])),
    );
    await cache.addAll(wanted.flat());
  };

  scope.addEventListener('install', (event) => {
    event.waitUntil(keep(keptFiles.first));
  });

  scope.addEventListener('activate', (event) => {
    const drop = async (): Promise<void> => {
      const names = await caches.keys();
      await Promise.all(names.filter((one) => one.startsWith(prefix) && one !== name).map((one) => caches.delete(one)));
    };
    event.waitUntil(drop());
  });

  scope.addEventListener('message', (event) => {
    if (event.data === 'keep-all') event.waitUntil(keep(keptFiles.later).catch(() => undefined));
  });

  const fromNetwork = async (request: Request, kept: string): Promise<Response> => {
    const response = await fetch(request);
    if (response.ok && response.type === 'basic' && !response.redirected) {
      const copy = response.clone();
      void caches.open(name).then((cache) => cache.put(kept, copy));
    }
    return response;
  };

  /** The network's newest, or what was kept when there is none or it takes too long. */
  const newest = async (request: Request, kept: string): Promise<Response> => {
    const known = await caches.match(kept);
    const asked = fromNetwork(request, kept);
    if (known === undefined) return asked;
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(known), patienceMillis));
    return Promise.race([asked.catch(() => known), late]);
  };

  const unchanging = async (request: Request): Promise<Response> =>
    (await caches.match(request.url)) ?? fromNetwork(request, request.url);

  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { href, origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || !href.startsWith(scope.registration.scope) || request.headers.has('range')) return;
    if (request.mode === 'navigate') {
      const own = origin + pathname;
      event.respondWith(newest(request, own === addressOf('./index.html') ? page : own));
    } else if (pathname.includes('/assets/')) event.respondWith(unchanging(request));
    else event.respondWith(newest(request, href));
  });
  // The worker's own scope, which the types of a page do not describe.
})(globalThis as unknown as WorkerScope);
