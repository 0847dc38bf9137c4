/** One moment of a simulated cluster, standing as network namespaces on this machine. */
import type { Probe } from '../cli/scenario-directory.js';
import { probeSource } from '../cli/probe-report.js';
import { nodeHostId, podHostId, externalHostId, type Network } from '../network/network.js';
import { placeName } from '../network/place.js';
import type { Dataplane } from '../proxy/dataplane.js';
import { clusterNetwork } from '../world/machines.js';
import { Agent, type ListenerRequest } from './agent.js';
import { must, ToolFailure } from './command.js';
import { parseEntries, type CtEntry } from './conntrack.js';
import { layOut, namespacesOf, viaMark, type Layout, type Machine } from './machines.js';
import type { Moment } from './moments.js';
import type { Damage } from './mutation.js';
import { addNamespaces, deleteNamespaces, newPrefix } from './namespaces.js';
import { rulesOf } from './rules.js';

const both = (name: string, value: string): Readonly<Record<string, string>> => ({
  [name.replace('*', 'all')]: value,
  [name.replace('*', 'default')]: value,
});

/** Every machine: no filters and limits of the kernel's own that would blur what the rules do. */
const common: Readonly<Record<string, string>> = {
  ...both('net/ipv4/conf/*/rp_filter', '0'),
  ...both('net/ipv4/conf/*/accept_redirects', '0'),
  ...both('net/ipv4/conf/*/send_redirects', '0'),
  'net/ipv4/icmp_ratemask': '0',
};

/** Machines with IPv6: addresses that work at once, errors that are not held back. */
const commonV6: Readonly<Record<string, string>> = {
  ...both('net/ipv6/conf/*/disable_ipv6', '0'),
  ...both('net/ipv6/conf/*/accept_dad', '0'),
  ...both('net/ipv6/conf/*/accept_ra', '0'),
  ...both('net/ipv6/conf/*/accept_redirects', '0'),
  'net/ipv6/icmp/ratelimit': '0',
};

const forwarding: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '1',
  ...both('net/ipv6/conf/*/forwarding', '1'),
};

/** A node as kubelet, the container network and kube-proxy leave it. */
const nodeSettings = (dataplane: Dataplane | undefined): Readonly<Record<string, string>> => ({
  'net/bridge/bridge-nf-call-iptables': '1',
  'net/bridge/bridge-nf-call-ip6tables': '1',
  ...(dataplane?.sysctls.routeLocalnet === true && { 'net/ipv4/conf/all/route_localnet': '1' }),
});

export class KernelWorld {
  readonly agent = new Agent();
  readonly network: Network;
  readonly #layout: Layout;
  readonly #dataplanes: ReadonlyMap<string, Dataplane>;

  private constructor({ snapshot, probes }: Moment) {
    this.network = clusterNetwork(snapshot.config, snapshot.objects);
    this.#dataplanes = new Map([...snapshot.rules].map(([node, { dataplane }]) => [node, dataplane]));
    const sources = probes.map(({ from }) => probeSource(from));
    const wishes = {
      addresses: [...new Set(sources.flatMap((s) => (s.kind === 'external' && s.ip !== undefined ? [s.ip] : [])))],
      gateways: [...new Set(probes.flatMap(({ via }) => via ?? []))],
    };
    this.#layout = layOut(this.network, wishes, newPrefix());
  }

  /** Builds the machines, loads the rules and opens the sockets. */
  static async build(moment: Moment, damage: Damage | undefined): Promise<KernelWorld> {
    const world = new KernelWorld(moment);
    try {
      await addNamespaces(namespacesOf(world.#layout));
      await world.#configure();
      for (const { namespace, family, lines } of world.#layout.batches) {
        const only = family === 'IPv6' ? ['-6'] : [];
        await must('ip', [...only, '-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`);
      }
      await world.#loadRules(damage);
      await world.#listen();
      return world;
    } catch (error) {
      await world.tearDown();
      throw error;
    }
  }

  async tearDown(): Promise<void> {
    this.agent.stop();
    await deleteNamespaces(namespacesOf(this.#layout));
  }

  async #configure(): Promise<void> {
    await this.agent.sysctl(this.#layout.segment, { ...common, 'net/ipv6/conf/default/disable_ipv6': '1' });
    for (const { host, namespace } of this.#layout.machines.values()) {
      const missing = await this.agent.sysctl(namespace, {
        ...(host.forwarding && forwarding),
        ...common,
        ...commonV6,
        ...(host.node && nodeSettings(this.#dataplanes.get(host.node.name))),
      });
      const needed = missing.filter((name) => !name.startsWith('net/ipv6/'));
      if (needed.length > 0) throw new ToolFailure(`this kernel has no setting ${needed.join(', ')}`);
    }
  }

  #nodes(): readonly (readonly [string, Machine])[] {
    return [...this.#layout.machines.values()].flatMap((machine) =>
      machine.host.node === undefined ? [] : [[machine.host.node.name, machine] as const],
    );
  }

  async #loadRules(damage: Damage | undefined): Promise<void> {
    for (const [node, { namespace }] of this.#nodes()) {
      const { loads, accounting } = rulesOf(this.network, this.#dataplanes.get(node), damage);
      const failed = accounting.length === 0 ? null : await this.agent.accounting(namespace, accounting);
      if (failed !== null) throw new ToolFailure(`nfacct add: ${failed}`);
      for (const { program, args, text } of loads) {
        await must('ip', ['netns', 'exec', namespace, program, ...args], text);
      }
    }
  }

  async #listen(): Promise<void> {
    for (const { host, namespace } of this.#layout.machines.values()) {
      const own = host.sockets.map(({ place, protocol, port, silent = false }): ListenerRequest => ({
        name: placeName(place),
        protocol,
        port,
        silent,
      }));
      const ofProxy = host.node === undefined ? [] : (this.#dataplanes.get(host.node.name)?.listeners ?? []);
      const asked = ofProxy.map(({ protocol, port }): ListenerRequest => ({
        name: placeName(host.place),
        protocol,
        port,
        silent: true,
      }));
      const supported = await this.agent.supports(['TCP', 'UDP', 'SCTP']);
      const possible = [...own, ...asked].filter(({ protocol }) => supported.includes(protocol));
      const failed = possible.length === 0 ? [] : await this.agent.listen(namespace, possible);
      if (failed.length > 0) throw new ToolFailure(`cannot listen: ${failed.join('; ')}`);
    }
  }

  /** The namespace from which a probe starts; undefined when its machine is not there. */
  namespaceOf(probe: Probe): string | undefined {
    return this.#layout.machines.get(this.#hostId(probe))?.namespace;
  }

  #hostId({ from }: Probe): string {
    const source = probeSource(from);
    if (source.kind === 'external') return externalHostId;
    if (source.kind === 'node') return nodeHostId(source.node);
    const { namespace, name } = source;
    const pod = this.network.config.pods.find((p) => p.namespace === namespace && p.name === name);
    return pod?.hostNetwork === true ? nodeHostId(pod.node) : podHostId(namespace, name);
  }

  mark(via: string): number {
    return viaMark(this.network, via);
  }

  /** All nodes' connection tables; undefined when this machine has no way to read them. */
  async conntrack(tool: 'conntrack' | 'proc'): Promise<readonly CtEntry[]> {
    const tables = await Promise.all(
      this.#nodes().map(async ([node, { namespace }]) => {
        if (tool === 'proc') return parseEntries(node, await this.agent.conntrack(namespace));
        const list = (family: string): Promise<string> =>
          must('ip', ['netns', 'exec', namespace, 'conntrack', '-L', '-f', family]);
        return parseEntries(node, `${await list('ipv4')}\n${await list('ipv6')}`);
      }),
    );
    return tables.flat();
  }
}
