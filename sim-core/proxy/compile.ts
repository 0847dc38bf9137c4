import type { Millis } from '../base/time.js';
import type { ApiObjects } from '../kube/store.js';
import type { KubeProxyConfig } from './config.js';
import { iptablesMode } from './iptables/compile.js';
import type { CompiledNode } from './mode.js';
import type { ProxyNode } from './node.js';
import { proxyModes } from './registry.js';

export type { CompiledNode } from './mode.js';
export type { ProxyNode } from './node.js';

/**
 * What kube-proxy programs on one node for these objects. A mode that is not known falls back to
 * iptables, the default of kube-proxy on Linux.
 *
 * @param previous an earlier result for the same node: Services that did not change are not compiled again
 * @param now when this happens: a mode that deletes later what it no longer uses needs to know
 */
export function compileDataplane(
  objects: ApiObjects,
  node: ProxyNode,
  config: KubeProxyConfig,
  previous?: CompiledNode,
  now?: Millis,
): CompiledNode {
  const mode = proxyModes.get(config.mode) ?? iptablesMode;
  return mode.compile({ objects, node, config, ...(now !== undefined && { now }) }, previous);
}
