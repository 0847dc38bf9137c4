import { ApiTx, getObject } from '../kube/store.js';
import { withExit } from '../controllers/container-life.js';
import type { IpFamily } from '../net/ip.js';
import { conntrackEntries } from '../netfilter/conntrack.js';
import { countConnections, destinationKey, emptyIpvs, kernelVirtualServers } from '../ipvs/state.js';
import { listConnections, type TrafficCounts } from '../ipvs/listing.js';
import type { VirtualServer } from '../ipvs/model.js';
import type { LinuxHost } from '../network/host/linux.js';
import { externalHostId, nodeHostId, podHostId, type Network } from '../network/network.js';
import type { Trace } from '../network/trace.js';
import type { Connection, NodeRuleset, NodeTables, ShellPlace, Sys } from '../shell/sys.js';
import { ok } from '../base/result.js';
import type { Millis } from '../base/time.js';
import { editApi } from './api-edit.js';
import type { SourceRef } from './command.js';
import { clusterNetwork } from './machines.js';
import { sendPacket } from './send-command.js';
import { limits } from './snapshot.js';
import type { WorldTx } from './transaction.js';

/** How much one command line may ask of the world. */
const most = { connections: 2000, files: 200, fileCharacters: 1_000_000 } as const;

const noTraffic: TrafficCounts = { connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 };

export interface WrittenFile {
  readonly path: string;
  /** Undefined when it was removed. */
  readonly text: string | undefined;
}

/** What a command line can see of the world and do to it: every program in it shares one of these. */
export class ShellPort {
  /** Files that the line wrote, by name. */
  readonly written = new Map<string, WrittenFile>();
  readonly #tx: WorldTx;
  readonly #files: Map<string, string>;
  readonly #connections: { readonly time: Millis; readonly trace: Trace }[] = [];
  #network: { readonly of: unknown; readonly network: Network } | undefined;
  #waited = 0;

  constructor(tx: WorldTx, files: Readonly<Record<string, string>>) {
    this.#tx = tx;
    this.#files = new Map(Object.entries(files));
  }

  /** Nothing in it needs its object: programs may copy it with other variables. */
  at(place: ShellPlace, variables: ReadonlyMap<string, string> = new Map()): Sys {
    const tx = this.#tx;
    return {
      place,
      variables,
      clusterDomain: tx.base.config.clusterDomain,
      now: () => tx.time,
      objects: () => tx.objects,
      edit: (edit, options) => editApi(tx, edit, options),
      wait: (ms) => {
        this.#wait(ms);
      },
      connect: (connection) => ok(this.#connect(place, connection)),
      connections: () => this.#past(),
      noteQuery: (query) => tx.noteQuery(sourceOf(place), query),
      endProcess: (exitCode) => this.#endProcess(place, exitCode),
      host: () => this.#host(place),
      listening: () => this.#listening(place),
      ruleset: (family) => (place.kind === 'node' ? this.#ruleset(place.node, family) : undefined),
      programmed: () => (place.kind === 'node' ? this.#programmed(place.node) : undefined),
      podLog: (namespace, name) => this.#podLog(namespace, name),
      conntrack: () => (place.kind === 'node' ? this.#conntrack(place.node) : undefined),
      readFile: (path) => this.#files.get(fileName(place, path)),
      writeFile: (path, text) => this.#write(fileName(place, path), text),
      removeFile: (path) => this.#remove(fileName(place, path)),
      fileNames: () => this.#fileNames(place),
      at: (other) => this.at(other),
    };
  }

  #endProcess(place: ShellPlace, exitCode: number): boolean {
    if (place.kind !== 'pod') return false;
    const pod = getObject(this.#tx.objects, 'Pod', place.namespace, place.name);
    const ended = pod === undefined ? undefined : withExit(pod, exitCode, this.#tx.time);
    if (ended === undefined) return false;
    const objects = new ApiTx(this.#tx.objects);
    objects.put(ended);
    this.#tx.replaceObjects(objects.commit());
    return true;
  }

  #wait(ms: Millis): void {
    const left = limits.advanceMs - this.#waited;
    const step = Math.max(0, Math.min(Math.trunc(ms) || 0, left));
    this.#waited += step;
    this.#tx.advanceTo(this.#tx.time + step);
  }

  /** Without an address, or once a line has connected often enough, no packet leaves. */
  #connect(place: ShellPlace, connection: Connection): Trace {
    const spent = this.#connections.length >= most.connections;
    const { ip, port, protocol, asked } = connection;
    const trace = sendPacket(this.#tx, this.#currentNetwork(), {
      from: sourceOf(place),
      dst: spent ? undefined : ip,
      dport: port,
      protocol,
      asked,
    });
    this.#connections.push({ time: this.#tx.time, trace });
    return trace;
  }

  #past(): readonly { readonly time: Millis; readonly trace: Trace }[] {
    const { base } = this.#tx;
    const times = new Map(
      base.timeline.flatMap(({ traceId, time }) => (traceId === undefined ? [] : [[traceId, time]])),
    );
    const before = [...base.traces.values()].map((trace) => ({ time: times.get(trace.id) ?? 0, trace }));
    return [...before, ...this.#connections];
  }

  #currentNetwork(): Network {
    const { objects, base } = this.#tx;
    if (this.#network?.of !== objects) this.#network = { of: objects, network: clusterNetwork(base.config, objects) };
    return this.#network.network;
  }

  #host(place: ShellPlace): LinuxHost | undefined {
    const { hosts } = this.#currentNetwork();
    if (place.kind === 'laptop') return hosts.get(externalHostId);
    if (place.kind === 'node') return hosts.get(nodeHostId(place.node));
    const pod = getObject(this.#tx.objects, 'Pod', place.namespace, place.name);
    const { hostNetwork = false, nodeName = '' } = pod?.spec ?? {};
    return hosts.get(hostNetwork ? nodeHostId(nodeName) : podHostId(place.namespace, place.name));
  }

  #listening(place: ShellPlace): ReturnType<Sys['listening']> {
    const host = this.#host(place);
    const node = host?.node?.name;
    const proxy = node === undefined ? [] : (this.#tx.rules.get(node)?.dataplane.listeners ?? []);
    return [...(host?.sockets ?? []), ...proxy].map(({ protocol, port }) => ({ protocol, port }));
  }

  #podLog(namespace: string, name: string): readonly string[] | undefined {
    const pod = getObject(this.#tx.objects, 'Pod', namespace, name);
    const process = this.#tx.proxies?.state.get(pod?.spec.nodeName ?? '');
    return process !== undefined && process.pod === name ? process.log : undefined;
  }

  #ruleset(node: string, family: IpFamily): NodeRuleset | undefined {
    const rulesets = this.#tx.rules.get(node)?.dataplane.iptables ?? new Map();
    const [name, ruleset] = [...rulesets].find(([, candidate]) => candidate.family === family) ?? [];
    if (name === undefined || ruleset === undefined) return undefined;
    const counters = this.#tx.kernels.get(node)?.counters.get(name);
    return { ruleset, counters: (ruleId) => counters?.get(ruleId) };
  }

  #programmed(node: string): NodeTables | undefined {
    const dataplane = this.#tx.rules.get(node)?.dataplane;
    if (dataplane === undefined) return undefined;
    const ipvs = this.#tx.kernels.get(node)?.ipvs ?? emptyIpvs;
    const counts = countConnections(ipvs.connections.values(), this.#tx.time);
    const keyOf = ({ protocol, address, port }: VirtualServer): string => `${protocol} ${address} ${port}`;
    return {
      nftables: [...(dataplane.nftables?.values() ?? [])],
      ipsets: dataplane.ipsets ?? new Map(),
      virtualServers: dataplane.ipvs === undefined ? [] : kernelVirtualServers(ipvs, dataplane.ipvs.virtualServers),
      ipvsConnections: () => listConnections(ipvs, this.#tx.time),
      ...(dataplane.hns && { hns: dataplane.hns }),
      connections: (virtual, { address, port }) =>
        counts.get(destinationKey(keyOf(virtual), address, port)) ?? { active: 0, inactive: 0 },
      traffic: (virtual, real) =>
        ipvs.traffic.get(
          real === undefined ? keyOf(virtual) : destinationKey(keyOf(virtual), real.address, real.port),
        ) ?? noTraffic,
      addresses: dataplane.addresses,
    };
  }

  #conntrack(node: string): ReturnType<Sys['conntrack']> {
    const kernel = this.#tx.kernels.get(node);
    return kernel === undefined ? undefined : conntrackEntries(kernel.conntrack, this.#tx.time);
  }

  #write(name: string, text: string): string | undefined {
    if (text.length > most.fileCharacters) return 'File too large';
    if (!this.#files.has(name) && this.#files.size >= most.files) return 'No space left on device';
    if (!/^[\w./:@+-][\w ./:@+-]{0,200}$/.test(name) || name.endsWith('/')) return 'Invalid file name';
    this.#files.set(name, text);
    this.written.set(name, { path: name, text });
    return undefined;
  }

  #remove(name: string): boolean {
    if (!this.#files.delete(name)) return false;
    this.written.set(name, { path: name, text: undefined });
    return true;
  }

  #fileNames(place: ShellPlace): readonly string[] {
    const prefix = filePrefix(place);
    return [...this.#files.keys()]
      .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes(':'))
      .map((name) => name.slice(prefix.length))
      .sort();
  }
}

/** Files of nodes and pods are kept beside the learner's own, under the name of the machine. */
function filePrefix(place: ShellPlace): string {
  if (place.kind === 'laptop') return '';
  return place.kind === 'node' ? `${place.node}:` : `${place.namespace}/${place.name}:`;
}

const fileName = (place: ShellPlace, path: string): string => filePrefix(place) + path.replace(/^(?:\.\/)+/, '');

function sourceOf(place: ShellPlace): SourceRef {
  return place.kind === 'laptop' ? { kind: 'external' } : place;
}
