import { err, ok, type Result } from '../../base/result.js';
import { inKeyOrder, withTimes } from './structured.js';

/** A piece of a template: text as it is, or what stands between braces. */
type Piece = { readonly text: string } | { readonly expression: string };

/** What `$` and `@` are at a place of a template. */
interface Scope {
  readonly root: unknown;
  readonly current: unknown;
}

function pieces(template: string): Result<readonly Piece[], string> {
  const found: Piece[] = [];
  let at = 0;
  while (at < template.length) {
    if (template[at] !== '{') {
      const [text = ''] = /^[^{]+/.exec(template.slice(at)) ?? [];
      found.push({ text });
      at += text.length;
      continue;
    }
    const [whole, expression = ''] =
      /^\{((?:[^{}'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\}/s.exec(template.slice(at)) ?? [];
    if (whole === undefined) return err(`error: error parsing jsonpath ${template}, unclosed action\n`);
    found.push({ expression: expression.trim() });
    at += whole.length;
  }
  return ok(found);
}

/**
 * A kubectl template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`. What is not there is empty.
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export function jsonPath(template: string, object: unknown): Result<string, string> {
  const parsed = pieces(relaxed(template));
  if (!parsed.ok) return parsed;
  const root = withTimes(object);
  return ok(expand(parsed.value, { root, current: root }));
}

/** Every value that the template finds, as a JSON list. */
export function jsonPathAsJson(template: string, object: unknown): Result<string, string> {
  const parsed = pieces(relaxed(template));
  if (!parsed.ok) return parsed;
  const root = withTimes(object);
  const values = parsed.value.flatMap((piece) =>
    'expression' in piece ? evaluate(piece.expression, { root, current: root }) : [],
  );
  return ok(`${JSON.stringify(values.map(inKeyOrder), undefined, 4)}\n`);
}

/** A bare path needs no braces. @see k8s.io/kubectl/pkg/cmd/get/customcolumn.go (v1.34) RelaxedJSONPathExpression */
const relaxed = (template: string): string =>
  /^\.?[\w.[\]*]+$/.test(template) ? `{.${template.replace(/^\./, '')}}` : template;

function expand(all: readonly Piece[], scope: Scope): string {
  let out = '';
  for (let i = 0; i < all.length; i++) {
    const piece = all[i];
    if (piece === undefined) continue;
    if ('text' in piece) out += piece.text;
    else if (/^range\s/.test(piece.expression)) {
      const end = endOfRange(all, i);
      const body = all.slice(i + 1, end);
      const values = evaluate(piece.expression.slice('range'.length).trim(), scope);
      out += values.map((current) => expand(body, { ...scope, current })).join('');
      i = end;
    } else if (piece.expression !== 'end') out += evaluate(piece.expression, scope).map(plain).join(' ');
  }
  return out;
}

function endOfRange(all: readonly Piece[], start: number): number {
  let depth = 0;
  for (let i = start; i < all.length; i++) {
    const piece = all[i];
    const expression = piece !== undefined && 'expression' in piece ? piece.expression : '';
    if (/^range\s/.test(expression)) depth += 1;
    if (expression === 'end' && --depth === 0) return i;
  }
  return all.length;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Texts in quotes and paths, one after the other. */
function evaluate(expression: string, scope: Scope): readonly unknown[] {
  const parts =
    expression.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?:\[(?:[^\]'"]|'[^']*'|"[^"]*")*\]|[^\s,'"[])+/g) ?? [];
  return parts.flatMap((part) => {
    const [, , quoted] = /^(['"])(.*)\1$/s.exec(part) ?? [];
    if (quoted !== undefined) return [quoted.replace(/\\(.)/gs, (_whole, letter: string) => escapes[letter] ?? letter)];
    return valuesAt(part, scope);
  });
}

/** What one path says, such as `.status.podIP` or `{.status.podIP}`. */
export function pathText(path: string, object: unknown): string {
  const root = withTimes(object);
  return valuesAt(path.replace(/^\{(.*)\}$/s, '$1'), { root, current: root })
    .map(plain)
    .join(',');
}

/** One step of a path: `..name`, `.name`, `.*`, or what stands in brackets. */
const step =
  /\.\.((?:[^.[\]\s\\]|\\.)+)|\.\*|\.((?:[^.[\]\s\\]|\\.)+)|\[\?\(((?:[^()'"]|'[^']*'|"[^"]*")*)\)\]|\[((?:[^\]'"]|'[^']*'|"[^"]*")*)\]/g;

function valuesAt(path: string, scope: Scope): readonly unknown[] {
  const fromRoot = path.startsWith('$');
  const text = path.replace(/^[$@]/, '');
  let values: readonly unknown[] = [fromRoot ? scope.root : scope.current];
  for (const [whole, deep, field, filter, index] of (/^[.[]|^$/.test(text) ? text : `.${text}`).matchAll(step)) {
    if (deep !== undefined) values = values.flatMap((value) => everyField(value, unescaped(deep)));
    else if (field !== undefined) values = values.flatMap((value) => childOf(value, unescaped(field)));
    else if (filter !== undefined) {
      values = values.flatMap((value) => members(value).filter((item) => holds(filter, { ...scope, current: item })));
    } else if (whole === '.*' || index === '*') values = values.flatMap(members);
    else if (index !== undefined) values = values.flatMap((value) => at(value, index));
  }
  return values;
}

const unescaped = (name: string): string => name.replaceAll(/\\(.)/g, '$1');

const members = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

function childOf(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  const entry = Object.entries(value).find(([key]) => key === name);
  return entry?.[1] === undefined ? [] : [entry[1]];
}

/** `[2]`, `[-1]`, `[1:3]`, `[0:4:2]`, `['a.b']`, `[0,2]`. */
function at(value: unknown, index: string): readonly unknown[] {
  return index.split(/,(?=(?:[^']*'[^']*')*[^']*$)/).flatMap((part) => {
    const [, , quoted] = /^\s*(['"])(.*)\1\s*$/s.exec(part) ?? [];
    if (quoted !== undefined) return childOf(value, quoted);
    if (!Array.isArray(value)) return [];
    const list: readonly unknown[] = value;
    const [from = '', to, by] = part.trim().split(':');
    if (to !== undefined) {
      const every = Number(by ?? 1) || 1;
      return list
        .slice(from === '' ? 0 : Number(from), to === '' ? undefined : Number(to))
        .filter((_, i) => i % every === 0);
    }
    const item = list.at(Number(from));
    return item === undefined ? [] : [item];
  });
}

const everyField = (value: unknown, name: string): readonly unknown[] => [
  ...childOf(value, name),
  ...members(value).flatMap((child) => everyField(child, name)),
];

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => typeof left === 'number' && typeof right === 'number' && left < right,
  '<=': (left, right) => typeof left === 'number' && typeof right === 'number' && left <= right,
  '>': (left, right) => typeof left === 'number' && typeof right === 'number' && left > right,
  '>=': (left, right) => typeof left === 'number' && typeof right === 'number' && left >= right,
};

/** `@.type=="Ready"`, `@.port!=80`, `@.name`. */
function holds(filter: string, scope: Scope): boolean {
  const [, left = '', operator = '', right = ''] =
    /^((?:[^=!<>'"]|'[^']*'|"[^"]*")*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(filter) ?? [];
  if (operator === '') return valuesAt(filter.trim(), scope).length > 0;
  const compare = comparisons[operator];
  const wanted = operand(right.trim(), scope);
  return valuesAt(left.trim(), scope).some((value) => wanted.some((other) => compare?.(value, other) === true));
}

function operand(text: string, scope: Scope): readonly unknown[] {
  const [, , quoted] = /^(['"])(.*)\1$/s.exec(text) ?? [];
  if (quoted !== undefined) return [quoted];
  if (/^-?\d+(\.\d+)?$/.test(text)) return [Number(text)];
  if (text === 'true' || text === 'false') return [text === 'true'];
  return valuesAt(text, scope);
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(inKeyOrder(value)));
