import { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import { cloudLoadBalancerController } from '../controllers/cloud-load-balancer.js';
import type { Controller, ControllerContext, ControllerEvent } from '../controllers/controller.js';
import { storeEvents } from '../controllers/event-store.js';
import { controllers } from '../controllers/registry.js';
import type { AskedQuery } from '../dns/resolver.js';
import type { Kind, ObjectKey } from '../kube/key.js';
import type { ApiObjects } from '../kube/store.js';
import { ConntrackTx, sweepConntrack, type ConntrackEntry } from '../netfilter/conntrack.js';
import { keepSets } from '../network/dynamic-sets.js';
import { emptyIpvs } from '../ipvs/state.js';
import { sweepIpvs, syncIpvs } from '../ipvs/sync.js';
import { emptyKernelState, type KernelState } from '../network/kernel-state.js';
import type { Trace } from '../network/trace.js';
import { compileDataplane } from '../proxy/compile.js';
import type { Dataplane } from '../proxy/dataplane.js';
import { staleFlows } from '../proxy/stale-flows.js';
import { withLeftovers } from '../proxy/leftovers.js';
import type { SourceRef } from './command.js';
import { nodeProxyConfig } from './config.js';
import { crashing } from './kube-proxy/crash.js';
import { KubeProxies, type ProxyWorld } from './kube-proxy/supervisor.js';
import { proxyNode } from './machines.js';
import { changesRules } from './rules-change.js';
import { readinessEvents } from './readiness-events.js';
import { isIdle, schedule, takeDue, type Schedule, type Task } from './scheduler.js';
import { limits, type AppliedFile, type NodeRules, type Snapshot } from './snapshot.js';
import type { TimelineEvent } from './view.js';
import type { DnsQueryView } from './view-dns.js';

/**
 * kube-proxy gathers the changes of this long before it writes rules.
 * @see pkg/proxy/iptables/proxier.go (v1.34) NewProxier, proxyutil.NewBoundedFrequencyRunner
 */
const rulesDelayMs: Millis = 100;

/** What kube-proxy watches. */
const kindsBehindRules: readonly Kind[] = ['Service', 'EndpointSlice', 'Node'];

/** A step's working copy of the world: mutable inside one step, turned into the next snapshot at its end. */
export class WorldTx {
  readonly base: Snapshot;
  readonly prng: Prng;
  time: Millis;
  revision: number;
  kernels: ReadonlyMap<string, KernelState>;
  readonly events: TimelineEvent[] = [];
  readonly sent: Trace[] = [];
  readonly queries: DnsQueryView[] = [];
  /** Packets that were sent and of which no trace is kept. */
  untraced = 0;
  readonly files: Map<string, AppliedFile>;
  readonly #rules: Map<string, NodeRules>;
  /** Where kube-proxy runs in pods; elsewhere it is always there. */
  readonly proxies: KubeProxies | undefined;
  #objects: ApiObjects;
  #schedule: Schedule;
  #tasks = 0;
  readonly #until: Millis;

  /** @param until no task after this moment runs */
  constructor(base: Snapshot, until: Millis = Infinity) {
    this.base = base;
    this.#until = until;
    this.prng = new Prng(base.prng);
    this.time = base.time;
    this.revision = base.revision;
    this.kernels = base.kernels;
    this.files = new Map(base.files);
    this.#rules = new Map(base.rules);
    this.#objects = base.objects;
    this.#schedule = base.schedule;
    this.proxies =
      base.config.kubeProxyPods === true ? new KubeProxies(base.proxies ?? new Map(), this.#proxyWorld()) : undefined;
  }

  get objects(): ApiObjects {
    return this.#objects;
  }

  get rules(): ReadonlyMap<string, NodeRules> {
    return this.#rules;
  }

  get nextTraceId(): number {
    return this.base.nextTrace + this.sent.length + this.untraced;
  }

  /** Stores the objects and wakes everyone who watches a kind that changed. */
  replaceObjects(next: ApiObjects): void {
    const { base } = this;
    const before = this.#objects;
    this.#objects = next;
    const changed = (kind: Kind): boolean => before.kinds[kind] !== next.kinds[kind];
    for (const controller of controllers) {
      if (controller === cloudLoadBalancerController && base.config.cloud === false) continue;
      if (controller.watches.some(changed)) this.#wake(controller, this.time + controller.delayMs);
    }
    if (kindsBehindRules.some(changed)) this.#askForRules();
    if (changed('Pod')) this.proxies?.observePods();
    for (const event of readinessEvents(before, next)) this.emit(event);
  }

  /** Begins with objects about which controllers have said all there was to say. */
  adoptObjects(objects: ApiObjects): void {
    this.#objects = objects;
    this.#askForRules();
    this.proxies?.observePods();
  }

  emit(event: Omit<TimelineEvent, 'sequence' | 'time'>): void {
    this.events.push({ sequence: this.base.nextEvent + this.events.length, time: this.time, ...event });
  }

  /** The cluster's DNS was asked something. */
  noteQuery(from: SourceRef, { question, answer }: AskedQuery): void {
    const last = this.queries.at(-1) ?? this.base.dnsLog?.at(-1);
    const { rcode, answer: records } = answer;
    this.queries.push({
      sequence: (last?.sequence ?? -1) + 1,
      time: this.time,
      from,
      name: question.name,
      type: question.type,
      rcode,
      answer: records.map(({ data }) => data),
    });
  }

  /** Lets time pass until the given moment. */
  advanceTo(time: Millis): void {
    const reached = Math.min(time, this.#until);
    while (this.#runNext(reached));
    this.time = Math.max(this.time, reached);
  }

  /** Lets time pass until nothing waits any more, but for processes that exit again and again. */
  settle(): void {
    const horizon = Math.min(this.time + limits.settleMs, this.#until);
    const isBusy = (): boolean => this.#schedule.pending.some(({ task }) => !isIdle(task));
    while (isBusy() && this.#runNext(horizon));
  }

  commit(): Snapshot {
    const { base } = this;
    return {
      config: base.config,
      revision: this.revision,
      time: this.time,
      prng: this.prng.state(),
      objects: this.#objects,
      rules: this.#rules,
      ...(this.proxies && { proxies: this.proxies.state }),
      kernels: this.#sweptKernels(),
      schedule: this.#schedule,
      files: this.files,
      timeline: [...base.timeline, ...this.events].slice(-limits.timelineEvents),
      nextEvent: base.nextEvent + this.events.length,
      traces: keepNewest(base.traces, this.sent),
      nextTrace: this.nextTraceId,
      ...this.#dnsLog(),
    };
  }

  #dnsLog(): Pick<Snapshot, 'dnsLog'> {
    const { dnsLog = [] } = this.base;
    const all = this.queries.length === 0 ? dnsLog : [...dnsLog, ...this.queries].slice(-limits.dnsQueries);
    return all.length === 0 ? {} : { dnsLog: all };
  }

  /** Connections whose time is over leave the tables. */
  #sweptKernels(): ReadonlyMap<string, KernelState> {
    if (this.time === this.base.time) return this.kernels;
    return new Map(
      [...this.kernels].map(([node, kernel]) => {
        const conntrack = sweepConntrack(kernel.conntrack, this.time);
        const ipvs = kernel.ipvs && sweepIpvs(kernel.ipvs, this.time);
        const isSame = conntrack === kernel.conntrack && ipvs === kernel.ipvs;
        return [node, isSame ? kernel : { ...kernel, conntrack, ...(ipvs && { ipvs }) }];
      }),
    );
  }

  #wake(controller: Controller, time: Millis, deadline?: true): void {
    const task: Task = { kind: 'controller', name: controller.name, ...(deadline && { deadline }) };
    this.#schedule = schedule(this.#schedule, time, task);
  }

  #askForRules(): void {
    for (const node of this.#objects.kinds.Node.values()) {
      const task: Task = { kind: 'rules', node: node.metadata.name };
      this.#schedule = schedule(this.#schedule, this.time + rulesDelayMs, task);
    }
  }

  #runNext(until: Millis): boolean {
    const next = takeDue(this.#schedule, until);
    if (next === undefined || this.#tasks >= limits.tasksPerCommand) return false;
    this.#tasks += 1;
    this.#schedule = next.rest;
    this.time = Math.max(this.time, next.due.time);
    const { task } = next.due;
    if (task.kind === 'rules') this.#writeRules(task.node);
    else if (task.kind === 'kube-proxy') this.proxies?.run(task.node);
    else this.#reconcile(task.name);
    return true;
  }

  #reconcile(name: string): void {
    const controller = controllers.find((candidate) => candidate.name === name);
    if (controller === undefined) return;
    const { name: ownName, component = ownName } = controller;
    const events: ControllerEvent[] = [];
    const context: ControllerContext = {
      now: this.time,
      prng: this.prng,
      emit: (event) => {
        events.push(event);
        this.emit({ kind: 'controller', text: `${event.reason}: ${event.message}`, object: event.involved });
      },
    };
    const next = controller.reconcile(this.#objects, context);
    const isSilent = this.base.config.withoutEventsOf?.includes(component) === true;
    this.replaceObjects(isSilent ? next : storeEvents(next, events, component, this.time));
    const again = controller.wakeAt?.(this.#objects, this.time);
    if (again !== undefined) this.#wake(controller, Math.max(again, this.time + 1));
    const verdict = controller.verdictAt?.(this.#objects, this.time);
    if (verdict !== undefined) this.#wake(controller, Math.max(verdict, this.time + 1), true);
  }

  #forgetFlows(node: string, isStale: (entry: ConntrackEntry) => boolean): void {
    const kernel = this.kernels.get(node);
    if (kernel === undefined) return;
    const connections = new ConntrackTx(kernel.conntrack, this.time);
    if (connections.forget(isStale) === 0) return;
    this.kernels = new Map([...this.kernels, [node, { ...kernel, conntrack: connections.commit() }]]);
  }

  #proxyWorld(): ProxyWorld {
    const objects = (): ApiObjects => this.#objects;
    const now = (): Millis => this.time;
    return {
      config: this.base.config,
      prng: this.prng,
      get objects() {
        return objects();
      },
      get time() {
        return now();
      },
      rulesOf: (node) => this.#rules.get(node),
      setRules: (node, rules) => void this.#rules.set(node, rules),
      forgetProcess: (node) => {
        const { process, ...kernel } = this.kernels.get(node) ?? emptyKernelState;
        if (process !== undefined) this.kernels = new Map([...this.kernels, [node, kernel]]);
      },
      schedule: (time, task) => {
        this.#schedule = schedule(this.#schedule, time, task);
      },
      markCrashing: (pod, restarts) => this.replaceObjects(crashing(this.#objects, pod, restarts)),
      emit: (event) => this.emit(event),
    };
  }

  /** IPVS's table lives in the kernel: real servers that are wanted no more may keep their connections there. */
  #programIpvs(node: string, { ipvs }: Dataplane): void {
    if (ipvs === undefined) return;
    const kernel = this.kernels.get(node) ?? emptyKernelState;
    const synced = syncIpvs(kernel.ipvs ?? emptyIpvs, ipvs.virtualServers, this.time);
    if (synced !== kernel.ipvs) this.kernels = new Map([...this.kernels, [node, { ...kernel, ipvs: synced }]]);
  }

  /** A set that is deleted takes along what packets put into it. */
  #forgetSets(node: string, { nftables }: Dataplane): void {
    const kernel = this.kernels.get(node);
    if (kernel?.setElements === undefined) return;
    const setElements = keepSets(kernel.setElements, (table, set) => nftables?.get(table)?.sets.has(set) === true);
    if (setElements === kernel.setElements) return;
    this.kernels = new Map([...this.kernels, [node, { ...kernel, setElements }]]);
  }

  /** One node's kube-proxy writes rules for what it sees now, then deletes the flows that they would not make. */
  #writeRules(name: string): void {
    const { config } = this.base;
    const node = config.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) return;
    const kubeProxy = this.proxies === undefined ? nodeProxyConfig(config, node) : this.proxies.configOf(name);
    if (kubeProxy === undefined) return;
    const before = this.#rules.get(name);
    const machine = proxyNode(config, node);
    const compiled = compileDataplane(this.#objects, machine, kubeProxy, before?.compiled, this.time);
    this.#forgetFlows(name, staleFlows(this.#objects, machine));
    const { leftovers = [] } = before ?? {};
    const dataplane = withLeftovers(leftovers, compiled.dataplane);
    this.#forgetSets(name, dataplane);
    this.#programIpvs(name, dataplane);
    const made = { dataplane, compiled, revision: this.revision, objects: this.#objects };
    if (before !== undefined && !changesRules(before.dataplane, dataplane)) {
      this.#rules.set(name, { ...before, ...made });
      return;
    }
    const kept = leftovers.length > 0 && { leftovers };
    this.#rules.set(name, { ...made, ...kept, ...(before && formerRules(before)) });
    const object: ObjectKey = { kind: 'Node', namespace: '', name };
    this.emit({ kind: 'rules', text: `kube-proxy on ${name}: SyncProxyRules complete`, object });
  }
}

/** What is remembered of rules that others took the place of. */
const formerRules = ({ dataplane, revision, objects, unwritten, previous, before }: NodeRules): Partial<NodeRules> =>
  unwritten === true
    ? { ...(previous && { previous }), ...(before && { before }) }
    : { previous: dataplane, ...(objects && { before: { revision, objects } }) };

function keepNewest(old: ReadonlyMap<number, Trace>, added: readonly Trace[]): ReadonlyMap<number, Trace> {
  if (added.length === 0) return old;
  const all = [...old, ...added.map((trace) => [trace.id, trace] as const)];
  return new Map(all.slice(-limits.traces));
}
