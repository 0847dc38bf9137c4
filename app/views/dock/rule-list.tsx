import { useMemo, type ReactElement } from 'react';
import type { Trace } from '../../../sim-core/index.js';
import { useDockText } from '../../i18n/dock-text.js';
import { useLayout } from '../../state/layout.js';
import { useLit, usePlayback } from '../../state/playback.js';
import { isLineLit } from '../../state/printed/meaning.js';
import { selectionOfHop, useSelection, type Selection } from '../../state/selection.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import style from './dock.module.css';
import { useListings, type ListedLine, type Listing } from './listing.js';

/** More than this is for the rules view. */
const longestList = 400;

/** Ids of all that the packet met on a node. */
function metOn(trace: Trace | undefined, node: string): ReadonlySet<string> {
  if (trace === undefined) return new Set();
  const met = (['request', 'reply'] as const).flatMap((leg) =>
    trace[leg].map((hop) => selectionOfHop(trace, leg, hop)),
  );
  return new Set(
    met.flatMap(({ rule, element }) => [rule, element].flatMap((one) => (one?.node === node ? [one.id] : []))),
  );
}

/** What kube-proxy made on the node, as its commands print it; what the packet met is lit. */
export function RuleList({ node }: { readonly node: string }): ReactElement {
  const words = useDockText();
  const listings = useListings(node);
  const trace = usePlayback((state) => state.trace);
  const met = useMemo(() => metOn(trace, node), [trace, node]);
  const lit = useLit();
  if (listings === undefined) return <p className={style.empty}>{words.noRules}</p>;
  return (
    <>
      {listings.map((listing, i) => (
        <Lines key={listing.command} node={node} listing={listing} isFirst={i === 0} met={met} lit={lit} />
      ))}
    </>
  );
}

interface LinesProps {
  readonly node: string;
  readonly listing: Listing;
  readonly isFirst: boolean;
  readonly met: ReadonlySet<string>;
  readonly lit: Selection | undefined;
}

function Lines({ node, listing, isFirst, met, lit }: LinesProps): ReactElement {
  const words = useDockText();
  const { command, revision, lines } = listing;
  return (
    <section aria-label={words.rulesOf(command, node, revision)}>
      <p className={style.note}>
        <span>{words.rulesOf(command, node, revision)}</span>
        {isFirst && (
          <Button look="quiet" iconEnd="chevron-right" onClick={() => useLayout.getState().set({ view: 'rules' })}>
            {words.openRules}
          </Button>
        )}
      </p>
      <ul className={style.list} lang="en">
        {lines.slice(0, longestList).map((line, i) => (
          <Line key={`${i} ${line.selection?.rule?.id ?? ''}`} line={line} met={met} lit={lit} />
        ))}
      </ul>
      {lines.length > longestList && <p className={style.note}>{words.firstOnly(longestList, lines.length)}</p>}
    </section>
  );
}

interface LineProps extends Pick<LinesProps, 'met' | 'lit'> {
  readonly line: ListedLine;
}

function Line({ line: { text, selection }, met, lit }: LineProps): ReactElement {
  const { pin, hover } = useSelection.getState();
  if (selection === undefined) {
    return (
      <li>
        <span className={classNames(style.line, style.plain)}>{text}</span>
      </li>
    );
  }
  const id = selection.rule?.id;
  return (
    <li>
      <button
        type="button"
        className={classNames(
          style.line,
          id !== undefined && met.has(id) && style.lit,
          isLineLit(selection, lit) && style.bright,
        )}
        onClick={() => pin(selection)}
        onPointerEnter={() => hover(selection)}
        onPointerLeave={() => hover(undefined)}
      >
        {text}
      </button>
    </li>
  );
}
