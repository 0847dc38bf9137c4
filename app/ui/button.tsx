import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import { classNames } from './class-names.js';
import { Icon, type IconName } from './icon.js';
import { Kbd } from './kbd.js';
import style from './button.module.css';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'className'> {
  /** Solid is for the one thing to do in a region. */
  readonly look?: 'solid' | 'line' | 'quiet';
  readonly icon?: IconName;
  readonly iconEnd?: IconName;
  /** The key that does the same. */
  readonly keys?: string;
  /** For buttons that show an icon only. */
  readonly label?: string;
  readonly wide?: boolean;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = 'line',
  icon,
  iconEnd,
  keys,
  label,
  wide = false,
  children,
  ...rest
}: ButtonProps): ReactElement {
  const bare = children === undefined;
  return (
    <button
      type="button"
      className={classNames(style.button, style[look], bare && style.bare, wide && style.wide)}
      aria-label={label}
      title={bare ? label : undefined}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {iconEnd !== undefined && <Icon name={iconEnd} />}
      {keys !== undefined && <Kbd inverse={look === 'solid'}>{keys}</Kbd>}
    </button>
  );
}
