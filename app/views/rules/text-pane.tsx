import { useMemo, useState, type ReactElement } from 'react';
import { useModesText } from '../../i18n/modes-text.js';
import { useRulesText } from '../../i18n/rules-text.js';
import { useText } from '../../i18n/text.js';
import { usePlayback } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { Icon } from '../../ui/icon.js';
import { Segmented } from '../../ui/segmented.js';
import { tabPanel, Tabs } from '../../ui/tabs.js';
import { lastMet, metThings } from './met-things.js';
import type { Listing } from './node-rules.js';
import { RuleOrigin } from './rule-origin.js';
import style from './rules-view.module.css';
import type { SaveLine } from './save-lines.js';
import { SaveText, selectionOfLine } from './save-text.js';
import { SinceLine } from './since-line.js';

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
  const { leftoverLine } = useModesText();
  const words = useRulesText();
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
  const { absentIn, command } = listing;
  const nothing = lines.length > 0 ? undefined : wanted === '' ? rules.noChange : rules.noneFound;
  return (
    <section className={style.text}>
      <div className={style.head}>
        <Tabs
          name="rule-text"
          label={words.texts}
          items={listings.map((one) => ({ id: one.command, label: <code lang="en">{one.command}</code> }))}
          selected={command}
          onSelect={(wish) => {
            const other = listings.find((one) => one.command === wish);
            if (other !== undefined) onListing(other);
          }}
        />
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
      <div className={style.panel} {...tabPanel('rule-text', command)}>
        {absentIn !== undefined ? (
          <p className={style.nothing}>{words.absent[command]?.(absentIn)}</p>
        ) : (
          <>
            {show === 'diff' && <SinceLine node={node} {...signs} />}
            <div className={style.find}>
              <Search wanted={wanted} found={lines.length} onWanted={setWanted} />
            </div>
            {nothing !== undefined && <p className={style.nothing}>{nothing}</p>}
            <SaveText
              node={node}
              lines={lines}
              met={met}
              followed={followed}
              onChoose={(line) => useSelection.getState().pin(selectionOfLine(node, line))}
              command={command}
              leftover={leftoverLine}
            />
            <RuleOrigin node={node} line={chosen} />
          </>
        )}
      </div>
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
