import type { Millis } from '../base/time.js';
import { namespacedName } from '../kube/key.js';
import type { Event } from '../kube/objects.js';
import { resources } from '../kube/resource.js';
import { ApiTx, getObject, keyOf, type ApiObjects } from '../kube/store.js';
import type { ControllerEvent } from './controller.js';

/** --event-ttl of the API server. */
const lifeMs: Millis = 3600_000;
/** Similar events of one object in this time become one. */
const similarMs: Millis = 600_000;
const mostSimilar = 10;
const combined = '(combined from similar events): ';

type EventSource = { readonly component: string; readonly host?: string };

const sameOrigin = (stored: Event, { reason, type, involved }: ControllerEvent, source: EventSource): boolean =>
  stored.reason === reason &&
  stored.type === (type ?? 'Normal') &&
  stored.involvedObject.kind === involved.kind &&
  stored.involvedObject.name === involved.name &&
  (stored.metadata.namespace ?? '') === (involved.namespace || 'default') &&
  stored.source.component === source.component;

/** Names end in the time at which they were made, in nanoseconds since 1970. */
function nameOf(objects: ApiObjects, namespace: string, involved: string, now: Millis): string {
  for (let nanos = (1_767_225_600_000n + BigInt(now)) * 1_000_000n; ; nanos += 104_729n) {
    const name = `${involved}.${nanos.toString(16)}`;
    if (getObject(objects, 'Event', namespace, name) === undefined) return name;
  }
}

function newEvent(objects: ApiObjects, event: ControllerEvent, source: EventSource, now: Millis): Event {
  const { involved, reason, message, type, fieldPath } = event;
  const namespace = involved.namespace || 'default';
  const object = getObject(objects, involved.kind, involved.namespace, involved.name);
  const { uid, resourceVersion } = object?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: nameOf(objects, namespace, involved.name, now), namespace, creationTimestamp: now },
    involvedObject: {
      apiVersion: resources[involved.kind].apiVersion,
      ...(fieldPath !== undefined && { fieldPath }),
      kind: involved.kind,
      name: involved.name,
      ...(involved.namespace !== '' && { namespace: involved.namespace }),
      ...(resourceVersion !== undefined && { resourceVersion }),
      ...(uid !== undefined && { uid }),
    },
    reason,
    message,
    type: type ?? 'Normal',
    source,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    count: 1,
  };
}

/** A transaction's Events by the name of what they tell of, in the order of the store. */
class StoredEvents {
  readonly tx: ApiTx;
  readonly #byName = new Map<string, Map<string, Event>>();

  constructor(tx: ApiTx) {
    this.tx = tx;
    for (const event of tx.view().kinds.Event.values()) this.#enter(event);
  }

  alike(event: ControllerEvent, source: EventSource): readonly Event[] {
    const named = this.#byName.get(event.involved.name)?.values() ?? [];
    return [...named].filter((stored) => sameOrigin(stored, event, source));
  }

  put(event: Event): void {
    this.#enter(this.tx.put<'Event'>(event));
  }

  #enter(event: Event): void {
    const { name = '' } = event.involvedObject;
    const named = this.#byName.get(name) ?? new Map<string, Event>();
    this.#byName.set(name, named);
    named.set(namespacedName({ namespace: event.metadata.namespace ?? '', name: event.metadata.name }), event);
  }
}

function store(events: StoredEvents, event: ControllerEvent, source: EventSource, now: Millis): void {
  const alike = events.alike(event, source);
  const again = alike.find(
    ({ message, involvedObject }) => message === event.message && involvedObject.fieldPath === event.fieldPath,
  );
  if (again !== undefined) {
    events.put({ ...again, count: again.count + 1, lastTimestamp: now });
    return;
  }
  const recent = alike.filter(({ lastTimestamp }) => now - lastTimestamp < similarMs);
  if (recent.length < mostSimilar - 1) {
    events.put(newEvent(events.tx.view(), event, source, now));
    return;
  }
  const message = combined + event.message;
  const summary = recent.find((stored) => stored.message.startsWith(combined));
  if (summary === undefined) events.put(newEvent(events.tx.view(), { ...event, message }, source, now));
  else events.put({ ...summary, message, count: summary.count + 1, lastTimestamp: now });
}

/**
 * Writes down what happened, as Event objects: the same again counts up, too many alike become one, and what is
 * older than an hour goes.
 *
 * @see staging/src/k8s.io/client-go/tools/record/events_cache.go (v1.34) EventCorrelate, EventAggregate
 */
export function storeEvents(
  objects: ApiObjects,
  events: readonly ControllerEvent[],
  component: string,
  now: Millis,
): ApiObjects {
  if (events.length === 0) return objects;
  const tx = new ApiTx(objects);
  for (const old of objects.kinds.Event.values()) if (now - old.lastTimestamp > lifeMs) tx.delete(keyOf(old));
  const stored = new StoredEvents(tx);
  for (const event of events) {
    store(stored, event, { component, ...(event.host !== undefined && { host: event.host }) }, now);
  }
  return tx.commit();
}
