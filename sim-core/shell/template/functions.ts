import { err, ok, type Result } from '../../base/result.js';
import { toYaml } from '../kubectl/structured.js';
import type { FunctionTable } from './evaluate.js';
import { isList, isMap, isTrue, printed, sortedKeys, toJson, typeName, type Value, type ValueMap } from './value.js';
import { parseYaml } from './yaml.js';

type TemplateFunction = FunctionTable[string];

const text = (value: Value | undefined): string => (value === undefined || value === null ? '' : printed(value));

/** A function of texts that always has an answer. */
const ofTexts =
  (count: number, run: (...texts: readonly string[]) => Value): TemplateFunction =>
  (args) =>
    args.length === count ? ok(run(...args.map(text))) : err(wrongCount(count, args.length));

const wrongCount = (wanted: number, got: number): string => `wrong number of args: want ${wanted} got ${got}`;

const plain =
  (run: (args: readonly Value[]) => Value): TemplateFunction =>
  (args) =>
    ok(run(args));

const int = (value: Value | undefined): bigint => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'string' && /^[+-]?\d{1,18}$/.test(value) ? BigInt(value) : 0n;
};

const float = (value: Value | undefined): number =>
  typeof value === 'string' ? Number(value) || 0 : Number(value ?? 0) || 0;

const indent = (width: Value | undefined, lines: string): string => {
  const pad = ' '.repeat(Math.max(0, Math.min(Number(int(width)), 200)));
  return pad + lines.replaceAll('\n', `\n${pad}`);
};

/** @see text/template/funcs.go eq, lt: numbers compare with their like only */
function compare(a: Value | undefined, b: Value | undefined): Result<number, string> {
  const [left = null, right = null] = [a, b];
  if (typeof left !== typeof right && left !== null && right !== null) return err('incompatible types for comparison');
  if (left === null || right === null) return ok(left === right ? 0 : 1);
  if (isList(left) || isMap(left)) return err('non-comparable type');
  if (left === right) return ok(0);
  return ok(left < right ? -1 : 1);
}

const ordering =
  (holds: (order: number) => boolean): TemplateFunction =>
  (args) => {
    const result = compare(args[0], args[1]);
    return result.ok ? ok(holds(result.value)) : result;
  };

const equal: TemplateFunction = ([first, ...others]) => {
  if (others.length === 0) return err('missing argument for comparison');
  for (const other of others) {
    const result = compare(first, other);
    if (!result.ok) return result;
    if (result.value === 0) return ok(true);
  }
  return ok(false);
};

const notEqual: TemplateFunction = (args) => {
  const result = compare(args[0], args[1]);
  return result.ok ? ok(result.value !== 0) : result;
};

const goQuote = (value: string): string => JSON.stringify(value);

/** @see fmt: %s %v %d %q %t %f %x and widths */
function printf(format: string, args: readonly Value[]): string {
  let next = 0;
  const filled = format.replace(/%(-?)(0?)(\d{0,3})(?:\.(\d{1,2}))?([svdqtfx%])/g, (_whole, ...found: unknown[]) => {
    const [left, zero, width, digits, verb] = found.map((part) => (typeof part === 'string' ? part : ''));
    if (verb === '%') return '%';
    if (next >= args.length) return `%!${verb ?? ''}(MISSING)`;
    const shown = verbText(verb ?? 'v', args[next++] ?? null, digits ?? '');
    const wide = Number(width === '' ? 0 : width);
    return left === '-' ? shown.padEnd(wide) : shown.padStart(wide, zero === '0' ? '0' : ' ');
  });
  const extra = args.slice(next).map((value) => `${typeName(value)}=${printed(value)}`);
  return extra.length === 0 ? filled : `${filled}%!(EXTRA ${extra.join(', ')})`;
}

function verbText(verb: string, value: Value, digits: string): string {
  switch (verb) {
    case 'd':
      return typeof value === 'bigint' ? String(value) : `%!d(${typeName(value)}=${printed(value)})`;
    case 'q':
      return goQuote(text(value));
    case 'f':
      return typeof value === 'number'
        ? value.toFixed(digits === '' ? 6 : Number(digits))
        : `%!f(${typeName(value)}=${printed(value)})`;
    case 'x':
      return typeof value === 'bigint' ? value.toString(16) : printed(value);
    case 's':
      if (typeof value === 'bigint' || typeof value === 'number') return `%!s(${typeName(value)}=${printed(value)})`;
      return value === null ? '%!s(<nil>)' : printed(value);
    default:
      return value === null ? '<nil>' : printed(value);
  }
}

function pairs(args: readonly Value[]): ValueMap {
  const entries: (readonly [string, Value])[] = [];
  for (let i = 0; i < args.length; i += 2) entries.push([text(args[i]), args[i + 1] ?? '']);
  return Object.fromEntries(entries);
}

const merged = (first: ValueMap, second: ValueMap): ValueMap => {
  const result: Record<string, Value> = { ...second };
  for (const [key, value] of Object.entries(first)) {
    const other = second[key];
    result[key] = isMap(value) && isMap(other) ? merged(value, other) : value;
  }
  return result;
};

const listOf = (value: Value | undefined): readonly Value[] => (value !== undefined && isList(value) ? value : []);
const mapOf = (value: Value | undefined): ValueMap => (isMap(value) ? value : {});

function index(args: readonly Value[]): Result<Value, string> {
  let value: Value = args[0] ?? null;
  for (const key of args.slice(1)) {
    if (isMap(value)) {
      const name = text(key);
      value = Object.hasOwn(value, name) ? (value[name] ?? null) : null;
    } else if (isList(value)) {
      const at = Number(int(key));
      if (at < 0 || at >= value.length) return err(`error calling index: index out of range: ${at}`);
      value = value[at] ?? null;
    } else return err(value === null ? 'index of untyped nil' : `can't index item of type ${typeName(value)}`);
  }
  return ok(value);
}

function length(value: Value | undefined): Result<Value, string> {
  if (typeof value === 'string') return ok(BigInt(value.length));
  if (value !== undefined && isList(value)) return ok(BigInt(value.length));
  if (isMap(value)) return ok(BigInt(Object.keys(value).length));
  return err(`len of ${value === undefined || value === null ? 'nil pointer' : `type ${typeName(value)}`}`);
}

const sum = (run: (a: bigint, b: bigint) => bigint) => plain((args) => args.map(int).reduce((a, b) => run(a, b)));

const mostRepeated = 500_000;

const repeated = (value: string, count: number): Result<Value, string> =>
  value.length * count > mostRepeated ? err('the text is too long') : ok(value.repeat(Math.max(0, count)));

const title = (value: string): string => value.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
const trimmedBy = (value: string, length: number): string =>
  length >= 0 ? value.slice(0, length) : value.slice(length);

const camelToKebab = (value: string): string =>
  value
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();

/** What text/template itself has. @see text/template/funcs.go */
export const goFunctions: FunctionTable = {
  eq: equal,
  ne: notEqual,
  lt: ordering((order) => order < 0),
  le: ordering((order) => order <= 0),
  gt: ordering((order) => order > 0),
  ge: ordering((order) => order >= 0),
  and: plain((args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1) ?? null),
  or: plain((args) => args.find(isTrue) ?? args.at(-1) ?? null),
  not: ([value = null]) => ok(!isTrue(value)),
  len: ([value]) => length(value),
  index,
  slice: ([value, from, to]) =>
    ok(text(value).slice(Number(int(from)), to === undefined ? undefined : Number(int(to)))),
  print: plain((args) => args.map((arg) => (arg === null ? '<nil>' : printed(arg))).join('')),
  println: plain((args) => `${args.map(printed).join(' ')}\n`),
  printf: ([format = '', ...args]) => ok(printf(text(format), args)),
  html: plain(([value]) => text(value)),
  urlquery: plain(([value]) => encodeURIComponent(text(value))),
};

/** What Helm adds. @see github.com/Masterminds/sprig (v3) functions.go, helm.sh/helm pkg/engine/funcs.go */
export const helmFunctions: FunctionTable = {
  ...goFunctions,
  include: ([name, data = null], engine) => engine.render(text(name), data),
  tpl: ([template, data = null], engine) => engine.renderText(text(template), data),
  required: ([message, value]) =>
    value === undefined || value === null || value === '' ? err(text(message)) : ok(value),
  fail: ([message]) => err(text(message)),
  lookup: plain(() => ({})),
  toYaml: ([value = null]) => ok(toYaml(toJson(value)).replace(/\n$/, '')),
  fromYaml: ([value]) => {
    const parsed = parseYaml(text(value));
    return parsed.ok ? ok(parsed.value ?? {}) : ok({ Error: parsed.error });
  },
  toJson: ([value = null]) => ok(JSON.stringify(toJson(value))),
  toPrettyJson: ([value = null]) => ok(JSON.stringify(toJson(value), undefined, 2)),
  default: ([fallback = null, value = null]) => ok(isTrue(value) ? value : fallback),
  empty: ([value = null]) => ok(!isTrue(value)),
  coalesce: plain((args) => args.find(isTrue) ?? null),
  ternary: ([yes = null, no = null, test = null]) => ok(test === true ? yes : no),
  quote: plain((args) =>
    args
      .filter((arg) => arg !== null)
      .map((arg) => goQuote(text(arg)))
      .join(' '),
  ),
  squote: plain((args) =>
    args
      .filter((arg) => arg !== null)
      .map((arg) => `'${text(arg)}'`)
      .join(' '),
  ),
  upper: ofTexts(1, (value = '') => value.toUpperCase()),
  lower: ofTexts(1, (value = '') => value.toLowerCase()),
  title: ofTexts(1, (value = '') => title(value)),
  untitle: ofTexts(1, (value = '') => value.replace(/\b[A-Z]/g, (letter) => letter.toLowerCase())),
  trim: ofTexts(1, (value = '') => value.trim()),
  trimAll: ofTexts(2, (set = '', value = '') => trimSet(value, set, true, true)),
  trimSuffix: ofTexts(2, (suffix = '', value = '') =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  trimPrefix: ofTexts(2, (prefix = '', value = '') => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trunc: ([size, value]) => ok(trimmedBy(text(value), Number(int(size)))),
  substr: ([from, to, value]) =>
    ok(text(value).slice(Number(int(from)), Number(int(to)) < 0 ? undefined : Number(int(to)))),
  replace: ofTexts(3, (old = '', next = '', value = '') => value.split(old).join(next)),
  contains: ofTexts(2, (part = '', value = '') => value.includes(part)),
  hasPrefix: ofTexts(2, (part = '', value = '') => value.startsWith(part)),
  hasSuffix: ofTexts(2, (part = '', value = '') => value.endsWith(part)),
  repeat: ([count, value]) => repeated(text(value), Number(int(count))),
  nospace: ofTexts(1, (value = '') => value.replace(/\s/g, '')),
  kebabcase: ofTexts(1, (value = '') => camelToKebab(value)),
  snakecase: ofTexts(1, (value = '') => camelToKebab(value).replaceAll('-', '_')),
  cat: plain((args) => args.map(text).join(' ')),
  indent: ([width, value]) => ok(indent(width, text(value))),
  nindent: ([width, value]) => ok(`\n${indent(width, text(value))}`),
  toString: plain(([value = null]) => text(value)),
  toStrings: ([value]) => ok(listOf(value).map(text)),
  int: ([value]) => ok(int(value)),
  int64: ([value]) => ok(int(value)),
  atoi: ([value]) => ok(int(value)),
  float64: ([value]) => ok(float(value)),
  add: sum((a, b) => a + b),
  add1: ([value]) => ok(int(value) + 1n),
  sub: sum((a, b) => a - b),
  mul: sum((a, b) => a * b),
  div: ([a, b]) => (int(b) === 0n ? err('runtime error: integer divide by zero') : ok(int(a) / int(b))),
  mod: ([a, b]) => (int(b) === 0n ? err('runtime error: integer divide by zero') : ok(int(a) % int(b))),
  max: sum((a, b) => (a > b ? a : b)),
  min: sum((a, b) => (a < b ? a : b)),
  list: plain((args) => args),
  tuple: plain((args) => args),
  dict: plain(pairs),
  get: ([map, key]) => ok(mapOf(map)[text(key)] ?? ''),
  dig: plain((args) => {
    const found = index([args.at(-1) ?? null, ...args.slice(0, -2)]);
    return found.ok && found.value !== null ? found.value : (args.at(-2) ?? null);
  }),
  hasKey: ([map, key]) => ok(Object.hasOwn(mapOf(map), text(key))),
  keys: plain((args) => args.flatMap((arg) => sortedKeys(mapOf(arg)))),
  values: ([map]) => ok(sortedKeys(mapOf(map)).map((key) => mapOf(map)[key] ?? null)),
  pick: ([map, ...keys]) =>
    ok(Object.fromEntries(Object.entries(mapOf(map)).filter(([key]) => keys.map(text).includes(key)))),
  omit: ([map, ...keys]) =>
    ok(Object.fromEntries(Object.entries(mapOf(map)).filter(([key]) => !keys.map(text).includes(key)))),
  merge: plain((args) => args.map(mapOf).reduce(merged, {})),
  mergeOverwrite: plain((args) => args.map(mapOf).reduce((first, second) => merged(second, first), {})),
  first: ([list]) => ok(listOf(list)[0] ?? null),
  last: ([list]) => ok(listOf(list).at(-1) ?? null),
  rest: ([list]) => ok(listOf(list).slice(1)),
  initial: ([list]) => ok(listOf(list).slice(0, -1)),
  append: ([list, ...items]) => ok([...listOf(list), ...items]),
  prepend: ([list, ...items]) => ok([...items, ...listOf(list)]),
  concat: plain((args) => args.flatMap(listOf)),
  has: ([item = null, list]) => ok(listOf(list).some((each) => text(each) === text(item))),
  uniq: ([list]) =>
    ok(listOf(list).filter((item, at, all) => all.findIndex((other) => text(other) === text(item)) === at)),
  without: ([list, ...items]) => ok(listOf(list).filter((item) => !items.some((other) => text(other) === text(item)))),
  compact: ([list]) => ok(listOf(list).filter(isTrue)),
  sortAlpha: ([list]) => ok(listOf(list).map(text).sort()),
  join: ([separator, list]) => ok(listOf(list).map(text).join(text(separator))),
  splitList: ofTexts(2, (separator = '', value = '') => value.split(separator)),
  split: ofTexts(2, (separator = '', value = '') =>
    Object.fromEntries(value.split(separator).map((part, at) => [`_${at}`, part])),
  ),
  until: ([count]) =>
    ok(Array.from({ length: Math.max(0, Math.min(Number(int(count)), 10_000)) }, (_, at) => BigInt(at))),
  kindIs: ([kind, value = null]) => ok(kindOf(value) === text(kind)),
  kindOf: ([value = null]) => ok(kindOf(value)),
  typeOf: ([value = null]) => ok(typeName(value)),
  semverCompare: ([range, version]) => ok(satisfies(text(range), text(version))),
};

function kindOf(value: Value): string {
  if (isMap(value)) return 'map';
  if (value !== null && isList(value)) return 'slice';
  return value === null ? 'invalid' : typeName(value);
}

function trimSet(value: string, set: string, left: boolean, right: boolean): string {
  let [from, to] = [0, value.length];
  while (left && from < to && set.includes(value[from] ?? '')) from += 1;
  while (right && to > from && set.includes(value[to - 1] ?? '')) to -= 1;
  return value.slice(from, to);
}

/** `>=1.19-0`, `<1.25`, `^1.2`: each comparator in turn. */
function satisfies(range: string, version: string): boolean {
  const numbers = (value: string): readonly number[] =>
    (/v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(value) ?? []).slice(1, 4).map((part) => Number(part || 0));
  const order = (a: string, b: string): number => {
    const [left, right] = [numbers(a), numbers(b)];
    return left.map((part, at) => part - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
  };
  return [...range.matchAll(/(>=|<=|>|<|=|\^|~)?\s*(v?\d[\w.+-]*)/g)].every(([, sign = '=', wanted = '']) => {
    const compared = order(version, wanted);
    if (sign === '^') return compared >= 0 && numbers(version)[0] === numbers(wanted)[0];
    if (sign === '~') return compared >= 0 && numbers(version)[1] === numbers(wanted)[1];
    return sign === '>='
      ? compared >= 0
      : sign === '<='
        ? compared <= 0
        : sign === '>'
          ? compared > 0
          : sign === '<'
            ? compared < 0
            : compared === 0;
  });
}
