import type { Diagnosis, TextRange } from '../../../sim-core/index.js';
import { lastLine } from './lines.js';
import { nearest } from './nearest.js';
import type { QuickFix } from './quick-fixes.js';

type Fixes = readonly QuickFix[];

const replaced = (lines: readonly string[], index: number, line: string): string => lines.with(index, line).join('\n');

/** Puts another value where the field's own stands on one line. */
function withValue(text: string, range: TextRange, value: string, by: string): Fixes {
  const lines = text.split('\n');
  const index = range.startLine - 1;
  const line = lines[index];
  if (line === undefined || range.startLine !== range.endLine) return [];
  const [start, end] = [range.startColumn - 1, range.endColumn - 1];
  const word = line.slice(start, end).replaceAll(/^["']|["']$/g, '');
  if (word !== value) return [];
  return [{ kind: 'replace', what: by, text: replaced(lines, index, line.slice(0, start) + by + line.slice(end)) }];
}

const escaped = (text: string): string => text.replaceAll(/[^\w]/g, '\\$&');

/** `key: value` within a range, in block or flow style. */
function withLabel(text: string, range: TextRange, key: string, value: string, by: string): Fixes {
  const lines = text.split('\n');
  const pattern = new RegExp(`(["']?${escaped(key)}["']?\\s*:\\s*)(["']?)${escaped(value)}\\2(?=[\\s,}#]|$)`);
  for (let index = range.startLine - 1; index < lastLine(range); index++) {
    const line = lines[index];
    if (line === undefined || !pattern.test(line)) continue;
    const mended = line.replace(pattern, (_, lead: string, quote: string) => `${lead}${quote}${by}${quote}`);
    return [{ kind: 'replace', what: `${key}: ${by}`, text: replaced(lines, index, mended) }];
  }
  return [];
}

/** Below the `port` of an entry that has no targetPort of its own. */
function withTargetPort(text: string, range: TextRange, port: number, target: number): Fixes {
  const lines = text.split('\n');
  for (let index = range.startLine - 1; index < lastLine(range); index++) {
    const [, lead] = /^(\s*(?:- +)?)port:\s*(\d+)\s*$/.exec(lines[index] ?? '') ?? [];
    if (lead === undefined || !(lines[index] ?? '').includes(String(port))) continue;
    const field = `targetPort: ${target}`;
    return [
      { kind: 'insert', what: field, text: lines.toSpliced(index + 1, 0, ' '.repeat(lead.length) + field).join('\n') },
    ];
  }
  return [];
}

/** The way out of a finding, where one is likely to be what was meant. `text` is the one its place was found in. */
export function diagnosisFixes({ finding, place }: Diagnosis, text: string): Fixes {
  if (place === undefined) return [];
  const { range } = place;
  switch (finding.code) {
    case 'selector-matches-nothing': {
      const [mismatch, second] = finding.mismatches;
      if (mismatch === undefined || second !== undefined) return [];
      const { key, value, onPods } = mismatch;
      const meant = onPods.length === 1 ? onPods[0] : nearest(value, onPods);
      return meant === undefined ? [] : withLabel(text, range, key, value, meant);
    }
    case 'target-port-name': {
      const { name, names } = finding;
      const meant = names.length === 1 ? names[0] : nearest(name, names);
      return meant === undefined ? [] : withValue(text, range, name, meant);
    }
    case 'target-port-closed': {
      const { port, bound } = finding;
      return bound.slice(0, 2).flatMap((open) => {
        const put = withValue(text, range, String(port), String(open));
        return put.length > 0 ? put : withTargetPort(text, range, port, open);
      });
    }
    case 'headless-port':
      return withValue(text, range, String(finding.port), String(finding.targetPort));
    case 'external-local':
    case 'internal-local':
      return withValue(text, range, 'Local', 'Cluster');
    case 'load-balancer-pending':
      return withValue(text, range, 'LoadBalancer', 'NodePort');
    default:
      return [];
  }
}
