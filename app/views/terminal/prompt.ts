import { wantsMore } from './completeness.js';
import { editLine, emptyLine, insert, lineOf, type Line } from './line.js';

/** What the learner is writing, with where they are in the history. */
export interface PromptState {
  readonly line: Line;
  /** Steps back in the history; 0 is the line itself. */
  readonly back: number;
  /** The line as it was before the history was opened. */
  readonly draft: Line;
  /** Searching backwards: what for, and which entry it found. */
  readonly search?: { readonly wanted: string; readonly index: number };
}

export const emptyPrompt: PromptState = { line: emptyLine, back: 0, draft: emptyLine };

export type PromptEffect = 'submit' | 'interrupt' | 'end' | 'clear' | 'complete' | 'none';

export interface PromptStep {
  readonly state: PromptState;
  readonly effect: PromptEffect;
}

export const promptWith = (text: string): PromptState => ({ ...emptyPrompt, line: lineOf(text) });

const stay = (state: PromptState): PromptStep => ({ state, effect: 'none' });

/** One key, or some typed text, as a terminal sends it. History is oldest first. */
export function pressKey(state: PromptState, key: string, history: readonly string[]): PromptStep {
  if (state.search !== undefined) return searchKey(state, state.search, key, history);
  switch (key) {
    case '\r':
    case '\n':
      // A text that goes on gets another row instead of running.
      if (wantsMore(state.line.text)) {
        return stay({ ...state, line: insert({ ...state.line, cursor: state.line.text.length }, '\n') });
      }
      return { state, effect: 'submit' };
    case '\x03':
      return { state, effect: 'interrupt' };
    case '\x04':
      if (state.line.text === '') return { state, effect: 'end' };
      break;
    case '\x0c':
      return { state, effect: 'clear' };
    case '\t':
      return { state, effect: 'complete' };
    case '\x12':
      return stay({ ...state, search: { wanted: '', index: history.length } });
    case '\x1b[A':
    case '\x10':
      return stay(travel(state, 1, history));
    case '\x1b[B':
    case '\x0e':
      return stay(travel(state, -1, history));
  }
  const edited = editLine(state.line, key);
  if (edited !== undefined) return stay({ ...state, line: edited });
  return stay(isTyped(key) ? { ...state, line: insert(state.line, key) } : state);
}

const isTyped = (key: string): boolean => (key.codePointAt(0) ?? 0) >= 0x20 && !key.startsWith('\x7f');

function travel(state: PromptState, direction: 1 | -1, history: readonly string[]): PromptState {
  const back = Math.max(0, Math.min(history.length, state.back + direction));
  if (back === state.back) return state;
  const draft = state.back === 0 ? state.line : state.draft;
  const line = back === 0 ? draft : lineOf(history[history.length - back] ?? '', state.line.cut);
  return { line, back, draft };
}

/** The newest entry before `index` that has the text. */
const findBefore = (history: readonly string[], wanted: string, index: number): number =>
  wanted === '' ? -1 : history.findLastIndex((entry, at) => at < index && entry.includes(wanted));

function searchKey(
  state: PromptState,
  search: NonNullable<PromptState['search']>,
  key: string,
  history: readonly string[],
): PromptStep {
  const { search: _over, ...rest } = state;
  const found = history[search.index];
  const accepted: PromptState = found === undefined ? rest : { ...rest, line: lineOf(found, state.line.cut) };
  const seek = (wanted: string, before: number): PromptStep => {
    const index = findBefore(history, wanted, before);
    return stay({ ...state, search: { wanted, index: index < 0 ? search.index : index } });
  };
  if (key === '\x12') return seek(search.wanted, search.index);
  if (key === '\x03' || key === '\x07' || key === '\x1b') return stay(rest);
  if (key === '\x7f' || key === '\b') {
    const wanted = search.wanted.slice(0, -1);
    const index = findBefore(history, wanted, history.length);
    return stay({ ...state, search: { wanted, index: index < 0 ? history.length : index } });
  }
  if (isTyped(key)) {
    const wanted = search.wanted + key;
    const kept = found?.includes(wanted) === true ? search.index + 1 : search.index;
    return seek(wanted, kept);
  }
  return key === '\r' || key === '\n' ? { state: accepted, effect: 'submit' } : pressKey(accepted, key, history);
}

export interface SearchText {
  readonly wanted: string;
  readonly found: string;
}

export function searchText({ search }: PromptState, history: readonly string[]): SearchText | undefined {
  return search === undefined ? undefined : { wanted: search.wanted, found: history[search.index] ?? '' };
}

/** What a terminal sends, as keys, typed text, and pastes in brackets. */
export const readKeys = (data: string): readonly string[] =>
  data.match(
    /\x1b\[200~[\s\S]*?(?:\x1b\[201~|$)|\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|\x1b[\s\S]?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g,
  ) ?? [];

/** The text of a bracketed paste; undefined for any other key. */
export function pastedText(key: string): string | undefined {
  if (!key.startsWith('\x1b[200~')) return undefined;
  return key.slice(6).replace(/\x1b\[201~$/, '');
}
