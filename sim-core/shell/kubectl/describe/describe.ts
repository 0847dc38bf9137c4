import type { KubeObject } from '../../../kube/objects.js';
import { getObject } from '../../../kube/store.js';
import { resources } from '../../../kube/resource.js';
import type { Flag, ParsedFlags } from '../../flags.js';
import { endpointsWarning, nothingFound } from '../get.js';
import { alignTabs } from '../tab-writer.js';
import { listed, namespaceFor, notFoundText, readTypes, type Wanted } from '../targets.js';
import { namespaceOf, parseVerb, selectorFlag } from '../verb.js';
import { failed, type ClusterAtMoment, type Printed } from '../view.js';
import { describeEndpoints, describeEndpointSlice } from './endpoints.js';
import { describeNode } from './node.js';
import { describeAny, describeConfigMap, describeNamespace } from './plain.js';
import { describePod } from './pod.js';
import { describeService } from './service.js';
import {
  describeDaemonSet,
  describeDeployment,
  describeReplicaSet,
  describeReplicationController,
  describeStatefulSet,
} from './workloads.js';

export const describeFlags: readonly Flag[] = [
  { name: 'all-namespaces', short: 'A', about: 'every namespace' },
  selectorFlag,
  { name: 'show-events', about: 'what happened to the object; on unless =false' },
];

/** @see k8s.io/kubectl/pkg/cmd/describe/describe.go (v1.34) */
export function kubectlDescribe(cluster: ClusterAtMoment, argv: readonly string[]): Printed {
  const parsed = parseVerb({ name: 'describe', flags: describeFlags }, argv);
  return parsed.ok ? describeObjects(cluster, parsed.value, namespaceOf(parsed.value)) : failed(parsed.error);
}

const noType =
  'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n';

export function describeObjects(cluster: ClusterAtMoment, flags: ParsedFlags, namespace: string): Printed {
  if (flags.words.length === 0) return failed(noType);
  const wanted = readTypes(flags.words);
  if (!wanted.ok) return failed(wanted.error);
  const missing: string[] = [];
  const within = flags.on('all-namespaces') ? undefined : namespace;
  const found = wanted.value.flatMap((each) => matching(cluster, each, within, flags.value('selector'), missing));
  const eventless = flags.value('show-events') === 'false';
  const shown = eventless ? { ...cluster, objects: withoutEvents(cluster) } : cluster;
  const texts = found.map((object) => {
    const text = alignTabs(describeOne(object, shown));
    return eventless ? text.replace(/^Events: +<none>\n/m, '') : text;
  });
  const kinds = wanted.value.map(({ kind }) => kind);
  const warning = kinds.includes('Endpoints') ? endpointsWarning : '';
  const nothing = found.length === 0 && missing.length === 0 ? nothingFound(kinds, within) : '';
  const stderr = warning + nothing + missing.join('');
  return { stdout: texts.join('\n\n'), stderr, exitCode: missing.length > 0 ? 1 : 0 };
}

const withoutEvents = ({ objects }: ClusterAtMoment): ClusterAtMoment['objects'] => ({
  ...objects,
  kinds: { ...objects.kinds, Event: new Map() },
});

/** A name that nothing has stands for all that begin with it. */
function matching(
  { objects }: ClusterAtMoment,
  { kind, names }: Wanted,
  namespace: string | undefined,
  selector: string | undefined,
  missing: string[],
): readonly KubeObject[] {
  const all = listed(objects, kind, { namespace, selector });
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const exact: KubeObject | undefined =
      namespace === undefined && resources[kind].namespaced
        ? undefined
        : getObject(objects, kind, namespaceFor(kind, namespace ?? ''), name);
    if (exact !== undefined) return [exact];
    const alike = all.filter(({ metadata }) => metadata.name.startsWith(name));
    if (alike.length === 0) missing.push(notFoundText(kind, name));
    return alike;
  });
}

function describeOne(object: KubeObject, cluster: ClusterAtMoment): string {
  switch (object.kind) {
    case 'Pod':
      return describePod(object, cluster);
    case 'Service':
      return describeService(object, cluster);
    case 'Endpoints':
      return describeEndpoints(object, cluster);
    case 'EndpointSlice':
      return describeEndpointSlice(object, cluster);
    case 'Deployment':
      return describeDeployment(object, cluster);
    case 'ReplicaSet':
      return describeReplicaSet(object, cluster);
    case 'StatefulSet':
      return describeStatefulSet(object, cluster);
    case 'DaemonSet':
      return describeDaemonSet(object, cluster);
    case 'ReplicationController':
      return describeReplicationController(object, cluster);
    case 'Node':
      return describeNode(object, cluster);
    case 'ConfigMap':
      return describeConfigMap(object, cluster);
    case 'Namespace':
      return describeNamespace(object, cluster);
    default:
      return describeAny(object, cluster);
  }
}
