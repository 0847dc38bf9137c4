import type { ObjectKey } from '../../kube/key.js';
import type { Endpoint, Service } from '../../kube/objects.js';
import { keyOf, listObjects, type ApiObjects } from '../../kube/store.js';
import type { Snapshot } from '../snapshot.js';
import type { RulesCause, RulesChangeView } from '../view-rules-change.js';

/**
 * Annotations that reach kube-proxy's rules, through EndpointSlice hints.
 *
 * @see staging/src/k8s.io/api/core/v1/annotation_key_constants.go (v1.34)
 */
const annotations = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'];

/** Fields that are told of one Service at most. */
const mostFields = 4;

/**
 * What kube-proxy saw change between the node's rules before and those now: Services and endpoints, which are all
 * that it is told of. Undefined while the node has only had its first rules.
 *
 * @see pkg/proxy/servicechangetracker.go, endpointschangetracker.go (v1.34)
 */
export function rulesChangeView({ rules }: Snapshot, node: string): RulesChangeView | undefined {
  const now = rules.get(node);
  if (now?.previous === undefined || now.before === undefined) return undefined;
  const modes = { before: now.previous.mode, after: now.dataplane.mode };
  const { objects, before } = now;
  const causes = objects === undefined || objects === before.objects ? [] : causesOf(before.objects, objects);
  return {
    node,
    since: before.revision,
    revision: now.revision,
    ...(modes.before !== modes.after && { modes }),
    causes,
  };
}

const causesOf = (before: ApiObjects, after: ApiObjects): readonly RulesCause[] => [
  ...serviceCauses(before, after),
  ...endpointCauses(before, after),
];

function serviceCauses(before: ApiObjects, after: ApiObjects): readonly RulesCause[] {
  const [was, is] = [before.kinds.Service, after.kinds.Service];
  if (was === is) return [];
  const came = [...is].flatMap(([name, service]): readonly RulesCause[] => {
    const old = was.get(name);
    if (old === service) return [];
    if (old === undefined) return [{ kind: 'service-added', service: keyOf(service) }];
    const fields = changedFields(old, service);
    return fields.length === 0 ? [] : [{ kind: 'service-edited', service: keyOf(service), fields }];
  });
  const gone = [...was.values()].filter((old) => !is.has(`${old.metadata.namespace ?? ''}/${old.metadata.name}`));
  return [...came, ...gone.map((old): RulesCause => ({ kind: 'service-deleted', service: keyOf(old) }))];
}

/** What of a Service kube-proxy reads: its spec, the addresses in its status, and what asks for hints. */
const changedFields = (before: Service, after: Service): readonly string[] =>
  [
    ...differences(before.spec, after.spec, 'spec'),
    ...differences(before.status, after.status, 'status'),
    ...annotations.flatMap((name) =>
      before.metadata.annotations?.[name] === after.metadata.annotations?.[name]
        ? []
        : [`metadata.annotations[${name}]`],
    ),
  ].slice(0, mostFields);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Paths of values that differ, as deep as both sides have the same shape. */
function differences(before: unknown, after: unknown, path: string): readonly string[] {
  if (before === after) return [];
  const [was, is] = [before, after];
  if (!isObject(was) || !isObject(is) || Array.isArray(was) !== Array.isArray(is)) return [path];
  if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length) return [path];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const step = (name: string): string => (Array.isArray(is) ? `${path}[${name}]` : `${path}.${name}`);
  return names.flatMap((name) => differences(was[name], is[name], step(name)));
}

interface Member {
  readonly service: ObjectKey;
  readonly endpoint: string;
}

/** A condition that is not told is one of an endpoint that is ready. */
const isReady = ({ conditions }: Endpoint): boolean => conditions?.ready !== false;

function readyMembers(objects: ApiObjects): ReadonlyMap<string, Member> {
  return new Map(
    listObjects(objects, 'EndpointSlice').flatMap(({ metadata, endpoints }) => {
      const name = metadata.labels?.['kubernetes.io/service-name'];
      if (name === undefined) return [];
      const service: ObjectKey = { kind: 'Service', namespace: metadata.namespace ?? '', name };
      return (endpoints ?? [])
        .filter(isReady)
        .flatMap(({ addresses, targetRef }) =>
          addresses.map((address): readonly [string, Member] => [
            `${service.namespace}/${name} ${address}`,
            { service, endpoint: targetRef?.name ?? address },
          ]),
        );
    }),
  );
}

function endpointCauses(before: ApiObjects, after: ApiObjects): readonly RulesCause[] {
  if (before.kinds.EndpointSlice === after.kinds.EndpointSlice) return [];
  const [was, is] = [readyMembers(before), readyMembers(after)];
  const joined = [...is].flatMap(([id, member]) => (was.has(id) ? [] : [member]));
  const left = [...was].flatMap(([id, member]) => (is.has(id) ? [] : [member]));
  return [
    ...left.map((member): RulesCause => ({ kind: 'endpoint-left', ...member })),
    ...joined.map((member): RulesCause => ({ kind: 'endpoint-joined', ...member })),
  ];
}
