import { typeOf } from '../../../apiserver/decode/types.js';
import type { Schema } from '../../../apiserver/decode/schema.js';
import { kindOfArgument, resources } from '../../../kube/resource.js';
import { failure, output, type CommandResult } from '../../command.js';
import { fieldTexts } from '../field-texts.js';
import { unknownType } from '../targets.js';
import type { Verb } from '../verb.js';

/** @see k8s.io/kubectl/pkg/cmd/explain (v1.34), templates/plaintext.tmpl */
export const explain: Verb = {
  name: 'explain',
  usage: 'TYPE[.FIELD…]',
  summary: 'Says which fields a kind of object has.',
  flags: [{ name: 'recursive', about: 'fields of fields as well' }],
  run: ({ flags }) => {
    const [target, extra] = flags.words;
    if (target === undefined)
      return failure(
        'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    if (extra !== undefined) return failure('error: We accept only this format: explain RESOURCE\n');
    return explained(target, flags.on('recursive'));
  },
};

/** A list or map is what it holds. */
const inner = (schema: Schema): Schema => (schema.is === 'list' || schema.is === 'map' ? inner(schema.of) : schema);

const typeWords: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int: 'integer',
  intOrString: 'IntOrString',
  any: 'Object',
};

function typeText(schema: Schema): string {
  if (schema.is === 'list') return `[]${typeText(schema.of)}`;
  if (schema.is === 'map') return `map[string]${typeText(schema.of)}`;
  if (schema.is === 'struct') return schema.name.replace(/^v1\./, '');
  return typeWords[schema.is] ?? schema.is;
}

function explained(target: string, recursive: boolean): CommandResult {
  const [type = '', ...path] = target.split('.');
  const kind = kindOfArgument(type);
  if (kind === undefined) return failure(unknownType(type));
  const { group, apiVersion } = resources[kind];
  let schema: Schema = typeOf[kind];
  for (const name of path) {
    const within = inner(schema);
    const field = within.is === 'struct' && Object.hasOwn(within.fields, name) ? within.fields[name] : undefined;
    if (field === undefined) return failure(`error: field "${name}" does not exist\n`);
    schema = field.schema;
  }
  const head = [
    ...(group === '' ? [] : [`GROUP:      ${group}`]),
    `KIND:       ${kind}`,
    `VERSION:    ${apiVersion.replace(/^.*\//, '')}`,
  ];
  const field = path.length === 0 ? '' : `FIELD: ${path.at(-1) ?? ''} <${typeText(schema)}>\n\n`;
  const about = textOf([kind, ...path]) || `The ${kind} that the API server stores.`;
  const fields = fieldLines(schema, [kind, ...path], recursive, 1);
  return output(
    `${head.join('\n')}\n\n${field}DESCRIPTION:\n    ${about}\n${fields === '' ? '' : `\nFIELDS:\n${fields}`}\n`,
  );
}

/** By the whole path first, then by the field's name alone. */
const textOf = (path: readonly string[]): string => fieldTexts[path.join('.')] ?? fieldTexts[path.at(-1) ?? ''] ?? '';

const deepest = 12;

function fieldLines(schema: Schema, path: readonly string[], recursive: boolean, level: number): string {
  const within = inner(schema);
  if (within.is !== 'struct' || level > deepest) return '';
  const indent = '  '.repeat(level);
  return Object.entries(within.fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { schema: own }]) => {
      const heading = `${indent}${name}\t<${typeText(own)}>\n`;
      if (recursive) return heading + fieldLines(own, [...path, name], true, level + 1);
      return `${heading}${indent}  ${textOf([...path, name]) || '<no description>'}\n\n`;
    })
    .join('');
}
