import type { Flag, ParsedFlags } from '../../flags.js';
import { namespaceFor, notFoundText, readTypes } from '../targets.js';
import { namespaceOf, parseVerb, selectorFlag } from '../verb.js';
import { failed, printed, type ClusterAtMoment, type Printed } from '../view.js';
import { describeService } from './service.js';

export const describeFlags: readonly Flag[] = [
  { name: 'all-namespaces', short: 'A', about: 'every namespace' },
  selectorFlag,
  { name: 'show-events', about: 'what happened to the object; on unless =false' },
];

export function kubectlDescribe(cluster: ClusterAtMoment, argv: readonly string[]): Printed {
  const parsed = parseVerb({ name: 'describe', flags: describeFlags }, argv);
  return parsed.ok ? describeObjects(cluster, parsed.value) : failed(parsed.error);
}

export function describeObjects(cluster: ClusterAtMoment, flags: ParsedFlags): Printed {
  const wanted = readTypes(flags.words);
  if (!wanted.ok) return failed(wanted.error);
  const [first] = wanted.value;
  if (first?.kind !== 'Service') return failed(notFoundText('Service', ''));
  return printed(
    first.names
      .map((name) => describeService(cluster, namespaceFor('Service', namespaceOf(flags)), name).stdout)
      .join('\n\n'),
  );
}
