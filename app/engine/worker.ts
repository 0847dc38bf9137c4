/** The simulation's own thread: everything it knows of the page is messages. */
import { EngineHost } from './host.js';
import type { EngineReply, EngineRequest } from './messages.js';

/** The part of DedicatedWorkerGlobalScope that is used here; the DOM's types describe a page's window. */
interface WorkerScope {
  postMessage(message: EngineReply | 'ready'): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<EngineRequest>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const host = new EngineHost();
scope.addEventListener('message', (event) => {
  scope.postMessage(host.handle(event.data));
});
scope.postMessage('ready');
