import { create } from 'zustand';
import type { ClusterConfig, Problem } from '../../sim-core/index.js';

/** A file of the editor: what it says, and what of it the cluster runs. */
export interface FileState {
  readonly name: string;
  readonly text: string;
  /** The text last accepted. */
  readonly applied: string;
  /** What the API server had against the text it was last given. */
  readonly problems: readonly Problem[];
  /** The text those problems are about. */
  readonly judged: string | undefined;
}

export type ApplyState = 'clean' | 'edited' | 'applying' | 'rejected' | 'applied';

interface DocumentState {
  readonly files: readonly FileState[];
  readonly active: string;
  /** The scenario of ours that was opened; none for a learner's own files. */
  readonly scenario: string | undefined;
  readonly seed: number;
  /** How the cluster differs from the usual one. */
  readonly config: Partial<ClusterConfig> | undefined;
  readonly applying: boolean;
  /** The revision a learner's own apply made last; none right after opening. */
  readonly appliedRevision: number | undefined;
  /** How often undo or redo put texts back: such a change is not the editor's to undo. */
  readonly rewinds: number;
  /** How often the learner asked to see what is wrong. */
  readonly problemCalls: number;
}

export const useDocument = create<DocumentState>()(() => ({
  files: [],
  active: '',
  scenario: undefined,
  seed: 0,
  config: undefined,
  applying: false,
  appliedRevision: undefined,
  rewinds: 0,
  problemCalls: 0,
}));

export const newFile = (name: string, text: string): FileState => ({
  name,
  text,
  applied: text,
  problems: [],
  judged: undefined,
});

export const isEdited = (file: FileState): boolean => file.text !== file.applied;

/** Back to the text that the cluster runs. */
export const asApplied = (file: FileState): FileState => newFile(file.name, file.applied);

/** The server has refused exactly this text. */
export const isRejected = (file: FileState): boolean =>
  file.judged === file.text && file.problems.some((problem) => problem.severity === 'error');

/** Problems still worth showing: those of the text as it stands, or of one being mended. */
export const standingProblems = (file: FileState): readonly Problem[] =>
  isEdited(file) || file.judged === file.text ? file.problems : [];

export function applyStateOf(state: DocumentState): ApplyState {
  if (state.applying) return 'applying';
  if (state.files.some(isRejected)) return 'rejected';
  if (state.files.some(isEdited)) return 'edited';
  return state.appliedRevision === undefined ? 'clean' : 'applied';
}

export function updateFile(name: string, change: Partial<Omit<FileState, 'name'>>): void {
  useDocument.setState((state) => ({
    files: state.files.map((file) => (file.name === name ? { ...file, ...change } : file)),
  }));
}

/** What the cluster runs, by file: the texts that origins are located in. */
export function appliedTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries(useDocument.getState().files.map((file) => [file.name, file.applied]));
}

export const currentTexts = (): Readonly<Record<string, string>> =>
  Object.fromEntries(useDocument.getState().files.map((file) => [file.name, file.text]));

/** Brings the first file with a problem into view, and the problem in it. */
export function callProblem(): void {
  useDocument.setState((state) => ({
    active: state.files.find(isRejected)?.name ?? state.active,
    problemCalls: state.problemCalls + 1,
  }));
}
