import { currentRelease, type ClusterConfig, type Command, type SourceRef, type Trace } from '../../sim-core/index.js';
import { ask, useClusterView } from './cluster-view.js';
import { useDocument } from './document.js';
import { engine, startOf } from './engine.js';
import { equivalentHop } from './equivalent-hop.js';
import { remember, type HistoryStep } from './history.js';
import { isOnWindows, nodesOn } from './mode-config.js';
import { usePlayback } from './playback.js';
import { pause } from './player.js';
import { useSelection } from './selection.js';
import { depart } from './time-travel.js';
import { inTurn, settleView } from './turns.js';

function sourceOf({ from, flow }: Trace): SourceRef {
  if (from.kind === 'pod') return { kind: 'pod', namespace: from.namespace, name: from.name };
  if (from.kind === 'node') return { kind: 'node', node: from.node };
  const own = useClusterView.getState().cluster?.external.ip === flow.src;
  return { kind: 'external', ...(own ? {} : { ip: flow.src }) };
}

/** The packet in view goes once more, and is shown where as much has happened to it as before. */
async function resend(): Promise<readonly Command[]> {
  const { trace, leg, cursor, set } = usePlayback.getState();
  if (trace === undefined) return [];
  const command: Command = { type: 'send', from: sourceOf(trace), to: trace.to, protocol: trace.flow.protocol };
  const result = await engine().dispatch(command);
  const sent = result.traces.at(-1);
  if (sent === undefined) return result.accepted ? [command] : [];
  pause();
  const kept = leg === 'reply' && sent.reply.length === 0 ? 'request' : leg;
  const place = kept === leg ? equivalentHop(trace, leg, cursor, sent) : sent.request.length - 1;
  set({ trace: sent, leg: kept, cursor: place });
  return [command];
}

async function run(commands: readonly Command[]): Promise<void> {
  for (const command of commands) await engine().dispatch(command);
}

type Config = Partial<ClusterConfig> | undefined;

/** The same cluster, built anew on other nodes: all that was done to it is done again. */
async function rebuild(config: Config): Promise<NonNullable<HistoryStep['rebuilt']>> {
  const { config: before, seed } = useDocument.getState();
  const log = await engine().log();
  await engine().start({ ...startOf({ seed, config }), log });
  useDocument.setState({ config });
  return { before, after: config };
}

/** The nodes that a mode needs, where they are not what the cluster has. */
function otherNodes(mode: string): Config {
  const { config } = useDocument.getState();
  const windows = mode === 'kernelspace';
  if (windows === isOnWindows(config)) return undefined;
  return { ...config, nodes: nodesOn(config, windows ? 'windows' : 'linux') };
}

/** The release to take: one that has the mode, and else the usual one again. */
async function releaseFor(mode: string): Promise<string | undefined> {
  const { modes, release } = await ask({ kind: 'proxyModes' });
  const choice = modes.find(({ name }) => name === mode);
  const own = useDocument.getState().config?.kubeProxy?.release;
  if (choice?.possible === true && release === own) return undefined;
  const elsewhere = choice?.elsewhere?.release;
  const isOlder = elsewhere !== undefined && minorOf(elsewhere) < minorOf(release);
  const wanted = isOlder ? elsewhere : currentRelease;
  return wanted === release ? undefined : wanted;
}

const minorOf = (release: string): number => Number(release.split('.')[1] ?? 0);

/**
 * Does what administrators do: edits ConfigMap kube-proxy and deletes kube-proxy's pods; they come back on
 * the world's clock. A mode that the release does not have comes with the nearest one that has it, and
 * kernelspace with Windows nodes.
 */
export function switchMode(mode: string): Promise<void> {
  return inTurn(async () => {
    const { cluster } = useClusterView.getState();
    if (cluster === undefined || cluster.mode === mode) return;
    const departure = await depart();
    if (departure === undefined) return;
    useSelection.getState().pin(undefined);
    const nodes = otherNodes(mode);
    const rebuilt = nodes === undefined ? undefined : await rebuild(nodes);
    const commands: Command[] = [];
    if (mode !== 'kernelspace') {
      await settleView();
      const release = await releaseFor(mode);
      commands.push({ type: 'setProxyMode', mode, ...(release !== undefined && { release }) }, { type: 'settle' });
    }
    await run(commands);
    const sent = await resend();
    await settleView();
    remember({
      ...departure,
      kind: 'mode',
      commands: [...departure.commands, ...commands, ...sent],
      ...(rebuilt && { rebuilt }),
    });
  });
}
