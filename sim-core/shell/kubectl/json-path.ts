import { withTimes } from './structured.js';

/** A piece of a template: text as it is, or what stands between braces. */
type Piece = { readonly text: string } | { readonly expression: string };

const pieces = (template: string): readonly Piece[] =>
  [...template.matchAll(/\{((?:[^{}'"]|'[^']*'|"(?:[^"\\]|\\.)*")*)\}|([^{]+|\{)/g)].map(([, expression, text = '']) =>
    expression === undefined ? { text } : { expression: expression.trim() },
  );

const steps = /\.\.([\w-]+)|\.((?:[\w-]|\\\.)+)|\.\*|\['([^']+)'\]|\[(-?\d*:?-?\d*|\*)\]|\[\?\(([^)]*)\)\]/g;

/**
 * A kubectl template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`: fields, list positions and slices,
 * `[*]`, `..name`, filters by `==` and `!=`, and `range`. What is not there is empty.
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export const jsonPath = (template: string, root: unknown): string => expand(pieces(template), withTimes(root));

function expand(all: readonly Piece[], root: unknown): string {
  let out = '';
  for (let i = 0; i < all.length; i++) {
    const piece = all[i];
    if (piece === undefined) continue;
    if ('text' in piece) out += piece.text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    else if (piece.expression.startsWith('range')) {
      const end = endOfRange(all, i);
      const body = all.slice(i + 1, end);
      out += valuesAt(piece.expression.slice('range'.length).trim(), root)
        .map((value) => expand(body, value))
        .join('');
      i = end;
    } else out += evaluate(piece.expression, root);
  }
  return out;
}

function endOfRange(all: readonly Piece[], start: number): number {
  let depth = 0;
  for (let i = start; i < all.length; i++) {
    const piece = all[i];
    const expression = piece !== undefined && 'expression' in piece ? piece.expression : '';
    if (expression.startsWith('range')) depth += 1;
    if (expression === 'end' && --depth === 0) return i;
  }
  return all.length;
}

function evaluate(expression: string, root: unknown): string {
  const [, quoted] = /^["'](.*)["']$/s.exec(expression) ?? [];
  if (quoted !== undefined) return quoted.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  return expression
    .split(/,(?![^[]*\])/)
    .flatMap((path) => valuesAt(path, root))
    .map(plain)
    .join(' ');
}

/** What one path says, such as `.status.podIP` or `{.status.podIP}`. */
export const pathText = (path: string, root: unknown): string =>
  valuesAt(path.replace(/^\{(.*)\}$/s, '$1'), withTimes(root))
    .map(plain)
    .join(',');

function valuesAt(path: string, root: unknown): readonly unknown[] {
  let values: readonly unknown[] = [root];
  const text = path.replace(/^\$/, '').replace(/^@/, '');
  for (const [whole, deep, field, quoted, index, filter] of (text.startsWith('.') || text.startsWith('[')
    ? text
    : `.${text}`
  ).matchAll(steps)) {
    if (whole === '.') continue;
    if (deep !== undefined) values = values.flatMap((value) => everyField(value, deep));
    else if (filter !== undefined)
      values = values.flatMap((value) => members(value).filter((item) => holds(filter, item)));
    else if (index !== undefined && index !== '*') values = values.flatMap((value) => at(value, index));
    else if (whole === '.*' || index === '*') values = values.flatMap(members);
    else values = values.flatMap((value) => childOf(value, quoted ?? field?.replaceAll('\\.', '.') ?? ''));
  }
  return values;
}

const members = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

function childOf(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  const child = (value as Readonly<Record<string, unknown>>)[name];
  return child === undefined ? [] : [child];
}

/** `[2]`, `[-1]`, `[1:3]`. */
function at(value: unknown, index: string): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const list: readonly unknown[] = value;
  const [from = '', to] = index.split(':');
  if (to !== undefined) return list.slice(from === '' ? 0 : Number(from), to === '' ? undefined : Number(to));
  const item = list.at(Number(from));
  return item === undefined ? [] : [item];
}

const everyField = (value: unknown, name: string): readonly unknown[] => [
  ...childOf(value, name),
  ...members(value).flatMap((child) => everyField(child, name)),
];

/** `@.type=="Ready"`, `@.port!=80`, `@.name`. */
function holds(filter: string, item: unknown): boolean {
  const [left = '', operator, right = ''] = filter.split(/\s*(==|!=)\s*/);
  const found = valuesAt(left.trim(), item).map(plain);
  if (operator === undefined) return found.length > 0;
  const wanted = right.trim().replace(/^["'](.*)["']$/, '$1');
  return operator === '==' ? found.includes(wanted) : found.length > 0 && !found.includes(wanted);
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
