import { useEffect, useMemo } from 'react';
import type { Diagnosis } from '../../../sim-core/index.js';
import { linesNow, useDiagnoses, watchDiagnoses } from '../../state/diagnoses.js';
import type { FileState } from '../../state/document.js';

/** A hint on the line that causes it. */
export interface PlacedDiagnosis {
  readonly line: number;
  readonly diagnosis: Diagnosis;
}

/** Hints on one file, each on its line as the text stands now. */
export function useFileDiagnoses({ name, text }: FileState): readonly PlacedDiagnosis[] {
  const all = useDiagnoses((state) => state.all);
  const seen = useDiagnoses((state) => state.texts[name]);
  useEffect(watchDiagnoses, []);
  const placed = useMemo(() => {
    if (seen === undefined) return [];
    const lineOf = linesNow(seen, text);
    return all
      .flatMap((diagnosis): readonly PlacedDiagnosis[] => {
        const { place } = diagnosis;
        const line = place?.file === name ? lineOf(place.range.startLine) : undefined;
        return line === undefined ? [] : [{ line, diagnosis }];
      })
      .sort((a, b) => a.line - b.line);
  }, [all, seen, name, text]);
  const lines = placed.map(({ line }) => line).join(' ');
  // Typing that moves no hint gives the same list again: there may be one for each object of the file.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => placed, [all, name, lines]);
}

/** The text that the hints are about, as long as it stands unchanged. */
export const useDiagnosedText = ({ name, text }: FileState): string | undefined =>
  useDiagnoses((state) => (state.texts[name] === text ? text : undefined));
