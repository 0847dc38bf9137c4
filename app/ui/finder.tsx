import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import style from './finder.module.css';
import { Icon } from './icon.js';
import { Kbd } from './kbd.js';
import { Modal } from './modal.js';

/** One thing that can be found. */
export interface FinderItem {
  readonly id: string;
  readonly body: ReactNode;
  /** At the end of the line: a key, or where it is. */
  readonly keys?: string;
  readonly note?: string;
  /** A second line. */
  readonly detail?: string;
  readonly onSelect: () => void;
}

export interface FinderGroup {
  readonly title: string;
  readonly items: readonly FinderItem[];
}

interface FinderProps {
  readonly label: string;
  readonly placeholder: string;
  /** Said when nothing matches. */
  readonly nothing: string;
  /** How many were found, in words. */
  readonly count: (count: number) => string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly groups: readonly FinderGroup[];
  /** Enter was pressed before the list was there. */
  readonly takesFirst?: boolean;
  readonly onClose: () => void;
}

/** What is typed goes on after what was typed before the field was there. */
const caretToEnd = (field: HTMLInputElement | null): void =>
  field?.setSelectionRange(field.value.length, field.value.length);

/** Where a key leads in a list of `count`; it goes round. */
function moved(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index + count - 1) % count;
  if (key === 'PageDown') return Math.min(index + 8, count - 1);
  return key === 'PageUp' ? Math.max(index - 8, 0) : undefined;
}

/** A text field over a grouped list: arrows choose, Enter takes, Esc leaves. The focus stays in the field. */
export function Finder(props: FinderProps): ReactElement {
  const { label, groups, query, onQuery, onClose, takesFirst = false } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const items = groups.flatMap((group) => group.items);
  const index = Math.min(chosen, Math.max(items.length - 1, 0));
  const optionId = (item: FinderItem) => `${id}-${item.id}`;
  const current = items[index];

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [index, query]);

  const take = (item: FinderItem | undefined) => {
    if (item === undefined) return;
    onClose();
    item.onSelect();
  };
  const taken = useRef(false);
  useEffect(() => {
    if (!takesFirst || taken.current || items.length === 0) return;
    taken.current = true;
    take(items[0]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = moved(event.key, index, items.length);
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) take(current);
    else setChosen(to);
  };
  return (
    <Modal className={style.finder} name={{ label }} onClose={onClose}>
      <div className={style.inner}>
        <div className={style.field}>
          <Icon name="search" />
          <input
            role="combobox"
            aria-label={label}
            aria-expanded={items.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={current === undefined ? undefined : optionId(current)}
            placeholder={props.placeholder}
            value={query}
            autoFocus
            ref={caretToEnd}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            onChange={(event) => {
              setChosen(0);
              onQuery(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
          <button type="button" className={style.leave} aria-label="Esc" tabIndex={-1} onClick={onClose}>
            <Kbd>esc</Kbd>
          </button>
        </div>
        <div className={style.list} ref={list} id={`${id}-list`} role="listbox" aria-label={label}>
          {groups.map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <p className={style.title} aria-hidden="true">
                {group.title}
              </p>
              {group.items.map((item) => (
                <Option
                  key={item.id}
                  id={optionId(item)}
                  item={item}
                  chosen={item === current}
                  onPoint={() => setChosen(items.indexOf(item))}
                  onTake={() => take(item)}
                />
              ))}
            </div>
          ))}
        </div>
        {items.length === 0 && <p className={style.nothing}>{props.nothing}</p>}
        <p className="visually-hidden" role="status">
          {items.length === 0 ? props.nothing : props.count(items.length)}
        </p>
      </div>
    </Modal>
  );
}

interface OptionProps {
  readonly id: string;
  readonly item: FinderItem;
  readonly chosen: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

function Option({ id, item, chosen, onPoint, onTake }: OptionProps): ReactElement {
  return (
    <div id={id} role="option" aria-selected={chosen} className={style.option} onPointerMove={onPoint} onClick={onTake}>
      <span className={style.words}>
        <span className={style.body}>{item.body}</span>
        {item.detail !== undefined && <span className={style.detail}>{item.detail}</span>}
      </span>
      {item.note !== undefined && <span className={style.note}>{item.note}</span>}
      {item.keys !== undefined && <Kbd>{item.keys}</Kbd>}
    </div>
  );
}
