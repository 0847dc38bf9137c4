import { configOf, readClusterFile, type ClusterConfig, type Command, type Problem } from '../../sim-core/index.js';
import { clusterFile, manifestFiles } from './cluster-text.js';
import { updateFile, useDocument } from './document.js';
import { engine, startOf } from './engine.js';

/** Fetched when it is needed: reading YAML is a good part of the page. */
export interface ReadConfig {
  readonly config: Partial<ClusterConfig>;
  readonly seed: number | undefined;
  readonly problems: readonly Problem[];
}

/** What a `cluster.yaml` makes of a configuration. kube-proxy's mode stays where the text names none. */
export function readConfig(text: string, base: Partial<ClusterConfig> | undefined): ReadConfig {
  const { settings, problems } = readClusterFile(text);
  const { kubeProxy = {} } = settings;
  const { mode = base?.kubeProxy?.mode } = settings;
  const release = kubeProxy.release ?? base?.kubeProxy?.release;
  const whole = configOf({
    ...settings,
    ...(mode !== undefined && { mode }),
    kubeProxy: { ...kubeProxy, ...(release !== undefined && { release }) },
  });
  return { config: { ...base, ...whole, ...capturedNetwork(base) }, seed: settings.seed, problems };
}

/** The pods' range and the neighbours of a real cluster are its own: no setting speaks of them. */
function capturedNetwork(base: Partial<ClusterConfig> | undefined): Partial<ClusterConfig> {
  const { objects, clusterCIDRs, external } = base ?? {};
  if (objects === undefined) return {};
  return { ...(clusterCIDRs && { clusterCIDRs }), ...(external && { external }) };
}

/** What a learner told kube-proxy last, which outlives the rebuilding. */
const modeCommands = (log: readonly Command[]): readonly Command[] => {
  const last = log.findLast((command) => command.type === 'setProxyMode');
  return last === undefined ? [] : [last, { type: 'settle' }];
};

/**
 * Builds the cluster anew from the text of `cluster.yaml`, and applies to it what ran before. Says
 * whether the text was accepted; what is wrong with it stands with the file.
 */
export async function applyClusterFile(): Promise<boolean> {
  const { files, config: before, seed: old } = useDocument.getState();
  const file = files.find(({ name }) => name === clusterFile);
  if (file === undefined) return false;
  const { config, seed = old, problems } = readConfig(file.text, before);
  const verdict = { problems, judged: file.text };
  if (problems.some(({ severity }) => severity === 'error')) {
    updateFile(clusterFile, verdict);
    return false;
  }
  const named = readClusterFile(file.text).settings.mode !== undefined;
  const kept = named ? [] : modeCommands(await engine().log());
  await engine().start({ ...startOf({ seed, config }), log: [] });
  useDocument.setState({ config, seed });
  updateFile(clusterFile, { ...verdict, applied: file.text });
  for (const { name, applied } of manifestFiles(files)) {
    const result = await engine().dispatch({ type: 'apply', manifest: applied, file: name });
    // The cluster may have no room for what ran in the one before.
    if (!result.accepted) updateFile(name, { applied: '', problems: result.problems, judged: applied });
  }
  for (const command of [{ type: 'settle' } as const, ...kept]) await engine().dispatch(command);
  return true;
}
