import type { ReactElement } from 'react';
import type { Problem } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { classNames } from '../../ui/class-names.js';
import { Icon } from '../../ui/icon.js';
import { problemFix, problemHint, problemTitle } from './problem-words.js';
import style from './problem-box.module.css';

interface ProblemBoxProps {
  readonly problem: Problem;
  /** The text it is about. */
  readonly text: string;
  readonly onShow?: () => void;
  readonly onFix: (text: string) => void;
}

/** What the API server said, word for word, and what that usually means. */
export function ProblemBox({ problem, text, onShow, onFix }: ProblemBoxProps): ReactElement {
  const words = useText();
  const hint = problemHint(problem, text, words);
  const line = problem.range?.startLine;
  const mended = problemFix(problem, text);
  return (
    <div className={classNames(style.box, problem.severity === 'warning' && style.warning)} role="note">
      <p className={style.title}>
        <Icon name="alert" />
        {problemTitle(problem, words)}
        {onShow !== undefined && line !== undefined && (
          <button type="button" className={style.line} aria-label={words.editor.showProblem} onClick={onShow}>
            :{line}
          </button>
        )}
      </p>
      <p className={style.quote} lang="en">
        {problem.text}
      </p>
      {hint !== undefined && (
        <p className={style.hint}>
          {hint}{' '}
          {mended !== undefined && (
            <button type="button" className={style.fix} onClick={() => onFix(mended)}>
              {words.editor.fixTabs}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
