import type { Pod, Service } from '../kube/objects.js';
import { listObjects, type ApiObjects } from '../kube/store.js';
import { hostPort } from '../net/ip.js';

type Variable = readonly [name: string, value: string];

/** The one Service that every pod hears of. @see pkg/kubelet/kubelet_pods.go (v1.34) masterServices */
const everywhere = { namespace: 'default', name: 'kubernetes' } as const;

/** `redis-primary` → `REDIS_PRIMARY`. */
const variableName = (text: string): string => text.replaceAll('-', '_').toUpperCase();

/**
 * The variables by which a container finds Services: those of its namespace that have an address and
 * were there when the pod started, and `kubernetes`.
 * @see pkg/kubelet/kubelet_pods.go (v1.34) getServiceEnvVarMap
 */
export function serviceEnvironment(objects: ApiObjects, pod: Pod): readonly Variable[] {
  const { namespace } = pod.metadata;
  const links = pod.spec['enableServiceLinks'] !== false;
  const started = startOf(pod);
  return listObjects(objects, 'Service')
    .filter(({ metadata, spec }) => {
      if (spec.clusterIP === undefined || spec.clusterIP === '' || spec.clusterIP === 'None') return false;
      const isMaster = metadata.namespace === everywhere.namespace && metadata.name === everywhere.name;
      const isOwn = links && metadata.namespace === namespace;
      return (isMaster || isOwn) && (metadata.creationTimestamp ?? 0) <= started;
    })
    .flatMap(variablesOf);
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

/** A container's variables are those of the moment at which the kubelet started it: a restart finds newer Services. */
function startOf({ metadata, status }: Pod): number {
  const own = ['containerStatuses', '0', 'state', 'running', 'startedAt'];
  const started = own.reduce<unknown>(fieldOf, status) ?? status?.['startTime'];
  return typeof started === 'number' ? started : (metadata.creationTimestamp ?? 0);
}

/** @see pkg/kubelet/envvars/envvars.go (v1.34) FromServices, makeLinkVariables */
function variablesOf({ metadata, spec }: Service): readonly Variable[] {
  const prefix = variableName(metadata.name);
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (first === undefined) return [[`${prefix}_SERVICE_HOST`, clusterIP]];
  return [
    [`${prefix}_SERVICE_HOST`, clusterIP],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...ports.flatMap(({ name, port }): readonly Variable[] =>
      name === undefined || name === '' ? [] : [[`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port)]],
    ),
    ...ports.flatMap(({ port, protocol }, index): readonly Variable[] => {
      const link = `${prefix}_PORT_${port}_${protocol}`;
      const url = `${protocol.toLowerCase()}://${hostPort(clusterIP, port)}`;
      return [
        ...(index === 0 ? [[`${prefix}_PORT`, url] as const] : []),
        [link, url],
        [`${link}_PROTO`, protocol.toLowerCase()],
        [`${link}_PORT`, String(port)],
        [`${link}_ADDR`, clusterIP],
      ];
    }),
  ];
}
