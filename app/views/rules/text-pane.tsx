import { useMemo, useState, type ReactElement } from 'react';
import { useModesText } from '../../i18n/modes-text.js';
import { useText } from '../../i18n/text.js';
import { usePlayback } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { Icon } from '../../ui/icon.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { lastMet, metThings } from './met-things.js';
import type { Listing } from './node-rules.js';
import { RuleOrigin } from './rule-origin.js';
import style from './rules-view.module.css';
import type { SaveLine } from './save-lines.js';
import { SaveText, selectionOfLine } from './save-text.js';

type Show = 'full' | 'diff';

interface TextPaneProps {
  readonly node: string;
  readonly listing: Listing;
  readonly listings: readonly Listing[];
  readonly onListing: (listing: Listing) => void;
}

function matching(lines: readonly SaveLine[], wanted: string): readonly SaveLine[] {
  const lower = wanted.trim().toLowerCase();
  return lower === '' ? lines : lines.filter((line) => line.text.toLowerCase().includes(lower));
}

/** What the packet met by now, and the last of it that stands in these lines. */
function useMet(node: string, lines: readonly SaveLine[]) {
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  return useMemo(() => {
    const known = new Set(lines.map(({ ruleId }) => ruleId));
    const things = metThings(trace, leg, node);
    const past = [...things.keys()].flatMap((id): (readonly [string, number])[] => {
      const hop = known.has(id) ? lastMet(things, id, cursor) : undefined;
      return hop === undefined ? [] : [[id, hop]];
    });
    const newest = past.reduce<readonly [string, number] | undefined>(
      (last, one) => (last === undefined || one[1] >= last[1] ? one : last),
      undefined,
    );
    return { met: new Set(past.map(([id]) => id)), newest: newest?.[0] };
  }, [trace, leg, node, cursor, lines]);
}

/** The text of a command on the node: whole, or what came and went; its lines lead to the YAML that made them. */
export function TextPane({ node, listing, listings, onListing }: TextPaneProps): ReactElement {
  const { rules } = useText();
  const { textOf, leftoverLine } = useModesText();
  const [show, setShow] = useState<Show>('full');
  const [wanted, setWanted] = useState('');
  const pinned = useSelection((state) => state.pinned?.rule);
  const full = useMemo(() => listing.full(), [listing]);
  const all = useMemo(() => (show === 'full' ? full : listing.diff()), [listing, full, show]);
  const lines = useMemo(() => matching(all, wanted), [all, wanted]);
  const { met, newest } = useMet(node, full);
  const followed = pinned?.node === node ? pinned.id : newest;
  const chosen = useMemo(
    () => (followed === undefined ? undefined : full.find((line) => line.ruleId === followed)),
    [full, followed],
  );
  const signs = {
    added: all.filter(({ sign }) => sign === '+').length,
    removed: all.filter(({ sign }) => sign === '-').length,
  };
  const nothing = lines.length === 0 ? (wanted === '' ? rules.noChange : rules.noneFound) : undefined;
  return (
    <section className={style.text}>
      <div className={style.bar}>
        {listings.length === 1 ? (
          <h3 className={style.title} lang="en">
            {listing.command}
          </h3>
        ) : (
          <span className={style.title}>
            <Select
              label={textOf}
              mono
              choices={listings.map(({ command }) => ({ value: command, label: command }))}
              value={listing.command}
              onChange={(command) => {
                const other = listings.find((one) => one.command === command);
                if (other !== undefined) onListing(other);
              }}
            />
          </span>
        )}
        <Search wanted={wanted} found={lines.length} onWanted={setWanted} />
        <Segmented
          label={rules.show}
          segments={[
            { value: 'full', label: rules.full },
            { value: 'diff', label: rules.diff },
          ]}
          value={show}
          onChange={setShow}
        />
      </div>
      {show === 'diff' && (
        <p className={style.since}>
          {rules.since}
          <span className={style.plus}>+{signs.added}</span>
          <span className={style.minus}>−{signs.removed}</span>
        </p>
      )}
      {nothing !== undefined && <p className={style.nothing}>{nothing}</p>}
      <SaveText
        node={node}
        lines={lines}
        met={met}
        followed={followed}
        onChoose={(line) => useSelection.getState().pin(selectionOfLine(node, line))}
        command={listing.command}
        leftover={leftoverLine}
      />
      <RuleOrigin node={node} line={chosen} />
    </section>
  );
}

interface SearchProps {
  readonly wanted: string;
  readonly found: number;
  readonly onWanted: (wanted: string) => void;
}

function Search({ wanted, found, onWanted }: SearchProps): ReactElement {
  const { rules } = useText();
  return (
    <label className={style.search}>
      <Icon name="search" size={14} />
      <input
        type="search"
        value={wanted}
        placeholder={rules.search}
        aria-label={rules.search}
        onChange={(event) => onWanted(event.target.value)}
      />
      {wanted !== '' && <span role="status">{rules.found(found)}</span>}
    </label>
  );
}
