import type { Event, KubeObject } from '../../../kube/objects.js';
import { listObjects, type ApiObjects } from '../../../kube/store.js';
import { humanDuration } from '../age.js';
import type { ClusterAtMoment } from '../view.js';
import { line } from './lines.js';
import { none } from '../columns.js';

/** What was noted down about an object, oldest first. */
export const eventsOf = (objects: ApiObjects, { kind, metadata }: KubeObject): readonly Event[] =>
  listObjects(objects, 'Event')
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === metadata.name)
    .filter(({ involvedObject }) => (involvedObject.namespace ?? '') === (metadata.namespace ?? ''))
    .toSorted((a, b) => a.lastTimestamp - b.lastTimestamp);

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) DescribeEvents */
export function eventLines({ objects, now }: ClusterAtMoment, object: KubeObject): string {
  const events = eventsOf(objects, object);
  if (events.length === 0) return line('Events', none);
  const rows = events.map(
    ({ type, reason, count, firstTimestamp, lastTimestamp, source, reportingComponent, message }) => {
      const first = humanDuration(now - firstTimestamp);
      const age = count > 1 ? `${humanDuration(now - lastTimestamp)} (x${count} over ${first})` : first;
      return `  ${type}\t${reason}\t${age}\t${source.component ?? reportingComponent}\t${message.trim()}\n`;
    },
  );
  return `Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n${rows.join('')}`;
}
