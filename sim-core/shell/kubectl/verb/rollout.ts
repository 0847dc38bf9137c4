import { alignTabs } from '../tab-writer.js';
import type { ObjectKey } from '../../../kube/key.js';
import type { Json, KubeObject, PodTemplate, ReplicaSet } from '../../../kube/objects.js';
import { printedResource } from '../../../kube/resource.js';
import { listObjects } from '../../../kube/store.js';
import type { JsonObject } from '../../../kube/json.js';
import { failure, output, type CommandResult } from '../../command.js';
import { answered, send } from '../changing.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import { formatTime } from '../time.js';
import { selectorFlag, type Call, type Verb } from '../verb.js';
import { rolloutStatus } from '../rollout-status.js';

const pollMs = 250;
const mostPolls = 2400;

const restartedAt = 'kubectl.kubernetes.io/restartedAt';
const revisionAnnotation = 'deployment.kubernetes.io/revision';
const changeCause = 'kubernetes.io/change-cause';

/** @see k8s.io/kubectl/pkg/cmd/rollout (v1.34) */
export const rollout: Verb = {
  name: 'rollout',
  usage: 'status|restart|history|undo|pause|resume TYPE NAME',
  summary: 'Follows, restarts or takes back the rollout of a workload.',
  flags: [
    selectorFlag,
    { name: 'to-revision', takes: 'REVISION', about: 'which one undo brings back' },
    { name: 'revision', takes: 'REVISION', about: 'which one history shows' },
    { name: 'watch', short: 'w', about: 'status waits for the end; on unless =false' },
    { name: 'timeout', takes: 'TIME', about: 'how long status waits' },
  ],
  run: (call) => {
    const [what = '', ...words] = call.flags.words;
    const action = actions[what];
    if (action === undefined) {
      return failure(
        `error: unknown command ${JSON.stringify(`rollout ${what}`.trim())}\nSupported here: ${Object.keys(actions).join(' ')}\n`,
      );
    }
    const selection = { namespace: call.namespace, selector: call.flags.value('selector') };
    const keys = targets(call.sys.objects(), words, selection);
    if (!keys.ok) return failure(words.length === 0 ? 'error: required resource not specified\n' : keys.error);
    const results = keys.value.map((key) => {
      const object = storedObject(call.sys.objects(), key);
      return object === undefined ? failure(notFoundText(key.kind, key.name)) : action(call, key, object);
    });
    return {
      stdout: results.map(({ stdout }) => stdout).join(''),
      stderr: results.map(({ stderr }) => stderr).join(''),
      exitCode: Math.max(0, ...results.map(({ exitCode }) => exitCode)),
    };
  },
};

type Action = (call: Call, key: ObjectKey, object: KubeObject) => CommandResult;

const actions: Readonly<Record<string, Action>> = {
  status: followRollout,
  restart: (call, key, object) => {
    if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) {
      return failure(`error: ${resourceText(key)} restarting is not supported\n`);
    }
    const annotations = { [restartedAt]: formatTime(call.sys.now()) };
    return patched(call, key, { spec: { template: { metadata: { annotations } } } }, 'restarted');
  },
  history,
  undo,
  pause: (call, key, object) => setPaused(call, key, object, true),
  resume: (call, key, object) => setPaused(call, key, object, false),
};

const resourceText = ({ kind, name }: ObjectKey): string => `${printedResource(kind)}/${name}`;

function patched(call: Call, key: ObjectKey, value: JsonObject, done: string): CommandResult {
  const answer = send(call, { type: 'patch', ...key, patch: { strategy: 'strategic', value } });
  return answered([{ ...answer, stdout: answer.accepted ? `${resourceText(key)} ${done}\n` : '' }]);
}

function followRollout({ sys, flags }: Call, key: ObjectKey, first: KubeObject): CommandResult {
  let object: KubeObject | undefined = first;
  let stdout = '';
  for (let polls = 0; polls < mostPolls && object !== undefined; polls++) {
    const status = rolloutStatus(object);
    if ('error' in status) return failure(`error: ${status.error}\n`, 1, stdout);
    if (!stdout.endsWith(status.text)) stdout += status.text;
    if (status.done || flags.value('watch') === 'false') return output(stdout);
    sys.wait(pollMs);
    object = storedObject(sys.objects(), key);
  }
  return failure('error: timed out waiting for the condition\n', 1, stdout);
}

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);

/** The ReplicaSets that a Deployment made, oldest revision first. */
const revisions = ({ sys }: Call, { namespace, name }: ObjectKey): readonly ReplicaSet[] =>
  listObjects(sys.objects(), 'ReplicaSet', namespace)
    .filter(
      ({ metadata }) => metadata.ownerReferences?.some((o) => o.kind === 'Deployment' && o.name === name) === true,
    )
    .filter((set) => revisionOf(set) > 0)
    .toSorted((a, b) => revisionOf(a) - revisionOf(b));

const onlyDeployments = 'only the history of Deployments is kept here';

function history(call: Call, key: ObjectKey, object: KubeObject): CommandResult {
  if (object.kind !== 'Deployment') return failure(`error: ${onlyDeployments}\n`);
  const wanted = call.flags.value('revision');
  const sets = revisions(call, key);
  if (wanted !== undefined && wanted !== '0') {
    const set = sets.find((candidate) => String(revisionOf(candidate)) === wanted);
    if (set === undefined) return failure('error: unable to find the specified revision\n');
    return output(`${resourceText(key)} with revision #${wanted}\n${templateText(set.spec.template)}`);
  }
  const rows = sets.map((set) => `${revisionOf(set)}\t${set.metadata.annotations?.[changeCause] ?? '<none>'}\n`);
  return output(`${resourceText(key)} \n${alignTabs(['REVISION\tCHANGE-CAUSE\n', ...rows].join(''))}\n`);
}

const templateText = ({ metadata, spec }: PodTemplate): string => {
  const labels = Object.entries(metadata?.labels ?? {}).map(
    ([name, value], i) => `${i === 0 ? '  Labels:' : ''}\t${name}=${value}\n`,
  );
  const containers = spec.containers.map(({ name, image = '' }) => `   ${name}:\n    Image:\t${image}\n`);
  return `Pod Template:\n${alignTabs(labels.join(''))}  Containers:\n${alignTabs(containers.join(''))}`;
};

function undo(call: Call, key: ObjectKey, object: KubeObject): CommandResult {
  if (object.kind !== 'Deployment') return failure(`error: ${onlyDeployments}\n`);
  const sets = revisions(call, key);
  const wanted = Number(call.flags.value('to-revision') ?? 0);
  const set = wanted === 0 ? sets.at(-2) : sets.find((candidate) => revisionOf(candidate) === wanted);
  if (set === undefined) {
    return failure(
      wanted === 0
        ? `error: no rollout history found for deployment "${key.name}"\n`
        : `error: unable to find specified revision ${wanted} in history\n`,
    );
  }
  const { 'pod-template-hash': _hash, ...labels } = set.spec.template.metadata?.labels ?? {};
  const template = { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
  // A stored template is JSON, which its type does not say of fields that are only kept.
  const operations: readonly Json[] = [{ op: 'replace', path: '/spec/template', value: template as unknown as Json }];
  const answer = send(call, { type: 'patch', ...key, patch: { strategy: 'json', operations } });
  const same = answer.stdout.includes('no change');
  const done = same ? `skipped rollback (current template already matches revision ${revisionOf(set)})` : 'rolled back';
  return answered([{ ...answer, stdout: answer.accepted ? `${resourceText(key)} ${done}\n` : '' }]);
}

function setPaused(call: Call, key: ObjectKey, object: KubeObject, paused: boolean): CommandResult {
  const done = paused ? 'paused' : 'resumed';
  if (object.kind !== 'Deployment') return failure(`error: ${resourceText(key)} pausing is not supported\n`);
  if ((object.spec['paused'] === true) === paused) {
    return failure(`error: deployments.apps "${key.name}" is ${paused ? 'already paused' : 'not paused'}\n`);
  }
  return patched(call, key, { spec: { paused: paused ? true : null } }, done);
}
