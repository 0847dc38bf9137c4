import type { EndpointSlice, Service } from '../../kube/objects.js';
import type { ApiObjects } from '../../kube/store.js';
import { familyOf, type IpFamily } from '../../net/ip.js';

const namespace = 'growth';
const endpointsEach = 2;

interface Plan {
  readonly address: (index: number) => string;
  readonly endpoint: (index: number, turn: number) => string;
}

/** Addresses from ranges that no cluster has: shared address space, and the ranges for benchmarks. RFC 6598, RFC 2544, RFC 5180. */
const plans: Readonly<Record<IpFamily, Plan>> = {
  IPv4: {
    address: (i) => `100.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
    endpoint: (i, turn) => `198.${18 + (turn & 1)}.${(i >> 8) & 255}.${i & 255}`,
  },
  IPv6: {
    address: (i) => `2001:2::${(i + 1).toString(16)}`,
    endpoint: (i, turn) => `2001:2:0:${turn + 1}::${(i + 1).toString(16)}`,
  },
};

const serviceAt = (index: number, family: IpFamily): Service => {
  const clusterIP = plans[family].address(index);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `service-${index}`, namespace },
    spec: {
      type: 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: [family],
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      selector: { app: `service-${index}` },
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    },
  };
};

const sliceAt = (index: number, family: IpFamily, moved = false): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: `service-${index}-0`,
    namespace,
    labels: { 'kubernetes.io/service-name': `service-${index}` },
  },
  addressType: family,
  endpoints: Array.from({ length: endpointsEach }, (_, turn) => ({
    addresses: [plans[family].endpoint(moved && turn === 0 ? 60_000 : index, turn)],
    conditions: { ready: true, serving: true, terminating: false },
  })),
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
});

/**
 * The same cluster with so many Services in all. The new ones come first, so that whatever goes through Services
 * in their order meets the asked one last.
 */
export function withServices(objects: ApiObjects, total: number, dst: string): ApiObjects {
  const family = familyOf(dst);
  const { Service: own, EndpointSlice: ownSlices } = objects.kinds;
  const added = Array.from({ length: Math.max(0, total - own.size) }, (_, index) => index);
  const services = added.map((index) => [`${namespace}/service-${index}`, serviceAt(index, family)] as const);
  const slices = added.map((index) => [`${namespace}/service-${index}-0`, sliceAt(index, family)] as const);
  return {
    ...objects,
    kinds: {
      ...objects.kinds,
      Service: new Map([...services, ...own]),
      EndpointSlice: new Map([...slices, ...ownSlices]),
    },
  };
}

/** One endpoint of one Service has moved: of the first that has any. */
export function withMovedEndpoint(objects: ApiObjects, dst: string): ApiObjects {
  const family = familyOf(dst);
  const key = `${namespace}/service-0-0`;
  const slices = objects.kinds.EndpointSlice;
  const moved = slices.has(key) ? ([[key, sliceAt(0, family, true)]] as const) : movedOf(slices, family);
  return { ...objects, kinds: { ...objects.kinds, EndpointSlice: new Map([...slices, ...moved]) } };
}

function movedOf(
  slices: ReadonlyMap<string, EndpointSlice>,
  family: IpFamily,
): readonly (readonly [string, EndpointSlice])[] {
  for (const [key, slice] of slices) {
    const [first, ...rest] = slice.endpoints ?? [];
    if (first === undefined || slice.addressType !== family) continue;
    const endpoints = [{ ...first, addresses: [plans[family].endpoint(60_000, 0)] }, ...rest];
    return [[key, { ...slice, endpoints }]];
  }
  return [];
}
