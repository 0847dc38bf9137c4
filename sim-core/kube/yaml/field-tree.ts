import type { TextRange } from '../../base/problem.js';
import type { FieldPath } from '../key.js';

/** Where a value, and the key that holds it, are in the text: offsets, the end exclusive. */
export interface FieldNode {
  readonly start: number;
  readonly end: number;
  readonly keyStart?: number;
  readonly children?: ReadonlyMap<string | number, FieldNode>;
}

/** Turns offsets of one chunk into lines and columns of the whole text. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #linesBefore: number;

  constructor(text: string, linesBefore: number) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    this.#linesBefore = linesBefore;
  }

  position(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1 + this.#linesBefore, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  range(start: number, end: number): TextRange {
    const from = this.position(start);
    const to = this.position(Math.max(start, end));
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  /** The offset of a place, or undefined when it lies in another chunk. */
  offset(line: number, column: number): number | undefined {
    const start = this.#starts[line - 1 - this.#linesBefore];
    return start === undefined ? undefined : start + column - 1;
  }
}

/** `spec.ports[0].name` → spec, ports, 0, name; `metadata.annotations[a.b/c]` keeps its key whole. */
export function fieldSegments(path: FieldPath): readonly (string | number)[] {
  const segments: (string | number)[] = [];
  for (const match of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    const bracket = match[2];
    if (bracket === undefined) segments.push(match[1] ?? '');
    else segments.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket);
  }
  return segments;
}

export const childPath = (path: FieldPath, segment: string | number): FieldPath => {
  if (typeof segment === 'number' || /[.[\]/]/.test(segment)) return `${path}[${segment}]`;
  return path === '' ? segment : `${path}.${segment}`;
};

/** The API server writes `LoadBalancerSourceRanges` where the field is `loadBalancerSourceRanges`. */
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The node of a path, or of its closest parent that is in the text. */
export function findNode(root: FieldNode, path: FieldPath): FieldNode {
  let node = root;
  for (const segment of fieldSegments(path)) {
    const children = node.children;
    const child =
      children?.get(segment) ??
      (typeof segment === 'string' ? children?.get(lowerFirst(segment)) : children?.get(`${segment}`));
    if (child === undefined) return node;
    node = child;
  }
  return node;
}

/** The innermost field whose key or value covers an offset. */
export function pathAt(root: FieldNode, offset: number): FieldPath {
  let path = '';
  let node: FieldNode | undefined = root;
  while (node?.children !== undefined) {
    let found: FieldNode | undefined;
    for (const [segment, child] of node.children) {
      if ((child.keyStart ?? child.start) <= offset && offset <= child.end) {
        path = childPath(path, segment);
        found = child;
        break;
      }
    }
    node = found;
  }
  return path;
}
