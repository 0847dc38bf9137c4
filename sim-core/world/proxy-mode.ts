import { deleteObject } from '../apiserver/edit.js';
import { ApiTx, getObject } from '../kube/store.js';
import { minorOf } from '../proxy/release.js';
import { admitContext } from './apply-command.js';
import type { Command } from './command.js';
import { withMode } from './kube-proxy/config-file.js';
import { configFileName, configMapKey, daemonSetKey, imageOf, kubeProxyPods } from './kube-proxy/objects.js';
import { refusal, type CommandOutcome } from './outcome.js';
import type { WorldTx } from './transaction.js';

type SetProxyMode = Extract<Command, { readonly type: 'setProxyMode' }>;

const longestMode = 63;

/**
 * Three steps that people take one after the other: the ConfigMap, the image if it is to be another
 * release, and the pods. Whether kube-proxy takes the mode shows only when it starts.
 */
export function runSetProxyMode(tx: WorldTx, command: SetProxyMode): CommandOutcome {
  const refused = refuse(tx, command);
  if (refused !== undefined) return refused;
  const stdout = [editConfigMap(tx, command.mode), editImages(tx, command.release), deletePods(tx, command.nodes)].join(
    '',
  );
  tx.revision += 1;
  tx.emit({ kind: 'apply', revision: tx.revision, text: stdout.trim(), object: configMapKey });
  tx.settle();
  return { accepted: true, problems: [], stdout, stderr: '' };
}

function refuse(tx: WorldTx, { mode, release, nodes = [] }: SetProxyMode): CommandOutcome | undefined {
  if (getObject(tx.objects, 'ConfigMap', configMapKey.namespace, configMapKey.name) === undefined) {
    return refusal('NotFound', 'mode', `Error from server (NotFound): configmaps "${configMapKey.name}" not found`);
  }
  if (mode.length > longestMode) return refusal('Invalid', 'mode', 'error: the mode is too long');
  if (release !== undefined && minorOf(release) === undefined) {
    return refusal('Invalid', 'release', `error: ${JSON.stringify(release)} is not a release such as v1.34`);
  }
  const unknown = nodes.find((name) => !tx.base.config.nodes.some((node) => node.name === name));
  if (unknown === undefined) return undefined;
  return refusal('NotFound', 'nodes', `Error from server (NotFound): nodes ${JSON.stringify(unknown)} not found`);
}

function editConfigMap(tx: WorldTx, mode: string): string {
  const { namespace, name } = configMapKey;
  const stored = getObject(tx.objects, 'ConfigMap', namespace, name);
  const before = stored?.data?.[configFileName] ?? '';
  const after = withMode(before, mode);
  if (stored === undefined || after === before) return 'configmap/kube-proxy unchanged\n';
  const edit = new ApiTx(tx.objects);
  edit.put({ ...stored, data: { ...stored.data, [configFileName]: after } });
  tx.replaceObjects(edit.commit());
  return 'configmap/kube-proxy configured\n';
}

function editImages(tx: WorldTx, release: string | undefined): string {
  if (release === undefined) return '';
  const image = imageOf(release);
  const edited = (['linux', 'windows'] as const).flatMap((os) => {
    const { namespace, name } = daemonSetKey(os);
    const set = getObject(tx.objects, 'DaemonSet', namespace, name);
    const { template } = set?.spec ?? {};
    if (set === undefined || template?.spec.containers[0]?.image === image) return [];
    const containers = (template?.spec.containers ?? []).map((container) => ({ ...container, image }));
    const spec = { ...set.spec, template: { ...template, spec: { ...template?.spec, containers } } };
    const edit = new ApiTx(tx.objects);
    edit.put({ ...set, metadata: { ...set.metadata, generation: (set.metadata.generation ?? 0) + 1 }, spec });
    tx.replaceObjects(edit.commit());
    return [`daemonset.apps/${name} image updated\n`];
  });
  return edited.join('');
}

function deletePods(tx: WorldTx, nodes: readonly string[] | undefined): string {
  const names = nodes ?? tx.base.config.nodes.map(({ name }) => name);
  const pods = names
    .flatMap((node) => kubeProxyPods(tx.objects, node))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return pods
    .map(({ metadata: { namespace = '', name } }) => {
      const outcome = deleteObject(tx.objects, { kind: 'Pod', namespace, name }, admitContext(tx));
      tx.replaceObjects(outcome.objects);
      return outcome.stdout;
    })
    .join('');
}
