import type { ObjectKey } from '../../kube/key.js';
import { parseManifests, type ManifestDocument } from '../../kube/yaml/manifests.js';
import { diagnose } from '../diagnose/diagnose.js';
import { keyOfDocument } from '../manifest-keys.js';
import type { Snapshot } from '../snapshot.js';
import type { Diagnosis } from '../view-diagnosis.js';

interface Place {
  readonly file: string;
  readonly document: ManifestDocument;
}

const keyText = ({ kind, namespace, name }: ObjectKey): string => `${kind} ${namespace}/${name}`;

/** Where each object is written; the first file that names it has it. */
function placesIn(files: Readonly<Record<string, string>>): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [file, text] of Object.entries(files)) {
    for (const document of parseManifests(text).documents) {
      const key = keyOfDocument(document.value);
      if (key !== undefined && !places.has(keyText(key))) places.set(keyText(key), { file, document });
    }
  }
  return places;
}

/** What will disappoint, each with its place in the files where it has one. */
export function diagnosesView(snapshot: Snapshot, files: Readonly<Record<string, string>>): readonly Diagnosis[] {
  const all = diagnose(snapshot);
  if (all.length === 0) return all;
  const places = placesIn(files);
  return all.map((diagnosis) => {
    const { object, field } = diagnosis.origin;
    const place = places.get(keyText(object));
    const range = place?.document.rangeOf(field);
    return place === undefined || range === undefined
      ? diagnosis
      : { ...diagnosis, place: { file: place.file, range } };
  });
}
