import { annotateObject, deleteObject, labelObject, scaleObject } from '../apiserver/edit.js';
import type { ApplyOutcome } from '../apiserver/state.js';
import { admitContext } from './apply-command.js';
import type { Command } from './command.js';
import type { CommandOutcome } from './outcome.js';
import type { WorldTx } from './transaction.js';

export type EditCommand = Extract<Command, { readonly type: 'delete' | 'scale' | 'label' | 'annotate' }>;

/** `kubectl delete|scale|label|annotate` of one object. */
export function runEdit(tx: WorldTx, command: EditCommand): CommandOutcome {
  const outcome = edit(tx, command);
  tx.replaceObjects(outcome.objects);
  const { problems, stdout, stderr } = outcome;
  return { accepted: problems.every((p) => p.severity !== 'error'), problems, stdout, stderr };
}

function edit(tx: WorldTx, command: EditCommand): ApplyOutcome {
  const context = admitContext(tx);
  const { namespace, name } = command;
  switch (command.type) {
    case 'delete':
      return deleteObject(tx.objects, { kind: command.kind, namespace, name }, context, command);
    case 'scale':
      return scaleObject(tx.objects, { kind: command.kind, namespace, name }, command.replicas, context);
    case 'label':
      return labelObject(tx.objects, { kind: command.kind, namespace, name }, command.labels, context);
    case 'annotate':
      return annotateObject(tx.objects, { kind: command.kind, namespace, name }, command.annotations, context);
  }
}
