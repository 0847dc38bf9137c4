import { currentRelease, minorOf, modeHistory, whereElse } from '../../proxy/release.js';
import { modeError } from '../../proxy/startup.js';
import type { NodeConfig } from '../config.js';
import { nodeProxyConfig } from '../config.js';
import { configuredProxy, configuredRelease } from '../kube-proxy/configured.js';
import type { Snapshot } from '../snapshot.js';
import type { ModeView, NodeProxyView, ProxyModesView } from '../view-proxy.js';

/** What a mode switch shows: the modes there are, which can be had here, and what runs where. */
export function proxyModesView(snapshot: Snapshot): ProxyModesView {
  const { config } = snapshot;
  const release = configuredRelease(snapshot);
  const configured = configuredMode(snapshot);
  return {
    configured: configured ?? config.kubeProxy.mode,
    release,
    switchable: configured !== undefined,
    modes: [...new Set(modeHistory.map(({ name }) => name))].map((name) => modeView(name, release)),
    nodes: config.nodes.map((node) => nodeView(snapshot, node, release)),
  };
}

function configuredMode(snapshot: Snapshot): string | undefined {
  const configured = configuredProxy(snapshot);
  return configured === 'unreadable' ? '' : configured?.mode;
}

function modeView(name: string, release: string): ModeView {
  const minor = minorOf(release) ?? minorOf(currentRelease) ?? 0;
  const refusal = modeError(name, 'linux', minor);
  const elsewhere = refusal === undefined ? undefined : whereElse(name, 'linux', minor);
  return { name, possible: refusal === undefined, ...(refusal && { refusal }), ...(elsewhere && { elsewhere }) };
}

function nodeView({ config, rules, proxies }: Snapshot, node: NodeConfig, release: string): NodeProxyView {
  const process = proxies?.get(node.name);
  const written = rules.get(node.name);
  return {
    node: node.name,
    os: node.os ?? 'linux',
    mode: written?.dataplane.mode ?? nodeProxyConfig(config, node).mode,
    release: process?.config?.release ?? release,
    state: process?.state ?? 'running',
    ...(process && { pod: process.pod }),
    restarts: process?.restarts ?? 0,
    leftovers: written?.leftovers?.map((dataplane) => dataplane.mode) ?? [],
    log: process?.log ?? [],
  };
}
