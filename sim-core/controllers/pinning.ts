import type { Ip } from '../net/ip.js';
import { familyOf, parseIp } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { Labels, LoadBalancerIngress, Pod, PodStatus, Service } from '../kube/objects.js';

/**
 * Annotations with which a manifest decides what a scheduler, a kubelet or a cloud would decide.
 * Everything that reads them is here. On a pod template each may be a comma list with a value per replica.
 */
const PREFIX = 'kubehop.dev/';
const LISTEN = `${PREFIX}listen`;

export const readyAnnotation = `${PREFIX}ready`;
/** How often the pod's container has exited with an error: it waits for its next start. */
export const crashLoopAnnotation = `${PREFIX}crash-loop`;

/** Those whose value on a single pod is itself a list. */
const PER_POD_LISTS: ReadonlySet<string> = new Set([LISTEN]);

export interface PodPins {
  readonly node?: string;
  readonly ip?: Ip;
  readonly ip6?: Ip;
  readonly ready: boolean;
  readonly phase?: PodStatus['phase'];
  /** Deleted, but it goes on serving. */
  readonly terminating: boolean;
}

export interface ListeningPort {
  readonly protocol: ServiceProtocol;
  readonly port: number;
}

const items = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The value for the n-th replica (from 0); the last one repeats. */
function nthOf(list: string, n: number): string {
  const values = list.split(',').map((value) => value.trim());
  return values[Math.min(n, values.length - 1)] ?? '';
}

/** A template's annotations as the n-th replica (from 0) gets them. An empty value pins nothing. */
export function replicaAnnotations(template: Labels | undefined, n: number): Labels | undefined {
  if (template === undefined) return undefined;
  const resolved = Object.entries(template).map(([key, value]): readonly [string, string] =>
    key.startsWith(PREFIX) && !PER_POD_LISTS.has(key) ? [key, nthOf(value, n)] : [key, value],
  );
  return Object.fromEntries(resolved.filter(([key, value]) => value !== '' || !key.startsWith(PREFIX)));
}

/** How often the container of a pod has exited, while it waits to be started again; 0 when it runs. */
export const crashCount = (pod: Pod): number => Number(pod.metadata.annotations?.[crashLoopAnnotation] ?? 0) || 0;

const phases: readonly PodStatus['phase'][] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

const noAnnotations: Labels = {};

/** By the annotations they are in: a pod's next version shares them with the one before. */
const readPins = new WeakMap<Labels, PodPins>();

export function podPins({ metadata: { annotations = noAnnotations } }: Pod): PodPins {
  const known = readPins.get(annotations);
  if (known !== undefined) return known;
  const pins = pinsIn(annotations);
  readPins.set(annotations, pins);
  return pins;
}

function pinsIn(annotations: Labels): PodPins {
  const value = (name: string): string | undefined => items(annotations[PREFIX + name])[0];
  const ips = [value('ip'), value('ip6')].flatMap((text) => (text === undefined ? [] : (parseIp(text) ?? [])));
  const ip = ips.find((candidate) => familyOf(candidate) === 'IPv4');
  const ip6 = ips.find((candidate) => familyOf(candidate) === 'IPv6');
  const node = value('node');
  const phase = phases.find((candidate) => candidate === value('phase'));
  return {
    ...(node === undefined ? {} : { node }),
    ...(ip === undefined ? {} : { ip }),
    ...(ip6 === undefined ? {} : { ip6 }),
    ready: value('ready') !== 'false',
    ...(phase === undefined ? {} : { phase }),
    terminating: value('terminating') === 'true',
  };
}

/** Finished because its manifest says so: whatever replaced it would be finished too. */
export const isPinnedFinished = (pod: Pod): boolean => {
  const { phase } = podPins(pod);
  return phase === 'Succeeded' || phase === 'Failed';
};

const LISTEN_ITEM = /^(TCP|UDP|SCTP):(\d{1,5})$/;

/** What a pod's processes have bound: its containerPorts, and what the `listen` annotation adds or takes away. */
export function listeningPorts(pod: Pod): readonly ListeningPort[] {
  const extras = items(pod.metadata.annotations?.[LISTEN]);
  if (extras.includes('none')) return [];
  const declared = pod.spec.containers.flatMap((container) =>
    (container.ports ?? []).map((p): ListeningPort => ({ protocol: p.protocol ?? 'TCP', port: p.containerPort })),
  );
  const added = extras.flatMap((item): readonly ListeningPort[] => {
    const [, protocol, port] = LISTEN_ITEM.exec(item) ?? [];
    return protocol === undefined ? [] : [{ protocol: protocol as ServiceProtocol, port: Number(port) }];
  });
  const seen = new Map([...declared, ...added].map((p) => [`${p.protocol}:${p.port}`, p]));
  return [...seen.values()];
}

/** The addresses that the cloud hands out for a Service of type LoadBalancer. */
export function loadBalancerPins(service: Service): readonly LoadBalancerIngress[] {
  const list = (name: string): readonly string[] => items(service.metadata.annotations?.[PREFIX + name]);
  const modes = list('lb-ipmode');
  const byIp = list('lb-ip').flatMap((text, n): readonly LoadBalancerIngress[] => {
    const ip = parseIp(text);
    const ipMode = modes[Math.min(n, modes.length - 1)] === 'Proxy' ? 'Proxy' : 'VIP';
    return ip === undefined ? [] : [{ ip, ipMode }];
  });
  return [...byIp, ...list('lb-hostname').map((hostname) => ({ hostname }))];
}
