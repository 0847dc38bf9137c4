import { printedResource } from '../../../kube/resource.js';
import { failure } from '../../command.js';
import { answered, send } from '../changing.js';
import { notFoundText, storedObject } from '../targets.js';
import type { Verb } from '../verb.js';

/** @see k8s.io/kubectl/pkg/cmd/drain/drain.go (v1.34) RunCordonOrUncordon */
const scheduling = (name: 'cordon' | 'uncordon', unschedulable: boolean): Verb => ({
  name,
  usage: 'NODE',
  summary: unschedulable ? 'Keeps new pods off a node.' : 'Lets new pods onto a node again.',
  flags: [],
  run: (call) => {
    const names = call.flags.words.map((word) => word.replace(/^nodes?\//, ''));
    if (names.length === 0)
      return failure(`error: USAGE: ${name} NODE [flags]\nSee 'kubectl ${name} -h' for help and examples\n`);
    return answered(
      names.map((node) => {
        const key = { kind: 'Node', namespace: '', name: node } as const;
        const object = storedObject(call.sys.objects(), key);
        if (object?.kind !== 'Node') return { accepted: false, stdout: '', stderr: notFoundText('Node', node) };
        const text = `${printedResource('Node')}/${node}`;
        if (('unschedulable' in object.spec && object.spec.unschedulable === true) === unschedulable) {
          return { accepted: true, stdout: `${text} already ${name}ed\n`, stderr: '' };
        }
        const value = { spec: { unschedulable: unschedulable ? true : null } };
        const answer = send(call, { type: 'patch', ...key, patch: { strategy: 'strategic', value } });
        return { ...answer, stdout: answer.accepted ? `${text} ${name}ed\n` : '' };
      }),
    );
  },
});

export const cordon = scheduling('cordon', true);
export const uncordon = scheduling('uncordon', false);
