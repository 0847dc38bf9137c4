import type { ReactElement } from 'react';
import { diagnosisKey } from '../../state/diagnoses.js';
import type { FileState } from '../../state/document.js';
import { edit } from '../../state/typing.js';
import { DiagnosisLens } from './diagnosis-lens.js';
import { useDiagnosedText, useFileDiagnoses } from './use-file-diagnoses.js';

/** All hints on a file, where there is no room between its lines. */
export default function DiagnosisList({ file }: { readonly file: FileState }): ReactElement {
  const text = useDiagnosedText(file);
  return (
    <>
      {useFileDiagnoses(file).map(({ diagnosis }) => (
        <DiagnosisLens
          key={diagnosisKey(diagnosis)}
          diagnosis={diagnosis}
          text={text}
          onFix={(text) => edit(file.name, text)}
        />
      ))}
    </>
  );
}
