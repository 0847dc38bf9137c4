import type { Problem } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import { clusterFile } from '../../state/cluster-text.js';

/** What the API server answers with, as kubectl would show it with -v=6. */
function statusOf(problem: Problem): string {
  if (problem.code === 'Decode') return ' (400)';
  if (problem.code === 'NotFound') return ' (404)';
  return problem.code === 'AlreadyExists' ? ' (409)' : ' (422)';
}

/** `file`: the API server never sees `cluster.yaml`, so it refuses nothing of it. */
export function problemTitle(problem: Problem, file: string, { editor }: Catalogue): string {
  const isCluster = file === clusterFile;
  if (problem.severity === 'warning') return isCluster ? editor.clusterWarning : editor.warning;
  if (problem.code === 'Yaml') return editor.invalidYaml;
  if (problem.code === 'Limit') return editor.tooLarge;
  if (isCluster) return editor.clusterRejected;
  // What kubectl says itself, before it asks the server.
  if (problem.text.startsWith('error: ')) return editor.rejectedByKubectl;
  return `${editor.rejectedTitle}${statusOf(problem)}`;
}

type Hints = Catalogue['editor']['hints'];
type PlainHint = Exclude<keyof Hints, 'tab'>;

/** Words in the server's answer that tell a common mistake; the first that fits is taken. */
const signs: readonly (readonly [RegExp, PlainHint])[] = [
  [/unknown field/, 'unknownField'],
  [/cannot unmarshal|json: |expected .* but got|invalid type/, 'wrongType'],
  [/provided port is not in the valid range/, 'nodePortRange'],
  [/nodePort.*already allocated|provided port is already allocated/, 'nodePortTaken'],
  [/provided IP is already allocated/, 'clusterIpTaken'],
  [/must be between 1 and 65535/, 'portRange'],
  [/must be no more than 15 characters|must contain at least one letter/, 'portName'],
  [/field is immutable|may not change once set|updates to .* are forbidden/, 'immutable'],
];

const byCode: Partial<Record<Problem['code'], PlainHint>> = {
  Yaml: 'yaml',
  Required: 'required',
  NotSupported: 'notSupported',
  Duplicate: 'duplicate',
  Forbidden: 'forbidden',
  TypeInvalid: 'wrongType',
  Limit: 'limit',
};

/** One sentence of help, for mistakes that are known well enough to give it. */
export function problemHint(problem: Problem, text: string, file: string, { editor }: Catalogue): string | undefined {
  const line = problem.range?.startLine;
  if (problem.code === 'Yaml' && line !== undefined) {
    const tabbed = text.split('\n', line).findIndex((one) => /^ *\t/.test(one));
    if (tabbed !== -1) return editor.hints.tab(tabbed + 1);
  }
  // Its own reader says what must be; the hints are about the API server.
  if (file === clusterFile) return problem.severity === 'warning' ? editor.hints.unknownSetting : undefined;
  const sign = signs.find(([pattern]) => pattern.test(problem.text));
  const hint = sign?.[1] ?? byCode[problem.code];
  return hint === undefined ? undefined : editor.hints[hint];
}

/** Several fields can be refused in one message: it is shown once, at the first of them. */
export interface ProblemGroup {
  readonly line: number;
  readonly first: Problem;
}

export function groupProblems(problems: readonly Problem[], lineCount: number): readonly ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  for (const problem of problems) {
    const line = Math.min(Math.max(problem.range?.startLine ?? 1, 1), lineCount);
    const known = groups.get(problem.text);
    if (known === undefined || line < known.line) groups.set(problem.text, { line, first: problem });
  }
  return [...groups.values()].sort((a, b) => a.line - b.line);
}
