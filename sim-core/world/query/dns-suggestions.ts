import type { Service } from '../../kube/objects.js';
import { listObjects } from '../../kube/store.js';
import { podIps } from '../../controllers/pod-state.js';
import { endpointLabel } from '../../dns/zone.js';
import type { SourceRef } from '../command.js';
import type { Snapshot } from '../snapshot.js';
import type { DnsNameView } from '../view-dns.js';

const mostNames = 9;

/** Names of this cluster that show something, the learner's own Services first. */
export function namesWorthAsking({ objects, config }: Snapshot, from: SourceRef): readonly DnsNameView[] {
  const home = from.kind === 'pod' ? from.namespace : undefined;
  const services = listObjects(objects, 'Service');
  const own = services.filter(({ metadata }) => !isSystem(metadata.namespace ?? '', metadata.name));
  const names = own.flatMap((service) => serviceNames(service, home)).slice(0, mostNames - 3);
  const pod = listObjects(objects, 'Pod').find(
    (one) => podIps(one)[0] !== undefined && one.metadata.namespace !== 'kube-system',
  );
  const ip = pod && podIps(pod)[0];
  const address = own.flatMap(({ spec }) => spec.clusterIPs ?? []).find((one) => one !== 'None' && one !== '');
  return [
    ...names,
    { name: `kubernetes.default.svc.${config.clusterDomain}`, type: 'A', kind: 'cluster-ip' },
    ...(ip === undefined || pod === undefined
      ? []
      : [
          {
            name: `${endpointLabel({ addresses: [ip] }, ip)}.${pod.metadata.namespace ?? ''}.pod.${config.clusterDomain}`,
            type: 'A',
            kind: 'pod-ip',
          } as const,
        ]),
    ...(address === undefined ? [] : [{ name: address, type: 'PTR', kind: 'reverse' } as const]),
    { name: 'example.com', type: 'A', kind: 'outside' },
  ];
}

const isSystem = (namespace: string, name: string): boolean =>
  namespace === 'kube-system' || (namespace === 'default' && name === 'kubernetes');

function serviceNames({ metadata, spec }: Service, home: string | undefined): readonly DnsNameView[] {
  const { name, namespace = '' } = metadata;
  const short = namespace === home ? name : `${name}.${namespace}`;
  const kind =
    spec.type === 'ExternalName'
      ? 'alias'
      : spec.clusterIP === 'None'
        ? ('headless' as const)
        : ('cluster-ip' as const);
  const port = spec.ports?.find((one) => one.name !== undefined && one.name !== '');
  return [
    { name: short, type: kind === 'alias' ? 'CNAME' : 'A', kind },
    ...(port?.name === undefined
      ? []
      : [
          {
            name: `_${port.name}._${port.protocol.toLowerCase()}.${name}.${namespace}.svc`,
            type: 'SRV',
            kind: 'port',
          } as const,
        ]),
  ];
}

/** One of each sort: a pod of the same namespace, one of another, a node, and a machine outside. */
export function dnsClients({ objects, config }: Snapshot, from: SourceRef): readonly SourceRef[] {
  const running = listObjects(objects, 'Pod').filter(
    ({ spec, status }) => status?.phase === 'Running' && spec.nodeName !== undefined && status.podIP !== undefined,
  );
  const home = from.kind === 'pod' ? from.namespace : 'default';
  const pods = [
    running.find(({ metadata }) => metadata.namespace === home),
    running.find(({ metadata }) => metadata.namespace !== home),
  ].flatMap((pod): readonly SourceRef[] =>
    pod === undefined ? [] : [{ kind: 'pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name }],
  );
  const node = config.nodes[0];
  return [...pods, ...(node === undefined ? [] : [{ kind: 'node', node: node.name } as const]), { kind: 'external' }];
}
