import { Fragment, useId, useMemo, useState, type ReactElement } from 'react';
import type { Diagnosis } from '../../../sim-core/index.js';
import { textOfFinding, useDiagnosisText } from '../../i18n/diagnoses-text.js';
import { useText } from '../../i18n/text.js';
import { diagnosisKey, isVeiled, unveil, useDiagnoses } from '../../state/diagnoses.js';
import { pageParameters } from '../../state/page-parameters.js';
import { Icon } from '../../ui/icon.js';
import { diagnosisFixes } from './diagnosis-fixes.js';
import style from './diagnosis-lens.module.css';

interface DiagnosisLensProps {
  readonly diagnosis: Diagnosis;
  /** The text that was looked at; absent when it is another one by now, which is not mended. */
  readonly text: string | undefined;
  readonly onFix: (text: string) => void;
}

/** One line on what will disappoint; more on demand. Nothing is wrong with the text itself. */
export function DiagnosisLens({ diagnosis, text, onFix }: DiagnosisLensProps): ReactElement {
  const words = useDiagnosisText();
  const { editor } = useText();
  const [open, setOpen] = useState(false);
  const more = useId();
  const key = diagnosisKey(diagnosis);
  const veiled = useDiagnoses((state) => isVeiled(state, key));
  const fixes = useMemo(
    () => (text === undefined || pageParameters.readonly ? [] : diagnosisFixes(diagnosis, text)),
    [diagnosis, text],
  );
  if (veiled) {
    return (
      <div className={style.lens} role="note">
        <p className={style.title}>
          <Icon name="search" />
          <span>{words.veiled}</span>
          <button type="button" className={style.link} onClick={() => unveil(key)}>
            {words.unveil}
          </button>
        </p>
      </div>
    );
  }
  const { title, body } = textOfFinding(diagnosis.finding, words);
  return (
    <div className={style.lens} role="note">
      <p className={style.title}>
        <Icon name="alert" />
        <span>{title}</span>
        <button
          type="button"
          className={style.link}
          aria-expanded={open}
          aria-controls={more}
          onClick={() => setOpen(!open)}
        >
          {words.why}
        </button>
      </p>
      {fixes.length > 0 && (
        <p className={style.fixes}>
          {fixes.map((fix) => (
            <Fragment key={`${fix.kind} ${fix.what}`}>
              <button type="button" className={style.link} onClick={() => onFix(fix.text)}>
                {editor.fixes[fix.kind](fix.what)}
              </button>{' '}
            </Fragment>
          ))}
        </p>
      )}
      <div id={more} hidden={!open} className={style.more}>
        {body.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className={style.source}>
          {words.source}: <cite lang="en">{diagnosis.cite}</cite>
        </p>
      </div>
    </div>
  );
}
