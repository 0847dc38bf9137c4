import { applyManifests } from '../apiserver/apply.js';
import { deleteObject } from '../apiserver/edit.js';
import { defaultApiServerConfig, type AdmitContext, type ApplyOutcome } from '../apiserver/state.js';
import type { ObjectKey } from '../kube/key.js';
import { printedResource } from '../kube/resource.js';
import { getObject } from '../kube/store.js';
import { parseManifests } from '../kube/yaml/manifests.js';
import type { Command } from './command.js';
import { keysOf } from './manifest-keys.js';
import { refusal, type CommandOutcome } from './outcome.js';
import { limits } from './snapshot.js';
import type { WorldTx } from './transaction.js';

type ApplyCommand = Extract<Command, { readonly type: 'apply' }>;

export const admitContext = (tx: WorldTx): AdmitContext => ({
  config: { ...defaultApiServerConfig, serviceCIDRs: tx.base.config.serviceCIDRs },
  prng: tx.prng,
  now: tx.time,
});

const hasErrors = (outcome: ApplyOutcome): boolean => outcome.problems.some((p) => p.severity === 'error');

/** `kubectl apply -f`, of one manifest or of a file that the editor owns. */
export function runApply(tx: WorldTx, command: ApplyCommand): CommandOutcome {
  const { manifest, file, namespace, serverSide } = command;
  if (manifest.length > limits.manifestCharacters) {
    const most = `${limits.manifestCharacters} characters`;
    return refusal(
      'Limit',
      '',
      `error: the manifest is too long: it has ${manifest.length} characters, and ${most} are the most`,
    );
  }
  const pruned = file === undefined ? [] : prune(tx, file, manifest);
  const told = pruned.map((key) => `${printedResource(key.kind)}/${key.name} pruned\n`).join('');
  if (file !== undefined && holdsNothing(manifest)) {
    // kubectl has nothing to send then and says so; for a file that was emptied it is what was wanted.
    tx.files.set(file, { text: manifest, keys: [] });
    return { accepted: true, problems: [], stdout: told, stderr: '' };
  }
  const outcome = applyManifests(tx.objects, manifest, admitContext(tx), {
    filename: command.filename ?? file ?? 'STDIN',
    ...(namespace !== undefined && { namespace }),
    ...(serverSide !== undefined && { serverSide }),
  });
  tx.replaceObjects(outcome.objects);
  if (file !== undefined) tx.files.set(file, { text: manifest, keys: keysOf(manifest) });
  const failed = hasErrors(outcome);
  return {
    accepted: !failed || (file === undefined && outcome.objects !== tx.base.objects),
    problems: outcome.problems,
    stdout: outcome.stdout + told,
    stderr: outcome.stderr,
  };
}

const keyText = ({ kind, namespace, name }: ObjectKey): string => JSON.stringify([kind, namespace, name]);

function holdsNothing(manifest: string): boolean {
  const { documents, problems } = parseManifests(manifest);
  return documents.length === 0 && problems.length === 0;
}

/**
 * Deletes what the file held before and holds no longer. It goes before the apply, so that an object
 * renamed in the editor may keep its addresses and ports.
 */
function prune(tx: WorldTx, file: string, manifest: string): readonly ObjectKey[] {
  const others = [...tx.files].filter(([name]) => name !== file).flatMap(([, applied]) => applied.keys);
  const kept = new Set([...keysOf(manifest), ...others].map(keyText));
  const gone = (tx.files.get(file)?.keys ?? []).filter(
    (key) => !kept.has(keyText(key)) && getObject(tx.objects, key.kind, key.namespace, key.name) !== undefined,
  );
  for (const key of gone) tx.replaceObjects(deleteObject(tx.objects, key, admitContext(tx)).objects);
  return gone;
}
