import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import style from './tabs.module.css';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly count?: number | undefined;
  /** The count is of things gone wrong. */
  readonly alarming?: boolean;
  /** What the count means, for those who do not see it. */
  readonly countLabel?: string;
}

interface TabsProps<Id extends string> {
  /** Names the set and links each tab to its panel: `${name}-panel`. */
  readonly name: string;
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly selected: Id | undefined;
  readonly onSelect: (id: Id) => void;
  readonly mono?: boolean;
}

export const tabId = (name: string, id: string): string => `${name}-tab-${id}`;
export const panelId = (name: string): string => `${name}-panel`;

/** The attributes that make an element the panel of a set of tabs. */
export const tabPanel = (name: string, selected: string) =>
  ({ role: 'tabpanel', id: panelId(name), 'aria-labelledby': tabId(name, selected) }) as const;

/** Where an arrow key leads in a row of `count`. */
export function rovingIndex(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

export function Tabs<Id extends string>({
  name,
  label,
  items,
  selected,
  onSelect,
  mono = false,
}: TabsProps<Id>): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>('[aria-selected=true]');
    if (row === null || tab === null || tab === undefined) return;
    // Only the row moves, never the page.
    const [from, to] = [tab.offsetLeft - row.offsetLeft, tab.offsetLeft - row.offsetLeft + tab.offsetWidth];
    if (from < row.scrollLeft) row.scrollLeft = from;
    else if (to > row.scrollLeft + row.clientWidth) row.scrollLeft = to - row.clientWidth;
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent) => {
    const from = items.findIndex((item) => item.id === selected);
    const to = rovingIndex(event.key, Math.max(from, 0), items.length);
    const item = to === undefined ? undefined : items[to];
    if (item === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(item.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(name, item.id))}`)?.focus();
  };
  return (
    <div
      ref={list}
      className={classNames(style.tabs, mono && style.mono)}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {items.map((item, index) => {
        const chosen = item.id === selected;
        return (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={tabId(name, item.id)}
            className={style.tab}
            aria-selected={chosen}
            aria-controls={panelId(name)}
            tabIndex={chosen || (selected === undefined && index === 0) ? 0 : -1}
            onClick={() => onSelect(item.id)}
          >
            {item.label}
            {item.count !== undefined && (
              <span
                className={classNames(style.count, item.alarming === true && style.alarming)}
                aria-label={item.countLabel}
              >
                {item.count}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
