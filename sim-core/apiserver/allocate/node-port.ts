import type { Service, ServicePort } from '../../kube/objects.js';
import type { AdmitContext } from '../state.js';
import { invalid } from '../validate/field-error.js';
import { needsHealthCheck } from '../validate/service.js';
import { failed, failedInternally, rejected, type Allocation } from './outcome.js';
import { nodePortsOf, usesNodePorts, type Taken } from './taken.js';

/**
 * The lower part is kept for ports that manifests ask for.
 *
 * @see pkg/registry/core/service/portallocator/allocator.go (v1.34) calculateRangeOffset
 */
const reservedBand = (count: number): number => (count <= 16 ? 0 : Math.min(128, Math.max(16, Math.floor(count / 32))));

/** Ports of one request: what Services hold, and what this request has taken so far. */
class PortDraw {
  readonly #own = new Set<number>();

  constructor(
    readonly context: AdmitContext,
    readonly taken: Taken,
    readonly label: string,
  ) {}

  refusal(port: number): string | undefined {
    const { from, to } = this.context.config.nodePortRange;
    if (port < from || port > to)
      return `provided port is not in the valid range. The range of valid ports is ${from}-${to}`;
    if (this.taken.hasPort(port) || this.#own.has(port)) return 'provided port is already allocated';
    this.#own.add(port);
    return undefined;
  }

  next(): number | undefined {
    const { from, to } = this.context.config.nodePortRange;
    const count = to - from + 1;
    const band = reservedBand(count);
    for (const [first, size] of [
      [from + band, count - band],
      [from, band],
    ] as const) {
      if (size <= 0) continue;
      const start = this.context.prng.below(this.label, size);
      for (let i = 0; i < size; i++) {
        const port = first + ((start + i) % size);
        if (this.taken.hasPort(port) || this.#own.has(port)) continue;
        this.#own.add(port);
        return port;
      }
    }
    return undefined;
  }
}

const assignsNodePorts = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === true);

const withNodePort = (port: ServicePort, nodePort: number): ServicePort => ({ ...port, nodePort });

const full = 'failed to allocate a nodePort: range is full';

/**
 * On creation ports that share a number share a nodePort: TCP and UDP of one Service.
 *
 * @see pkg/registry/core/service/storage/alloc.go (v1.34) initNodePorts, updateNodePorts
 */
export function allocateNodePorts(
  service: Service,
  old: Service | undefined,
  context: AdmitContext,
  taken: Taken,
): Allocation {
  const { namespace = '', name } = service.metadata;
  const draw = new PortDraw(context, taken, `apiserver/nodeport/${namespace}/${name}`);
  const ported = !usesNodePorts(service)
    ? { service }
    : old !== undefined && usesNodePorts(old)
      ? updatePorts(service, nodePortsOf(old), draw)
      : initPorts(service, draw);
  return 'service' in ported ? allocateHealthCheck(ported.service, old, draw) : ported;
}

function initPorts(service: Service, draw: PortDraw): Allocation {
  const given = service.spec.ports ?? [];
  const byPort = new Map<number, number>();
  const ports: ServicePort[] = [];
  for (const [i, port] of given.entries()) {
    const wanted = port.nodePort ?? 0;
    const shared = byPort.get(port.port);
    if (wanted === 0 && !assignsNodePorts(service)) {
      ports.push(port);
    } else if (shared === undefined) {
      const requested = given.find((p) => p.port === port.port && (p.nodePort ?? 0) !== 0)?.nodePort;
      const refusal = requested === undefined ? undefined : draw.refusal(requested);
      if (refusal !== undefined) return rejected([invalid(`spec.ports[${i}].nodePort`, requested, refusal)]);
      const nodePort = requested ?? draw.next();
      if (nodePort === undefined) return failedInternally(full);
      byPort.set(port.port, nodePort);
      ports.push(withNodePort(port, nodePort));
    } else if (wanted === 0 || wanted === shared) {
      ports.push(withNodePort(port, shared));
    } else {
      const refusal = draw.refusal(wanted);
      if (refusal !== undefined) return rejected([invalid(`spec.ports[${i}].nodePort`, wanted, refusal)]);
      ports.push(port);
    }
  }
  return { service: { ...service, spec: { ...service.spec, ...(given.length > 0 && { ports }) } } };
}

function updatePorts(service: Service, held: readonly number[], draw: PortDraw): Allocation {
  const ports: ServicePort[] = [];
  const granted = new Set<number>();
  for (const [i, port] of (service.spec.ports ?? []).entries()) {
    const wanted = port.nodePort ?? 0;
    if (wanted === 0 && !assignsNodePorts(service)) {
      ports.push(port);
      continue;
    }
    if (wanted !== 0 && !held.includes(wanted) && !granted.has(wanted)) {
      const refusal = draw.refusal(wanted);
      if (refusal !== undefined) return rejected([invalid(`spec.ports[${i}].nodePort`, wanted, refusal)]);
    }
    const nodePort = wanted === 0 ? draw.next() : wanted;
    if (nodePort === undefined) return failedInternally(full);
    if (ports.some((p) => p.nodePort === nodePort && p.protocol === port.protocol)) {
      return failed(`duplicate nodePort: {${port.protocol} ${nodePort}}`);
    }
    granted.add(nodePort);
    ports.push(withNodePort(port, nodePort));
  }
  return { service: { ...service, spec: { ...service.spec, ...(ports.length > 0 && { ports }) } } };
}

/** @see pkg/registry/core/service/storage/alloc.go (v1.34) allocHealthCheckNodePort, healthCheckNodePortUpdate */
function allocateHealthCheck(service: Service, old: Service | undefined, draw: PortDraw): Allocation {
  if (!needsHealthCheck(service)) return { service };
  const wanted = service.spec.healthCheckNodePort ?? 0;
  if (old !== undefined && needsHealthCheck(old)) {
    if (wanted === old.spec.healthCheckNodePort) return { service };
    return rejected([{ type: 'Forbidden', field: 'spec.healthCheckNodePort', detail: 'field is immutable' }]);
  }
  if (wanted === 0) {
    const port = draw.next();
    if (port === undefined) return failedInternally('failed to allocate a HealthCheck NodePort: range is full');
    return { service: { ...service, spec: { ...service.spec, healthCheckNodePort: port } } };
  }
  const refusal = draw.refusal(wanted);
  if (refusal === undefined) return { service };
  return failedInternally(`failed to allocate requested HealthCheck NodePort ${wanted}: ${refusal}`);
}
