import type { ReactElement, ReactNode } from 'react';
import card from './card.module.css';
import { classNames } from './class-names.js';

interface CardButtonProps {
  readonly className?: string | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button as wide as its column, with some words on it. */
export const CardButton = ({ className, onClick, children }: CardButtonProps): ReactElement => (
  <button type="button" className={classNames(card.card, className)} onClick={onClick}>
    {children}
  </button>
);
