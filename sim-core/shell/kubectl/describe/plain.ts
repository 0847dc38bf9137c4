import type { ConfigMap, KubeObject, Namespace } from '../../../kube/objects.js';
import { listObjects } from '../../../kube/store.js';
import type { ClusterAtMoment } from '../view.js';
import { eventLines } from './events.js';
import { line, metadataLines, nameLines, sortedEntries } from './lines.js';

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) ConfigMapDescriber */
export function describeConfigMap(configMap: ConfigMap, cluster: ClusterAtMoment): string {
  const entries = sortedEntries(configMap.data).map(([key, value]) => `${key}:\n----\n${value}\n\n`);
  return [
    nameLines(configMap.metadata),
    metadataLines(configMap.metadata),
    `\nData\n====\n${entries.join('')}\nBinaryData\n====\n\n`,
    eventLines(cluster, configMap),
  ].join('');
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeNamespace */
export function describeNamespace(namespace: Namespace, { objects }: ClusterAtMoment): string {
  const { metadata, status } = namespace;
  const names = (kind: 'ResourceQuota' | 'LimitRange'): string =>
    listObjects(objects, kind, metadata.name)
      .map((object) => object.metadata.name)
      .join(', ');
  const [quotas, limits] = [names('ResourceQuota'), names('LimitRange')];
  return [
    nameLines(metadata),
    metadataLines(metadata),
    line('Status', status?.phase ?? 'Active'),
    `\n${quotas === '' ? 'No resource quota.' : `Resource Quotas: ${quotas}`}\n`,
    `\n${limits === '' ? 'No LimitRange resource.' : `Resource Limits: ${limits}`}\n`,
  ].join('');
}

/** What every object has. @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) genericDescriber */
export const describeAny = (object: KubeObject, cluster: ClusterAtMoment): string =>
  [
    nameLines(object.metadata),
    metadataLines(object.metadata),
    line('API Version', object.apiVersion),
    line('Kind', object.kind),
    eventLines(cluster, object),
  ].join('');
