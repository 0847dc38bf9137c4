import type { ConfigMap, DaemonSet, Pod } from '../../kube/objects.js';
import { ApiTx, type ApiObjects } from '../../kube/store.js';
import { currentRelease, minorOf, type HostOs } from '../../proxy/release.js';
import type { ClusterConfig } from '../config.js';
import { writeConfigFile } from './config-file.js';

const namespace = 'kube-system';
const appLabel = 'k8s-app';

export const configMapKey = { kind: 'ConfigMap', namespace, name: 'kube-proxy' } as const;
export const configFileName = 'config.conf';

/** One DaemonSet for each operating system there is in the cluster. */
export const daemonSetName = (os: HostOs): string => (os === 'linux' ? 'kube-proxy' : 'kube-proxy-windows');
export const daemonSetKey = (os: HostOs) => ({ kind: 'DaemonSet', namespace, name: daemonSetName(os) }) as const;

/** The patch release that the recorded clusters ran. */
const currentImageTag = `${currentRelease}.9`;

export function imageOf(release: string): string {
  const minor = minorOf(release);
  const isCurrent = minor === undefined || minor === minorOf(currentRelease);
  return `registry.k8s.io/kube-proxy:${isCurrent ? currentImageTag : `v1.${minor}.0`}`;
}

/** `v1.25` of `registry.k8s.io/kube-proxy:v1.25.0`. */
export function releaseOfImage(image: string | undefined): string {
  const minor = minorOf(image?.slice(image.lastIndexOf(':') + 1) ?? '');
  return minor === undefined ? currentRelease : `v1.${minor}`;
}

const configMap = (config: ClusterConfig): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: configMapKey.name, namespace, labels: { app: 'kube-proxy' }, creationTimestamp: 0 },
  data: { [configFileName]: writeConfigFile(config.kubeProxy, config.clusterCIDRs) },
});

/**
 * @see cmd/kubeadm/app/phases/addons/proxy/manifests.go (v1.34) KubeProxyDaemonSet19
 * @see https://github.com/kubernetes-sigs/sig-windows-tools hostprocess/flannel/kube-proxy
 */
function daemonSet(os: HostOs, release: string): DaemonSet {
  const labels = { [appLabel]: daemonSetName(os) };
  const command =
    os === 'linux'
      ? ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)']
      : ['$env:CONTAINER_SANDBOX_MOUNT_POINT/kube-proxy/start.ps1'];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: daemonSetName(os), namespace, labels, generation: 1, creationTimestamp: 0 },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'kube-proxy', image: imageOf(release), imagePullPolicy: 'IfNotPresent', command }],
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': os },
          priorityClassName: 'system-node-critical',
          restartPolicy: 'Always',
          serviceAccountName: 'kube-proxy',
          // The process ends at SIGTERM; the pod does not use up the 30 seconds it would be given.
          terminationGracePeriodSeconds: 1,
          tolerations: [{ operator: 'Exists' }],
        },
      },
    },
  };
}

/** What `kubeadm init` adds to a new cluster for kube-proxy. Its pods are made by the DaemonSet controller. */
export function withKubeProxy(objects: ApiObjects, config: ClusterConfig): ApiObjects {
  if (config.kubeProxyPods !== true) return objects;
  const tx = new ApiTx(objects);
  tx.put(configMap(config));
  for (const os of ['linux', 'windows'] as const) {
    if (config.nodes.some((node) => (node.os ?? 'linux') === os)) {
      tx.put(daemonSet(os, config.kubeProxy.release ?? currentRelease));
    }
  }
  return tx.commit();
}

/** The kube-proxy pods of a node, those on their way out included. */
export const kubeProxyPods = (objects: ApiObjects, node: string): readonly Pod[] =>
  [...objects.kinds.Pod.values()].filter(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      spec.nodeName === node &&
      (metadata.labels?.[appLabel] === daemonSetName('linux') ||
        metadata.labels?.[appLabel] === daemonSetName('windows')),
  );
