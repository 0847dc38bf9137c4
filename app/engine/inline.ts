import type { EngineRequest, OpenTransport } from './messages.js';

/**
 * The simulation on the page's own thread, for places where no worker may start. It is loaded only
 * then: elsewhere the worker brings its own copy.
 */
export const openInline: OpenTransport = (listener) => {
  let open = true;
  const host = import('./host.js').then(({ EngineHost }) => new EngineHost());
  const answer = async (request: EngineRequest): Promise<void> => {
    const engine = await host;
    // A task of its own: the page may paint before a long answer.
    setTimeout(() => {
      if (open) listener.onReply(engine.handle(request));
    }, 0);
  };
  const fail = (error: unknown): void => {
    if (open) listener.onFailure(error instanceof Error ? error.message : String(error));
  };
  host.then(() => {
    if (open) listener.onReady();
  }, fail);
  return {
    post: (request) => {
      answer(request).catch(fail);
    },
    close: () => {
      open = false;
    },
  };
};
