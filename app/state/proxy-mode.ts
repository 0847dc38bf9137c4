import { currentRelease, type ClusterConfig, type Command, type SourceRef, type Trace } from '../../sim-core/index.js';
import { clusterFile, clusterText } from './cluster-text.js';
import { ask, useClusterView } from './cluster-view.js';
import { updateFile, useDocument } from './document.js';
import { engine, startOf } from './engine.js';
import { equivalentHop } from './equivalent-hop.js';
import { remember } from './history.js';
import { isOnWindows, nodesOn } from './mode-config.js';
import { usePlayback } from './playback.js';
import { pause } from './player.js';
import { useSelection } from './selection.js';
import { depart } from './time-travel.js';
import { inTurn, settleView } from './turns.js';
import { asLabStep } from './whole-lab.js';

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

type Config = Partial<ClusterConfig> | undefined;

/** The same cluster, built anew on other nodes: all that was done to it is done again. */
async function rebuild(config: Config): Promise<void> {
  const { config: before, seed, files } = useDocument.getState();
  await engine().start({ ...startOf({ seed, config }), log: await engine().log() });
  useDocument.setState({ config });
  const text = clusterText(config);
  // A text that a learner wrote stays theirs.
  const own = files.some(({ name, text: shown }) => name === clusterFile && shown === clusterText(before));
  if (own) updateFile(clusterFile, { text, applied: text });
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

async function commandsFor(mode: string): Promise<readonly Command[]> {
  const release = await releaseFor(mode);
  return [{ type: 'setProxyMode', mode, ...(release !== undefined && { release }) }, { type: 'settle' }];
}

/** The commands that were run. On Windows nodes kube-proxy has its own start script, whatever the ConfigMap says. */
async function change(mode: string): Promise<readonly Command[]> {
  await settleView();
  const commands = useClusterView.getState().cluster?.mode === mode ? [] : await commandsFor(mode);
  for (const command of commands) await engine().dispatch(command);
  const sent = await resend();
  await settleView();
  return [...commands, ...sent];
}

/**
 * Does what administrators do: edits ConfigMap kube-proxy and deletes kube-proxy's pods; they come back on
 * the world's clock. A mode that the release does not have comes with the nearest one that has it, and
 * kernelspace with Windows nodes.
 */
export function switchMode(mode: string): Promise<void> {
  return inTurn(async () => {
    if (useClusterView.getState().cluster?.mode === mode) return;
    const departure = await depart();
    if (departure === undefined) return;
    useSelection.getState().pin(undefined);
    const nodes = otherNodes(mode);
    if (nodes === undefined) {
      const commands = await change(mode);
      remember({ ...departure, kind: 'mode', commands: [...departure.commands, ...commands] });
      return;
    }
    await asLabStep('mode', async () => {
      await rebuild(nodes);
      await change(mode);
      return true;
    });
  });
}
