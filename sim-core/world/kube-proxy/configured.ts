import { getObject } from '../../kube/store.js';
import type { KubeProxyConfig } from '../../proxy/config.js';
import { currentRelease } from '../../proxy/release.js';
import type { Snapshot } from '../snapshot.js';
import { readConfigFile } from './config-file.js';
import { configFileName, configMapKey, daemonSetKey, releaseOfImage } from './objects.js';

type World = Pick<Snapshot, 'config' | 'objects'>;

/** What ConfigMap kube-proxy says; undefined where there is none, and `unreadable` where kube-proxy would not start. */
export function configuredProxy({ objects, config }: World): KubeProxyConfig | 'unreadable' | undefined {
  const { namespace, name } = configMapKey;
  const text = getObject(objects, 'ConfigMap', namespace, name)?.data?.[configFileName];
  if (text === undefined) return undefined;
  const read = readConfigFile(text, config.kubeProxy);
  return read.ok ? read.value : 'unreadable';
}

/** The release of kube-proxy on the cluster's Linux nodes. */
export function configuredRelease({ objects, config }: World): string {
  const { namespace, name } = daemonSetKey('linux');
  const image = getObject(objects, 'DaemonSet', namespace, name)?.spec.template.spec.containers[0]?.image;
  return image === undefined ? (config.kubeProxy.release ?? currentRelease) : releaseOfImage(image);
}
