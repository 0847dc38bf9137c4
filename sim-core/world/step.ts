import { createPrng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import { bootstrapObjects } from '../apiserver/bootstrap.js';
import { emptyApiObjects } from '../kube/store.js';
import { emptyKernelState } from '../network/kernel-state.js';
import type { Trace } from '../network/trace.js';
import { runApply } from './apply-command.js';
import { capturedObjects } from './captured-objects.js';
import type { Command, WholeCommand } from './command.js';
import type { ClusterConfig } from './config.js';
import { runEdit } from './edit-command.js';
import { withClusterDns } from './cluster-dns.js';
import { withKubeProxy } from './kube-proxy/objects.js';
import { accepted, refusal, type CommandOutcome } from './outcome.js';
import { emptySchedule } from './scheduler.js';
import { runSetProxyMode } from './proxy-mode.js';
import { runSend } from './send-command.js';
import { runShell } from './shell-command.js';
import { limits, type Snapshot } from './snapshot.js';
import { WorldTx } from './transaction.js';
import type { DispatchResult, TimelineEvent } from './view.js';

export interface StepResult {
  readonly snapshot: Snapshot;
  readonly result: DispatchResult;
}

/** The world right after the control plane and its nodes came up. */
export function firstStep(config: ClusterConfig, seed: number): StepResult {
  const tx = new WorldTx({
    config,
    revision: 0,
    time: 0,
    prng: createPrng(seed),
    objects: emptyApiObjects,
    rules: new Map(),
    kernels: new Map(config.nodes.map((node) => [node.name, emptyKernelState])),
    schedule: emptySchedule,
    files: new Map(),
    timeline: [],
    nextEvent: 0,
    traces: new Map(),
    nextTrace: 1,
  });
  const { kubeProxy, nodes } = config;
  tx.emit({ kind: 'cluster-up', text: `${nodes.length} nodes, kube-proxy in ${kubeProxy.mode} mode` });
  if (config.objects === undefined)
    tx.replaceObjects(withClusterDns(withKubeProxy(bootstrapObjects(config), config), config));
  else tx.adoptObjects(capturedObjects(config, config.objects));
  tx.settle();
  return finish(tx, accepted);
}

/**
 * One command, carried out: the same snapshot and command always give the same result. A command
 * that is not accepted changes nothing but the timeline.
 */
export function step(snapshot: Snapshot, command: Command): StepResult {
  if (command.type !== 'partly') return carryOut(snapshot, command);
  const { until } = command;
  const isMoment = Number.isInteger(until) && until >= snapshot.time && until - snapshot.time <= limits.advanceMs;
  // A part of a part would have a beginning that was already left behind.
  if (!isMoment || (command.command as Command).type === 'partly') {
    const outcome = refusal('Invalid', 'until', 'error: a command is seen until a moment after it began');
    return finish(rejected(snapshot, command, outcome), outcome);
  }
  return carryOut(snapshot, command.command, until);
}

function carryOut(snapshot: Snapshot, command: WholeCommand, until?: Millis): StepResult {
  const tx = new WorldTx(snapshot, until);
  const outcome = run(tx, command);
  if (!outcome.accepted) return finish(rejected(snapshot, command, outcome), outcome);
  if (changesObjects(command)) {
    if (tx.objects !== snapshot.objects) tx.revision += 1;
    mark(tx, command, outcome);
    tx.settle();
  }
  if (until !== undefined) tx.advanceTo(until);
  return finish(tx, outcome);
}

function run(tx: WorldTx, command: WholeCommand): CommandOutcome {
  switch (command.type) {
    case 'apply':
      return runApply(tx, command);
    case 'delete':
    case 'scale':
    case 'label':
    case 'annotate':
      return runEdit(tx, command);
    case 'send':
      return runSend(tx, command);
    case 'shell':
      return runShell(tx, command);
    case 'setProxyMode':
      return runSetProxyMode(tx, command);
    case 'advance':
      return advance(tx, command.ms);
    case 'settle':
      tx.settle();
      return accepted;
  }
}

function advance(tx: WorldTx, ms: number): CommandOutcome {
  if (!Number.isInteger(ms) || ms < 0 || ms > limits.advanceMs) {
    return refusal('Invalid', 'ms', `error: time advances by 0 to ${limits.advanceMs} whole milliseconds`);
  }
  tx.advanceTo(tx.time + ms);
  return accepted;
}

type MarkedCommand = Exclude<WholeCommand, { readonly type: 'send' | 'shell' | 'setProxyMode' | 'advance' | 'settle' }>;

const ownMarks: readonly Command['type'][] = ['send', 'shell', 'setProxyMode', 'advance', 'settle'];

const changesObjects = (command: WholeCommand): command is MarkedCommand => !ownMarks.includes(command.type);

function mark(tx: WorldTx, command: MarkedCommand, outcome: CommandOutcome): void {
  const event: Omit<TimelineEvent, 'sequence' | 'time'> = {
    kind: command.type,
    revision: tx.revision,
    text: outcome.stdout.trim(),
    ...(command.type !== 'apply' && {
      object: { kind: command.kind, namespace: command.namespace, name: command.name },
    }),
  };
  tx.emit(event);
}

function rejected(snapshot: Snapshot, command: Command, outcome: CommandOutcome): WorldTx {
  const tx = new WorldTx(snapshot);
  const text = outcome.stderr.trim() || outcome.problems.map((p) => p.text).join('\n') || command.type;
  tx.emit({ kind: 'rejected', revision: snapshot.revision, text });
  return tx;
}

function finish(tx: WorldTx, outcome: CommandOutcome): StepResult {
  const snapshot = tx.commit();
  const traces: readonly Trace[] = tx.sent;
  const { accepted, problems, stdout, stderr, shell, flights } = outcome;
  const { revision, time } = snapshot;
  const result = { revision, time, accepted, problems, stdout, stderr, events: tx.events, traces };
  return { snapshot, result: { ...result, ...(shell && { shell }), ...(flights && { flights }) } };
}
