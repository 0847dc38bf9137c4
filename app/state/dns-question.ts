import { create } from 'zustand';
import type { RecordType, SourceRef } from '../../sim-core/index.js';
import { useLayout } from './layout.js';

/** What the DNS view asks, and for whom; kept while other views are looked at. */
interface Question {
  readonly from: SourceRef | undefined;
  /** Undefined until something was asked: the first name worth asking stands in. */
  readonly name: string | undefined;
  readonly type: RecordType;
}

export const useQuestion = create<Question>()(() => ({ from: undefined, name: undefined, type: 'A' }));
export const ask = (change: Partial<Question>): void => useQuestion.setState(change);

/** Asks it again, in the DNS view. */
export function openQuestion(question: Pick<Question, 'from' | 'name' | 'type'>): void {
  ask(question);
  useLayout.getState().set({ view: 'dns' });
}
