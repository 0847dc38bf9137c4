import type { EngineClient } from '../engine/protocol.js';

let connected: EngineClient | undefined;

/** Gives the page its simulation. Called once, before the first render. */
export function connectEngine(client: EngineClient): void {
  connected = client;
}

export function engine(): EngineClient {
  if (connected === undefined) throw new Error('No engine is connected yet');
  return connected;
}
