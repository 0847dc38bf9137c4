import { Fragment, useEffect, useState, type ReactElement } from 'react';
import type { Problem } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { pageParameters } from '../../state/page-parameters.js';
import { classNames } from '../../ui/class-names.js';
import { Icon } from '../../ui/icon.js';
import { problemHint, problemTitle } from './problem-words.js';
import style from './problem-box.module.css';
import type { QuickFix } from './quick-fixes.js';

interface ProblemBoxProps {
  readonly problem: Problem;
  /** The file and the text it is about. */
  readonly file: string;
  readonly text: string;
  readonly onShow?: () => void;
  readonly onFix: (text: string) => void;
}

/** What the API server said, word for word, and what that usually means. */
export function ProblemBox({ problem, file, text, onShow, onFix }: ProblemBoxProps): ReactElement {
  const words = useText();
  const hint = problemHint(problem, text, file, words);
  const line = problem.range?.startLine;
  const fixes = useQuickFixes(problem, text);
  return (
    <div className={classNames(style.box, problem.severity === 'warning' && style.warning)} role="note">
      <p className={style.title}>
        <Icon name="alert" />
        {problemTitle(problem, file, words)}
        {onShow !== undefined && line !== undefined && (
          <button type="button" className={style.line} aria-label={words.editor.showProblem} onClick={onShow}>
            :{line}
          </button>
        )}
      </p>
      <p className={style.quote} lang="en">
        {problem.text}
      </p>
      {(hint !== undefined || fixes.length > 0) && (
        <p className={style.hint}>
          {hint}{' '}
          {!pageParameters.readonly && (
            <span className={style.fixes}>
              {fixes.map((fix) => (
                <Fragment key={`${fix.kind} ${fix.what}`}>
                  <button type="button" className={style.fix} onClick={() => onFix(fix.text)}>
                    {words.editor.fixes[fix.kind](fix.what)}
                  </button>{' '}
                </Fragment>
              ))}
            </span>
          )}
        </p>
      )}
    </div>
  );
}

const noFixes: readonly QuickFix[] = [];

/** The ways out; they come when there is a problem to get out of. */
function useQuickFixes(problem: Problem, text: string): readonly QuickFix[] {
  const [known, setKnown] = useState({ problem, text, fixes: noFixes });
  useEffect(() => {
    let current = true;
    import('./quick-fixes.js').then(
      ({ quickFixes }) => current && setKnown({ problem, text, fixes: quickFixes(problem, text) }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [problem, text]);
  return known.problem === problem && known.text === text ? known.fixes : noFixes;
}
