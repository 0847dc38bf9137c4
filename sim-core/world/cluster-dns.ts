import { corefileLines } from '../dns/corefile.js';
import type { ConfigMap, Deployment, Service } from '../kube/objects.js';
import { ApiTx, type ApiObjects } from '../kube/store.js';
import { nthAddress, parseCidr } from '../net/cidr.js';
import { familyOf, type Ip } from '../net/ip.js';
import type { ClusterConfig } from './config.js';

const namespace = 'kube-system';
const labels = { 'k8s-app': 'kube-dns' } as const;

/** The release that kubeadm v1.34 installs. @see cmd/kubeadm/app/constants/constants.go (v1.34) CoreDNSVersion */
const image = 'registry.k8s.io/coredns/coredns:v1.12.1';

/** @see cmd/kubeadm/app/phases/addons/dns/manifests.go (v1.34) CoreDNSConfigMap */
const corefile = (domain: string): string =>
  corefileLines(domain)
    .map(({ text }) => `${text}\n`)
    .join('');

const configMap = ({ clusterDomain }: ClusterConfig): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'coredns', namespace, creationTimestamp: 0 },
  data: { Corefile: corefile(clusterDomain) },
});

/** @see cmd/kubeadm/app/phases/addons/dns/manifests.go (v1.34) CoreDNSDeployment */
const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace, labels, generation: 1, creationTimestamp: 0 },
  spec: {
    progressDeadlineSeconds: 600,
    replicas: 2,
    revisionHistoryLimit: 10,
    selector: { matchLabels: labels },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'coredns',
            image,
            imagePullPolicy: 'IfNotPresent',
            args: ['-conf', '/etc/coredns/Corefile'],
            ports: [
              { containerPort: 53, name: 'dns', protocol: 'UDP' },
              { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
              { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
            ],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
          },
        ],
        dnsPolicy: 'Default',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-cluster-critical',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        serviceAccountName: 'coredns',
        terminationGracePeriodSeconds: 30,
      },
    },
  },
};

/** The tenth address of the range. @see cmd/kubeadm/app/phases/addons/dns/manifests.go (v1.34) CoreDNSService */
const service = (clusterIP: Ip): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kube-dns',
    namespace,
    labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    creationTimestamp: 0,
  },
  spec: {
    clusterIP,
    clusterIPs: [clusterIP],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: [familyOf(clusterIP)],
    ipFamilyPolicy: 'SingleStack',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
      { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
    ],
    selector: labels,
    sessionAffinity: 'None',
    type: 'ClusterIP',
  },
  status: { loadBalancer: {} },
});

/** What `kubeadm init` adds to a new cluster for DNS. Its pods are made by the Deployment's controllers. */
export function withClusterDns(objects: ApiObjects, config: ClusterConfig): ApiObjects {
  const range = parseCidr(config.serviceCIDRs[0] ?? '');
  const clusterIP = range === undefined ? undefined : nthAddress(range, 10);
  if (config.clusterDns !== true || clusterIP === undefined) return objects;
  const tx = new ApiTx(objects);
  tx.put(configMap(config));
  tx.put(deployment);
  tx.put(service(clusterIP));
  return tx.commit();
}
