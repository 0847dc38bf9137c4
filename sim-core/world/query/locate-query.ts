import type { ObjectKey, Origin } from '../../kube/key.js';
import type { KubeObject } from '../../kube/objects.js';
import { getObject } from '../../kube/store.js';
import { kindOf } from '../../kube/resource.js';
import { parseManifests } from '../../kube/yaml/manifests.js';
import { keyOfDocument } from '../manifest-keys.js';
import { sameKey } from '../outcome.js';
import type { Snapshot } from '../snapshot.js';
import type { LocateView } from '../view.js';

/**
 * Finds a field in the files. What a controller made is nobody's text: its owner's is shown instead,
 * at the field that made the controller do it.
 */
export function locateView(
  snapshot: Snapshot,
  origin: Origin,
  files: Readonly<Record<string, string>>,
): LocateView | undefined {
  // Owners of owners: EndpointSlice → Service, Pod → ReplicaSet → Deployment.
  const maxOwners = 4;
  let wanted: Origin | undefined = origin;
  for (let step = 0; wanted !== undefined && step < maxOwners; step++) {
    const found = find(wanted, files);
    if (found !== undefined) return found;
    wanted = ownerOf(snapshot, wanted);
  }
  return undefined;
}

function find(origin: Origin, files: Readonly<Record<string, string>>): LocateView | undefined {
  for (const [file, text] of Object.entries(files)) {
    for (const document of parseManifests(text).documents) {
      const key = keyOfDocument(document.value);
      const range = key && sameKey(key, origin.object) ? document.rangeOf(origin.field) : undefined;
      if (range !== undefined) return { file, range };
    }
  }
  return undefined;
}

function ownerOf(snapshot: Snapshot, { object, field }: Origin): Origin | undefined {
  const stored: KubeObject | undefined = getObject(snapshot.objects, object.kind, object.namespace, object.name);
  const owner = stored?.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const kind = owner && kindOf(owner.apiVersion, owner.kind);
  if (owner === undefined || kind === undefined) return undefined;
  const key: ObjectKey = { kind, namespace: object.namespace, name: owner.name };
  return { object: key, field: fieldBehind(object.kind, kind, field) };
}

/** Which field of an owner decides about a field of what it owns. */
function fieldBehind(owned: ObjectKey['kind'], owner: ObjectKey['kind'], field: string): string {
  if (owner === 'Service') return 'spec.selector';
  if (owned === 'Pod') return `spec.template.${field}`;
  return field;
}

/** Which object and field a place of a text belongs to. */
export function fieldAtView(text: string, line: number, column: number): Origin | undefined {
  for (const document of parseManifests(text).documents) {
    const object = keyOfDocument(document.value);
    const field = object && document.fieldAt(line, column);
    if (object !== undefined && field !== undefined) return { object, field };
  }
  return undefined;
}
