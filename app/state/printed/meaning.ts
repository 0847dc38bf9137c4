import { isLitObject, relatedOrigins, sameConnection, sameObject, sameThing, type Selection } from '../selection.js';
import type { Asked, Known, LineReader } from './known.js';
import { connections, dummyAddresses, policies, servers, setEntries } from './listing-lines.js';
import { objectRows, wordsOf, type Word } from './object-lines.js';
import { listedRules, savedRules } from './rule-lines.js';

/** A line that a command printed, with what it stands for as a whole and what its words name. */
export interface PrintedLine {
  readonly text: string;
  readonly whole: Selection | undefined;
  readonly words: readonly Word[];
}

/** Longer outputs are read only as far as this. */
const mostLines = 20_000;

function readersFor(asked: Asked, { cluster, nodes }: Known): readonly LineReader[] {
  const { place } = asked;
  const name = place.kind === 'node' ? place.node : undefined;
  const node = name === undefined ? undefined : nodes.get(name);
  const rows = cluster === undefined ? [] : [objectRows(cluster, asked)];
  if (name === undefined || node === undefined) return rows;
  return [
    ...(/\bconntrack\b/.test(asked.command) ? [connections(name)] : []),
    ...(/\biptables\b(?!-save)/.test(asked.command) ? [listedRules(name, node, asked)] : []),
    ...(/\bip6tables\b/.test(asked.command) ? [] : [savedRules(name, node)]),
    ...(/\bipvsadm\b/.test(asked.command) ? [servers(name, node)] : []),
    ...(/\bipset\b/.test(asked.command) ? [setEntries(name, node)] : []),
    ...(/\bip\b/.test(asked.command) ? [dummyAddresses(name, node)] : []),
    ...(/\bhnsdiag\b.*\bloadbalancers\b/.test(asked.command) ? [policies(name, node)] : []),
    ...rows,
  ];
}

/** What every line of a command's output is about. */
export function readOutput(output: string, asked: Asked, known: Known): readonly PrintedLine[] {
  const readers = readersFor(asked, known);
  const lines = output.split('\n', mostLines);
  return lines.map((text) => {
    // Every reader sees every line: some count them.
    const meanings = readers.map((reader) => reader(text));
    const { cluster } = known;
    return {
      text,
      whole: meanings.find((meaning) => meaning !== undefined),
      words: cluster === undefined ? [] : wordsOf(text, cluster),
    };
  });
}

/** Whether a line stands for what is lit. */
export function isLineLit(whole: Selection | undefined, lit: Selection | undefined): boolean {
  if (whole === undefined || lit === undefined) return false;
  if (sameThing(whole.rule, lit.rule) || sameThing(whole.rule, lit.element)) return true;
  if (sameConnection(whole.connection, lit.connection)) return true;
  if (lit.rule !== undefined || lit.connection !== undefined || lit.hop !== undefined) return false;
  if (lit.origin !== undefined) return relatedOrigins(whole.origin, lit.origin);
  return whole.rule === undefined && sameObject(whole.object, lit.object);
}

/** Words that name the lit object; while a rule, a hop or a field is lit, only its own line is marked. */
export const litWords = (words: readonly Word[], lit: Selection | undefined): readonly Word[] =>
  words.filter(({ selection }) => isLitObject(selection.object, lit));

/** What a place in a line selects: the word there, else the line. */
export const selectionAt = ({ words, whole }: PrintedLine, column: number): Selection | undefined =>
  words.find(({ from, to }) => from <= column && column < to)?.selection ?? whole;
