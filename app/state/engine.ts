import type { ClusterConfig } from '../../sim-core/index.js';
import type { EngineClient, EngineStart } from '../engine/protocol.js';

let connected: EngineClient | undefined;

/** Gives the page its simulation. Called once, before the first render. */
export function connectEngine(client: EngineClient): void {
  connected = client;
}

export function engine(): EngineClient {
  if (connected === undefined) throw new Error('No engine is connected yet');
  return connected;
}

/** The Lab's clusters run kube-proxy in pods, as kubeadm sets it up, so that its mode can be switched. */
export const startOf = (lab: {
  readonly seed: number;
  readonly config: Partial<ClusterConfig> | undefined;
}): Omit<EngineStart, 'log'> => ({ seed: lab.seed, config: { kubeProxyPods: true, ...lab.config } });
