import { helpOf } from '../../i18n/field-help.js';
import type { Language } from '../../i18n/language.js';
import { apiVersionOf, kinds, structAt, valuesAt, type YamlPlace } from './schema-place.js';

export interface Completion {
  readonly label: string;
  readonly insert: string;
  readonly note: string;
}

/** What a field holds, as it is written: a name with a map or a list under it ends with a colon alone. */
function typeOfField(place: YamlPlace, name: string): string {
  const schema = place.kind === undefined ? undefined : structAt(place.kind, place.path)?.fields[name]?.schema;
  if (schema === undefined) return '';
  if (schema.is === 'int') return 'integer';
  return schema.is === 'intOrString' ? 'integer or string' : schema.is === 'struct' ? 'object' : schema.is;
}

const nested: ReadonlySet<string> = new Set(['object', 'list', 'map']);

/** What may be written at a place. */
export function completions(place: YamlPlace): readonly Completion[] {
  const { kind, path, name, at, siblings } = place;
  if (at === 'value') {
    const versions = [...new Set(kinds.map(apiVersionOf))];
    const all =
      path.length > 0 || (name !== 'kind' && name !== 'apiVersion')
        ? kind === undefined
          ? []
          : valuesAt(kind, path, name)
        : name === 'kind'
          ? kinds
          : versions;
    return all.map((value) => ({ label: value, insert: value, note: '' }));
  }
  if (kind === undefined) {
    return path.length > 0
      ? []
      : ['apiVersion', 'kind', 'metadata', 'spec'].map((field) => ({ label: field, insert: `${field}: `, note: '' }));
  }
  return Object.keys(structAt(kind, path)?.fields ?? {})
    .filter((field) => field !== 'status' && !siblings.includes(field))
    .map((field) => {
      const note = typeOfField(place, field);
      return { label: field, insert: nested.has(note) ? `${field}:` : `${field}: `, note };
    });
}

export interface FieldHelp {
  readonly title: string;
  readonly text: string;
}

/** A short explanation of the field at a place. */
export function fieldHelp(place: YamlPlace, language: Language): FieldHelp | undefined {
  const { kind, path, name } = place;
  if (kind === undefined || name === '') return undefined;
  const type = typeOfField(place, name);
  const text = helpOf(`${kind}.${[...path, name].join('.')}`, language);
  if (type === '' && text === undefined) return undefined;
  const values = valuesAt(kind, path, name);
  return {
    title: `${[...path, name].join('.')}: ${values.length > 0 ? values.join(' | ') : type}`,
    text: text ?? '',
  };
}
