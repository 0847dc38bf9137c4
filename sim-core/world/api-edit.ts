import { applyManifests } from '../apiserver/apply.js';
import { createManifests, replaceManifests } from '../apiserver/manifest-command.js';
import { patchObject } from '../apiserver/patch.js';
import { annotateObject, deleteObject, labelObject, scaleObject } from '../apiserver/edit.js';
import type { ApplyOutcome } from '../apiserver/state.js';
import type { ApiEdit, EditAnswer } from '../shell/sys.js';
import { admitContext } from './apply-command.js';
import { limits } from './snapshot.js';
import type { TimelineEvent } from './view.js';
import type { WorldTx } from './transaction.js';

/** What a command line asks of the API server: it changes the world as the commands of the page do. */
export function editApi(tx: WorldTx, edit: ApiEdit, options: { readonly dryRun?: boolean } = {}): EditAnswer {
  if ('manifest' in edit && edit.manifest.length > limits.manifestCharacters) {
    return {
      accepted: false,
      stdout: '',
      stderr: `error: the manifest is too long: ${limits.manifestCharacters} characters are the most\n`,
    };
  }
  const outcome = outcomeOf(tx, edit);
  const accepted = outcome.problems.every((problem) => problem.severity !== 'error');
  const { stdout, stderr } = outcome;
  if (options.dryRun !== true) keep(tx, edit, outcome, accepted);
  return { accepted, stdout, stderr };
}

function keep(tx: WorldTx, edit: ApiEdit, outcome: ApplyOutcome, accepted: boolean): void {
  if (outcome.objects !== tx.objects) {
    tx.replaceObjects(outcome.objects);
    tx.revision += 1;
  }
  const done = accepted || outcome.stdout !== '';
  tx.emit({
    kind: done ? eventKinds[edit.type] : 'rejected',
    revision: tx.revision,
    text: (done ? outcome.stdout : outcome.stderr).trim(),
    ...('kind' in edit && { object: { kind: edit.kind, namespace: edit.namespace, name: edit.name } }),
  });
  tx.settle();
}

const eventKinds: Readonly<Record<ApiEdit['type'], TimelineEvent['kind']>> = {
  apply: 'apply',
  create: 'apply',
  replace: 'apply',
  patch: 'apply',
  delete: 'delete',
  scale: 'scale',
  label: 'label',
  annotate: 'annotate',
};

function outcomeOf(tx: WorldTx, edit: ApiEdit): ApplyOutcome {
  const context = admitContext(tx);
  switch (edit.type) {
    case 'apply':
      return applyManifests(tx.objects, edit.manifest, context, {
        filename: edit.filename,
        namespace: edit.namespace,
        ...(edit.serverSide !== undefined && { serverSide: edit.serverSide }),
      });
    case 'create':
      return createManifests(tx.objects, edit.manifest, context, edit);
    case 'replace':
      return replaceManifests(tx.objects, edit.manifest, context, {
        filename: edit.filename,
        namespace: edit.namespace,
        ...(edit.verb !== undefined && { done: edit.verb }),
      });
    case 'patch':
      return patchObject(tx.objects, edit, edit.patch, context);
    case 'delete':
      return deleteObject(tx.objects, edit, context, edit);
    case 'scale':
      return scaleObject(tx.objects, edit, edit.replicas, context);
    case 'label':
      return labelObject(tx.objects, edit, edit.labels, context);
    case 'annotate':
      return annotateObject(tx.objects, edit, edit.annotations, context);
  }
}
