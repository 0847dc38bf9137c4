import { EngineHost } from './host.js';
import type { OpenTransport } from './messages.js';

/** The simulation on the page's own thread, for places where no worker may start. */
export const openInline: OpenTransport = (listener) => {
  const host = new EngineHost();
  let open = true;
  queueMicrotask(() => {
    if (open) listener.onReady();
  });
  return {
    post: (request) => {
      // A task of its own: the page may paint before a long answer.
      setTimeout(() => {
        if (open) listener.onReply(host.handle(request));
      }, 0);
    },
    close: () => {
      open = false;
    },
  };
};
