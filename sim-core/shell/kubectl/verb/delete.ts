import type { ObjectKey } from '../../../kube/key.js';
import { failure, type CommandResult } from '../../command.js';
import { dryRunFlag, keysOfManifests, manifestFiles, send } from '../changing.js';
import { exists, notFoundText, targets } from '../targets.js';
import { filenameFlag, selectorFlag, type Call, type Verb } from '../verb.js';
import type { Result } from '../../../base/result.js';
import { err, ok } from '../../../base/result.js';

const forceWarning =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.\n';

/** What waiting for an end looks at, and how long it does so at most. */
const pollMs = 1000;
const mostPolls = 120;

/** @see k8s.io/kubectl/pkg/cmd/delete/delete.go (v1.34) */
export const deleteVerb: Verb = {
  name: 'delete',
  usage: 'TYPE NAME… | TYPE/NAME… | TYPE -l LABELS | TYPE --all | -f FILE',
  summary: 'Deletes objects and waits for their end.',
  flags: [
    filenameFlag,
    selectorFlag,
    { name: 'all', about: 'every object of the type in the namespace' },
    { name: 'all-namespaces', short: 'A', about: 'in every namespace' },
    { name: 'ignore-not-found', about: 'it is no error when there is none' },
    { name: 'force', about: 'ends at once, without grace' },
    { name: 'grace-period', takes: 'SECONDS', about: 'how long a pod may take to end' },
    { name: 'now', about: 'as --grace-period=1' },
    { name: 'wait', about: 'waits until objects are gone; on unless =false' },
    { name: 'timeout', takes: 'TIME', about: 'has no effect' },
    { name: 'cascade', takes: 'HOW', about: 'background, foreground, or orphan: leaves behind what it owned' },
    { name: 'output', short: 'o', takes: 'FORMAT', about: 'name' },
    dryRunFlag,
  ],
  run: deleteObjects,
};

function deleteObjects(call: Call): CommandResult {
  const { flags, sys } = call;
  const keys = keysToDelete(call);
  if (!keys.ok) return failure(keys.error);
  const forced = flags.on('force');
  const options = deleteOptions(call);
  if (!options.ok) return failure(options.error);
  let stdout = '';
  let refused = '';
  const deleted: ObjectKey[] = [];
  for (const key of keys.value) {
    if (!exists(sys.objects(), key)) {
      if (!flags.on('ignore-not-found')) refused += notFoundText(key.kind, key.name);
      continue;
    }
    const answer = send(call, { type: 'delete', ...key, ...options.value });
    stdout += forced ? answer.stdout.replace(' deleted', ' force deleted') : answer.stdout;
    refused += answer.accepted ? '' : answer.stderr;
    if (answer.accepted) deleted.push(key);
  }
  if (flags.value('output') === 'name') stdout = stdout.replaceAll(/^(\S+) "([^"]+)".*$/gm, '$1/$2');
  if (waits(call)) waitForEnd(call, deleted);
  if (keys.value.length === 0) return { stdout: 'No resources found\n', stderr: '', exitCode: 0 };
  const warning = forced && deleted.length > 0 ? forceWarning : '';
  return { stdout, stderr: warning + refused, exitCode: refused === '' ? 0 : 1 };
}

interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly cascade?: 'background' | 'foreground' | 'orphan';
}

/** Without --force there is at least a second of grace. @see delete.go (v1.34) Complete, Validate */
function deleteOptions({ flags }: Call): Result<DeleteOptions, string> {
  const cascade = flags.value('cascade') ?? 'background';
  if (cascade !== 'background' && cascade !== 'foreground' && cascade !== 'orphan') {
    return err(`error: invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"\n`);
  }
  const forced = flags.on('force');
  const asked = flags.value('grace-period');
  if (flags.on('now') && asked !== undefined && asked !== '-1') {
    return err('error: --now and --grace-period cannot be specified together\n');
  }
  const seconds = flags.on('now') ? 1 : Number(asked ?? -1);
  if (!Number.isInteger(seconds)) {
    return err(
      `error: invalid argument "${asked}" for "--grace-period" flag: strconv.ParseInt: parsing "${asked}": invalid syntax\n`,
    );
  }
  if (forced && seconds > 0)
    return err('error: --force and --grace-period greater than 0 cannot be specified together\n');
  const least = forced ? 0 : 1;
  if (seconds < 0 && !forced) return ok({ cascade });
  return ok({ cascade, gracePeriodSeconds: Math.max(least, seconds) });
}

const waits = ({ flags }: Call): boolean =>
  flags.value('wait') !== 'false' && !flags.on('force') && flags.value('dry-run') === undefined;

function waitForEnd({ sys }: Call, keys: readonly ObjectKey[]): void {
  const uids = keys.map((key) => ({ key, uid: uidOf(sys.objects(), key) }));
  const left = (): boolean => uids.some(({ key, uid }) => uid !== undefined && uidOf(sys.objects(), key) === uid);
  for (let polls = 0; left() && polls < mostPolls; polls++) sys.wait(pollMs);
}

const uidOf = (objects: Parameters<typeof exists>[0], { kind, namespace, name }: ObjectKey): string | undefined => {
  const object = objects.kinds[kind].get(`${namespace}/${name}`);
  return object === undefined ? undefined : (object.metadata.uid ?? '');
};

function keysToDelete(call: Call): Result<readonly ObjectKey[], string> {
  const { flags, namespace, sys } = call;
  if (flags.values('filename').length > 0) {
    const files = manifestFiles(call);
    return files.ok ? ok(keysOfManifests(files.value, namespace)) : files;
  }
  return targets(sys.objects(), flags.words, {
    namespace,
    selector: flags.value('selector'),
    all: flags.on('all'),
    allNamespaces: flags.on('all-namespaces'),
  });
}
