import { helpOf } from '../../i18n/field-help.js';
import type { Language } from '../../i18n/language.js';
import { apiVersionOf, kinds, vocabularyOf, type Vocabulary, type YamlPlace } from './schema-place.js';

export interface Completion {
  readonly label: string;
  readonly insert: string;
  readonly note: string;
}

/** The words for a place: those of its kind, if the document says which it is. */
const own = ({ kind }: YamlPlace): Vocabulary | undefined => (kind === undefined ? undefined : vocabularyOf(kind));

/** What a field holds, as it is written: a name with a map or a list under it ends with a colon alone. */
function typeOfField(vocabulary: Vocabulary, path: readonly string[], name: string): string {
  const schema = vocabulary.struct(path)?.fields[name]?.schema;
  if (schema === undefined) return '';
  if (schema.is === 'int') return 'integer';
  return schema.is === 'intOrString' ? 'integer or string' : schema.is === 'struct' ? 'object' : schema.is;
}

const nested: ReadonlySet<string> = new Set(['object', 'list', 'map']);

const asValue = (value: string): Completion => ({ label: value, insert: value, note: '' });

/** `kind` and `apiVersion` decide what a manifest may hold; before they do, little is known. */
function headValues(name: string): readonly string[] | undefined {
  if (name === 'kind') return kinds;
  return name === 'apiVersion' ? [...new Set(kinds.map(apiVersionOf))] : undefined;
}

/** What may be written at a place of a manifest, or of a text with a vocabulary of its own. */
export function completions(place: YamlPlace, given?: Vocabulary): readonly Completion[] {
  const { path, name, at, siblings } = place;
  const vocabulary = given ?? own(place);
  if (at === 'value') {
    const head = given === undefined && path.length === 0 ? headValues(name) : undefined;
    return (head ?? vocabulary?.values(path, name) ?? []).map(asValue);
  }
  if (vocabulary === undefined) {
    return path.length > 0
      ? []
      : ['apiVersion', 'kind', 'metadata', 'spec'].map((field) => ({ label: field, insert: `${field}: `, note: '' }));
  }
  const fields = Object.keys(vocabulary.struct(path)?.fields ?? {});
  // An item of a list of names is a value, though no field's name stands before it.
  if (fields.length === 0) return vocabulary.values(path.slice(0, -1), path.at(-1) ?? '').map(asValue);
  return fields
    .filter((field) => field !== 'status' && !siblings.includes(field))
    .map((field) => {
      const note = typeOfField(vocabulary, path, field);
      return { label: field, insert: nested.has(note) ? `${field}:` : `${field}: `, note };
    });
}

export interface FieldHelp {
  readonly title: string;
  readonly text: string;
}

/** A short explanation of the field at a place. */
export function fieldHelp(place: YamlPlace, language: Language, given?: Vocabulary): FieldHelp | undefined {
  const { path, name } = place;
  const vocabulary = given ?? own(place);
  if (vocabulary === undefined || name === '') return undefined;
  const type = typeOfField(vocabulary, path, name);
  const text = helpOf(`${vocabulary.name}.${[...path, name].join('.')}`, language);
  if (type === '' && text === undefined) return undefined;
  const values = vocabulary.values(path, name);
  return {
    title: `${[...path, name].join('.')}: ${values.length > 0 ? values.join(' | ') : type}`,
    text: text ?? '',
  };
}
