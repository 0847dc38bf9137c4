import type { Listener } from './dataplane.js';
import { countLocalReady, type ServicePortInfo } from './service-view.js';

/** The server behind a Service's health check port. @see pkg/proxy/healthcheck/service_health.go (v1.34) */
export function healthCheckListener(ports: readonly ServicePortInfo[]): Listener | undefined {
  const [first] = ports;
  if (first?.healthCheckNodePort === undefined) return undefined;
  const { namespace, name } = first.service;
  return {
    protocol: 'TCP',
    port: first.healthCheckNodePort,
    purpose: { kind: 'healthCheckNodePort', namespace, service: name, localEndpoints: countLocalReady(ports) },
  };
}

/** A dual-stack Service has one health check server, whichever family comes first. */
export function oneListenerPerPort(listeners: Iterable<Listener | undefined>): readonly Listener[] {
  const byPort = new Map<number, Listener>();
  for (const listener of listeners) {
    if (listener !== undefined && !byPort.has(listener.port)) byPort.set(listener.port, listener);
  }
  return [...byPort.values()];
}
