import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Json } from '../objects.js';
import type { FieldNode } from './field-tree.js';
import { goSyntax, type GoValue } from './go-syntax.js';
import { resolvePlain, type ScalarValue } from './scalar.js';

/** A JSON value with the place of each of its fields. */
export interface Located {
  readonly value: Json;
  readonly node: FieldNode;
}

type ContentNode = Exclude<Node, Alias>;

const usualMaximumNodes = 200_000;
const maximumDepth = 200;

const nothing = (at: number): Located => ({ value: null, node: { start: at, end: at } });

const explicitString = 'tag:yaml.org,2002:str';

function scalarValue(scalar: Scalar): ScalarValue {
  const text = scalar.type === 'PLAIN' ? (scalar.source ?? '') : String(scalar.value ?? '');
  if (scalar.tag === explicitString) return text;
  if (scalar.type === 'PLAIN')
    return typeof scalar.value === 'string' ? resolvePlain(scalar.value) : resolvePlain(text);
  return scalar.tag === undefined || scalar.tag === '!' ? text : resolveTagged(scalar.tag, text);
}

const resolveTagged = (tag: string, text: string): ScalarValue =>
  /^tag:yaml\.org,2002:(int|float|bool|null)$/.test(tag) ? resolvePlain(text) : text;

const isMergeKey = (key: unknown): boolean => isScalar(key) && key.type === 'PLAIN' && key.value === '<<';

/** Reads one document's tree; counts what it visits, aliases included, so that no bomb goes off. */
export class ValueReader {
  #visited = 0;
  readonly #maximumNodes: number;
  /** The first thing wrong, as kubectl prints it after `yaml: `. */
  problem: string | undefined;
  problemOffset = 0;
  readonly #anchors = new Map<string, ContentNode>();
  /** Anchored nodes that are being read: an alias to one of them would never end. */
  readonly #open = new Set<ContentNode>();

  constructor(maximumNodes = usualMaximumNodes) {
    this.#maximumNodes = maximumNodes;
  }

  read(node: Node | null | undefined, at: number, depth = 0): Located {
    this.#visited += 1;
    if (this.#visited > this.#maximumNodes) this.#fail('document contains excessive aliasing', at);
    if (depth > maximumDepth) this.#fail(`exceeded max depth of ${maximumDepth}`, at);
    if (node === null || node === undefined || this.problem !== undefined) return nothing(at);
    const [start, end] = node.range ?? [at, at];
    if (isAlias(node)) return { value: this.#alias(node.source, start, depth), node: { start, end } };
    if (node.anchor === undefined) return this.#content(node, start, end, depth);
    this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const located = this.#content(node, start, end, depth);
    this.#open.delete(node);
    return located;
  }

  #alias(name: string, start: number, depth: number): Json {
    const target = this.#anchors.get(name);
    if (target === undefined) this.#fail(`unknown anchor '${name}' referenced`, start);
    else if (this.#open.has(target)) this.#fail(`anchor '${name}' value contains itself`, start);
    else return this.read(target, start, depth + 1).value;
    return null;
  }

  #content(node: ContentNode, start: number, end: number, depth: number): Located {
    if (isMap(node)) return this.#map(node, start, end, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item as Node | null, start, depth + 1));
      return {
        value: items.map((item) => item.value),
        node: { start, end, children: new Map(items.map((item, i) => [i, item.node])) },
      };
    }
    return { value: isScalar(node) ? scalarValue(node) : null, node: { start, end } };
  }

  #map(map: YAMLMap, start: number, end: number, depth: number): Located {
    const values = new Map<string, Json>();
    const children = new Map<string, FieldNode>();
    const merged = new Map<string, Json>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const keyStart = pair.key.range?.[0] ?? start;
      if (isMergeKey(pair.key)) {
        this.#merge(pair.value, merged, depth);
        continue;
      }
      const key = this.#key(pair.key, depth);
      const located = this.read(pair.value, pair.key.range?.[1] ?? start, depth + 1);
      values.set(key, located.value);
      children.set(key, { ...located.node, keyStart });
    }
    for (const [key, value] of merged) if (!values.has(key)) values.set(key, value);
    return { value: Object.fromEntries(values), node: { start, end, children } };
  }

  #merge(value: Node | null, into: Map<string, Json>, depth: number): void {
    const source = this.read(value, 0, depth + 1).value;
    const sources: readonly Json[] = Array.isArray(source) ? [...source].reverse() : [source];
    for (const item of sources) {
      if (item === null || typeof item !== 'object' || Array.isArray(item)) {
        this.#fail('map merge requires map or sequence of maps as the value', value?.range?.[0] ?? 0);
        return;
      }
      for (const [key, field] of Object.entries(item)) into.set(key, field);
    }
  }

  /** JSON knows only string keys; what Go cannot use as a map key at all is an error. */
  #key(node: Node, depth: number): string {
    const key = this.read(node, 0, depth + 1).value;
    if (key !== null && typeof key === 'object') {
      this.#fail(`invalid map key: ${goSyntax(key as GoValue)}`, node.range?.[0] ?? 0);
    }
    return String(key);
  }

  #fail(problem: string, offset: number): void {
    if (this.problem !== undefined) return;
    this.problem = problem;
    this.problemOffset = offset;
  }
}
