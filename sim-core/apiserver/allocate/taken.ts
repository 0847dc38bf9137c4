import type { Service } from '../../kube/objects.js';
import { listObjects, type ApiObjects } from '../../kube/store.js';
import type { Ip } from '../../net/ip.js';
import { parseIpSloppy } from '../validate/address.js';

const addressesOf = ({ spec }: Service): readonly Ip[] =>
  spec.type === 'ExternalName' ? [] : (spec.clusterIPs ?? []).flatMap((ip) => parseIpSloppy(ip) ?? []);

export const usesNodePorts = ({ spec }: Service): boolean => spec.type === 'NodePort' || spec.type === 'LoadBalancer';

/** A nodePort that an ExternalName Service mentions is stored but not held. */
export const nodePortsOf = (service: Service): readonly number[] =>
  usesNodePorts(service)
    ? (service.spec.ports ?? []).flatMap(({ nodePort = 0 }) => (nodePort === 0 ? [] : [nodePort]))
    : [];

function allPortsOf(service: Service): readonly number[] {
  const { healthCheckNodePort = 0 } = service.spec;
  return healthCheckNodePort === 0 ? nodePortsOf(service) : [...nodePortsOf(service), healthCheckNodePort];
}

/** What stored Services hold, so that nothing can be taken twice and nothing can leak. */
export class Taken {
  readonly #addresses = new Set<Ip>();
  readonly #ports = new Set<number>();

  constructor(objects: ApiObjects) {
    for (const service of listObjects(objects, 'Service')) this.add(service);
  }

  add(service: Service): void {
    for (const ip of addressesOf(service)) this.#addresses.add(ip);
    for (const port of allPortsOf(service)) this.#ports.add(port);
  }

  release(service: Service): void {
    for (const ip of addressesOf(service)) this.#addresses.delete(ip);
    for (const port of allPortsOf(service)) this.#ports.delete(port);
  }

  hasAddress(ip: Ip): boolean {
    return this.#addresses.has(ip);
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port);
  }
}
