import { completeKubectl } from './complete-kubectl.js';
import { commands } from './registry.js';
import type { Sys } from './sys.js';

export interface Completion {
  /** Where the word begins that a candidate replaces. */
  readonly from: number;
  readonly candidates: readonly string[];
}

const mostCandidates = 200;

/** What the word before the cursor may become; a candidate that is finished ends in a blank. */
export function complete(sys: Sys, line: string, cursor: number): Completion {
  const before = line.slice(0, Math.max(0, cursor));
  const current = /[^\s|;&()<>'"]*$/.exec(before)?.[0] ?? '';
  const from = before.length - current.length;
  const command = /[^|;&(]*$/.exec(before.slice(0, from))?.[0] ?? '';
  const redirects = /[<>]\s*$/.test(command);
  const words = command.split(/\s+/).filter((word) => word !== '' && !/^[A-Za-z_]\w*=/.test(word));
  const all = redirects ? sys.fileNames() : words.length === 0 ? programs(sys) : argumentsOf(sys, words, current);
  const candidates = [...new Set(all)].filter((word) => word.startsWith(current) && word !== '').sort();
  const finished = candidates.map((word) => (/[=:/]$/.test(word) ? word : `${word} `));
  return { from, candidates: finished.slice(0, mostCandidates) };
}

const programs = (sys: Sys): readonly string[] =>
  commands.filter(({ places }) => places.includes(sys.place.kind)).map(({ name }) => name);

function argumentsOf(sys: Sys, words: readonly string[], current: string): readonly string[] {
  const [name = '', ...rest] = words;
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return [];
  if (command.name === 'kubectl' && command.complete === undefined) return completeKubectl(sys, rest, current);
  if (command.complete !== undefined) return command.complete(sys, rest, current);
  if (current.startsWith('-')) return flagsOf(command.flags);
  return sys.fileNames();
}

const flagsOf = (flags: (typeof commands)[number]['flags']): readonly string[] =>
  flags.flatMap(({ name, short }) => [
    ...(name.length > 1 ? [`--${name}`] : []),
    ...(short === undefined ? [] : [`-${short}`]),
  ]);
