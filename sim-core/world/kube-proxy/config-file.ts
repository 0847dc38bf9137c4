import { err, ok, type Result } from '../../base/result.js';
import type { Json } from '../../kube/objects.js';
import { parseManifests } from '../../kube/yaml/manifests.js';
import {
  detectLocalModes,
  type DetectLocalConfig,
  type IpvsConfig,
  type KubeProxyConfig,
  type WinkernelConfig,
} from '../../proxy/config.js';

/**
 * The file config.conf as kubeadm writes it, with a cluster's own settings in it.
 * @see cmd/kubeadm/app/componentconfigs/kubeproxy.go (v1.34)
 */
export function writeConfigFile(config: KubeProxyConfig, clusterCIDRs: readonly string[]): string {
  const { masqueradeAll, ipvs = {}, winkernel = {}, nodePortAddresses } = config;
  return `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: ${clusterCIDRs.join(',')}
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: null
  udpStreamTimeout: 0s
  udpTimeout: 0s
detectLocal:
  bridgeInterface: ${quoted(config.detectLocal?.bridgeInterface ?? '')}
  interfaceNamePrefix: ${quoted(config.detectLocal?.interfaceNamePrefix ?? '')}
detectLocalMode: ${quoted(config.detectLocalMode)}
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: ${config.localhostNodePorts ? 'null' : 'false'}
  masqueradeAll: ${masqueradeAll}
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ${quoted(ipvs.scheduler ?? '')}
  strictARP: ${ipvs.strictARP === true}
  syncPeriod: 0s
  tcpFinTimeout: 0s
  tcpTimeout: 0s
  udpTimeout: 0s
kind: KubeProxyConfiguration
metricsBindAddress: ""
mode: ${quoted(config.mode)}
nftables:
  masqueradeAll: ${masqueradeAll}
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
nodePortAddresses: ${nodePortAddresses.length === 0 ? 'null' : `[${nodePortAddresses.map(quoted).join(', ')}]`}
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  enableDSR: ${winkernel.enableDSR === true}
  forwardHealthCheckVip: false
  networkName: ${quoted(winkernel.networkName ?? '')}
  rootHnsEndpointName: ""
  sourceVip: ${quoted(winkernel.sourceVip ?? '')}
`;
}

const quoted = (text: string): string => JSON.stringify(text);

type Fields = { readonly [key: string]: Json };

const fieldsOf = (value: Json | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What kube-proxy makes of the file; `fallback` holds what the file does not speak of. */
export function readConfigFile(text: string, fallback: KubeProxyConfig): Result<KubeProxyConfig, string> {
  const { documents, problems } = parseManifests(text);
  const [problem] = problems;
  if (problem !== undefined) return err(`failed complete: ${problem.detail}`);
  const file = fieldsOf(documents[0]?.value);
  if (file['kind'] !== 'KubeProxyConfiguration') {
    const kind = textOf(file['kind']);
    const version = textOf(file['apiVersion']);
    return err(`failed complete: no kind ${quoted(kind)} is registered for version ${quoted(version)}`);
  }
  const addresses = file['nodePortAddresses'];
  const ownMasquerade = [file['iptables'], file['nftables']].some((part) => fieldsOf(part)['masqueradeAll'] === true);
  return ok({
    ...fallback,
    mode: textOf(file['mode']),
    masqueradeAll: ownMasquerade,
    nodePortAddresses: Array.isArray(addresses) ? addresses.map(textOf) : [],
    localhostNodePorts: fieldsOf(file['iptables'])['localhostNodePorts'] !== false,
    detectLocalMode: detectLocalModes.find((known) => known === file['detectLocalMode']) ?? 'ClusterCIDR',
    detectLocal: detectLocalOf(fieldsOf(file['detectLocal'])),
    ipvs: ipvsOf(fieldsOf(file['ipvs'])),
    winkernel: { ...fallback.winkernel, ...winkernelOf(fieldsOf(file['winkernel'])) },
  });
}

const detectLocalOf = (fields: Fields): DetectLocalConfig => ({
  bridgeInterface: textOf(fields['bridgeInterface']),
  interfaceNamePrefix: textOf(fields['interfaceNamePrefix']),
});

const ipvsOf = (fields: Fields): IpvsConfig => ({
  scheduler: textOf(fields['scheduler']),
  strictARP: fields['strictARP'] === true,
});

function winkernelOf(fields: Fields): WinkernelConfig {
  const networkName = textOf(fields['networkName']);
  const sourceVip = textOf(fields['sourceVip']);
  return {
    enableDSR: fields['enableDSR'] === true,
    ...(networkName !== '' && { networkName }),
    ...(sourceVip !== '' && { sourceVip }),
  };
}

/** The same file with another mode, as an editor would leave it. */
export const withMode = (text: string, mode: string): string =>
  /^mode:.*$/m.test(text)
    ? text.replace(/^mode:.*$/m, () => `mode: ${quoted(mode)}`)
    : `${text}mode: ${quoted(mode)}\n`;
