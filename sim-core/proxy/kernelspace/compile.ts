import type { HnsEndpoint, HnsLoadBalancer, HnsPolicies } from '../../hns/model.js';
import { familyOf, type IpFamily } from '../../net/ip.js';
import type { Listener } from '../dataplane.js';
import { healthCheckListener, oneListenerPerPort } from '../health-check.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { viewService } from '../service-view.js';
import { groupSlices } from '../slice-groups.js';
import { servicePolicies, type PolicySettings } from './service-policies.js';

/**
 * kube-proxy on Windows: policies of the Host Networking Service.
 * @see pkg/proxy/winkernel/proxier.go (v1.34)
 */
export const kernelspaceMode: ProxyMode = { name: 'kernelspace', hostOs: 'windows', compile };

/** Policies are few, and made anew each time. */
const noMemo = {};

function compile(view: NodeView): CompiledNode {
  const { node, config } = view;
  const families = (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const settings = settingsOf(view, family);
    return settings === undefined ? [] : [compileFamily(settings)];
  });
  const endpoints = new Map<string, HnsEndpoint>();
  for (const family of families) for (const endpoint of family.endpoints) endpoints.set(endpoint.id, endpoint);
  const { networkName = 'cbr0', networkType = 'L2Bridge' } = config.winkernel ?? {};
  const hns: HnsPolicies = {
    network: { name: networkName, type: networkType },
    endpoints,
    loadBalancers: families.flatMap((family) => family.loadBalancers),
  };
  return {
    dataplane: {
      node: node.name,
      mode: kernelspaceMode.name,
      hooks: [],
      iptables: new Map(),
      hns,
      listeners: oneListenerPerPort(families.flatMap((family) => family.listeners)),
      addresses: [],
      sysctls: { routeLocalnet: false },
    },
    memo: noMemo,
  };
}

/** Undefined for a family that the node has no address of. */
function settingsOf({ objects, node, config }: NodeView, family: IpFamily): PolicySettings | undefined {
  const nodeIP = node.primaryIPs.find((ip) => familyOf(ip) === family);
  if (nodeIP === undefined) return undefined;
  const { networkType, sourceVip, enableDSR = false } = config.winkernel ?? {};
  const isOfFamily = sourceVip !== undefined && familyOf(sourceVip) === family;
  return {
    objects,
    node,
    nodeIP,
    family,
    overlay: networkType === 'Overlay',
    sourceVip: isOfFamily ? sourceVip : nodeIP,
    enableDSR,
  };
}

interface FamilyPolicies {
  readonly loadBalancers: readonly HnsLoadBalancer[];
  readonly endpoints: readonly HnsEndpoint[];
  readonly listeners: readonly Listener[];
}

function compileFamily(settings: PolicySettings): FamilyPolicies {
  const { objects, family, node } = settings;
  const slices = groupSlices(objects, family);
  const all = [...objects.kinds.Service].map(([key, service]) => {
    const ports = viewService(service, slices.get(key) ?? [], family, node.name);
    const policies = ports.map((port) => servicePolicies(service, port, settings));
    return {
      loadBalancers: policies.flatMap((one) => one.loadBalancers),
      endpoints: policies.flatMap((one) => one.endpoints),
      listener: healthCheckListener(ports),
    };
  });
  return {
    loadBalancers: all.flatMap((one) => one.loadBalancers),
    endpoints: all.flatMap((one) => one.endpoints),
    listeners: all.flatMap((one) => one.listener ?? []),
  };
}
