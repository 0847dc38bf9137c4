import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { Button } from '../ui/button.js';
import { classNames } from '../ui/class-names.js';
import { ErrorBoundary } from '../ui/error-boundary.js';
import style from './pane.module.css';

interface PaneProps {
  readonly name: string;
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A region of the page: a landmark that F6 and the skip links can reach. */
export function Pane({ name, label, children, className }: PaneProps): ReactElement {
  return (
    <section
      className={classNames(style.pane, className)}
      data-pane={name}
      id={`pane-${name}`}
      aria-labelledby={`pane-${name}-title`}
      tabIndex={-1}
    >
      <h2 className="visually-hidden" id={`pane-${name}-title`}>
        {label}
      </h2>
      <ErrorBoundary fallback={(retry) => <Broken onRetry={retry} />}>{children}</ErrorBoundary>
    </section>
  );
}

function Broken({ onRetry }: { readonly onRetry: () => void }): ReactElement {
  const { broken } = useText().lab;
  return (
    <div className={style.broken} role="alert">
      <p>{broken.title}</p>
      <Button onClick={onRetry}>{broken.retry}</Button>
    </div>
  );
}
