import { useEffect, useMemo } from 'react';
import type { Diagnosis } from '../../../sim-core/index.js';
import { lineNow, useDiagnoses, watchDiagnoses } from '../../state/diagnoses.js';
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
  return useMemo(
    () =>
      all
        .flatMap((diagnosis): readonly PlacedDiagnosis[] => {
          const { place } = diagnosis;
          const line =
            place?.file === name && seen !== undefined ? lineNow(place.range.startLine, seen, text) : undefined;
          return line === undefined ? [] : [{ line, diagnosis }];
        })
        .sort((a, b) => a.line - b.line),
    [all, seen, name, text],
  );
}
