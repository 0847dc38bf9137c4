import { useMemo, type ReactElement } from 'react';
import type { Trace } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { useQuery } from '../../state/cluster-view.js';
import { useLayout } from '../../state/layout.js';
import { useLit, usePlayback } from '../../state/playback.js';
import { relatedOrigins, sameThing, selectionOfHop, useSelection, type Selection } from '../../state/selection.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import style from './dock.module.css';

/** More than this is for the rules view. */
const longestList = 400;

function visitedOn(trace: Trace | undefined, node: string): ReadonlySet<string> {
  if (trace === undefined) return new Set();
  const met = (['request', 'reply'] as const).flatMap((leg) =>
    trace[leg].map((hop) => selectionOfHop(trace, leg, hop)),
  );
  return new Set(
    met.flatMap(({ rule, element }) => [rule, element].flatMap((one) => (one?.node === node ? [one.id] : []))),
  );
}

/** The node's rules as it would save them; those the packet met are lit. */
export function RuleList({ node }: { readonly node: string }): ReactElement {
  const { dock } = useText().lab;
  const ruleset = useQuery({ kind: 'ruleset', node });
  const trace = usePlayback((state) => state.trace);
  const lit = useLit();
  const pin = useSelection((state) => state.pin);
  const hover = useSelection((state) => state.hover);
  const visited = useMemo(() => visitedOn(trace, node), [trace, node]);
  const rules = useMemo(() => ruleset?.lines.filter((line) => line.kind === 'rule') ?? [], [ruleset]);
  if (ruleset === undefined || ruleset.node !== node) return <p className={style.empty}>{dock.noRules}</p>;
  return (
    <>
      <p className={style.note}>
        {dock.rulesOf(node, ruleset.revision)}
        <Button look="quiet" iconEnd="chevron-right" onClick={() => useLayout.getState().set({ view: 'rules' })}>
          {dock.openRules}
        </Button>
      </p>
      <ul className={style.list} lang="en">
        {rules.slice(0, longestList).map(({ text, ruleId: id, origin }) => {
          const rule = id === undefined ? undefined : { node, id };
          const own: Selection = { ...(rule && { rule }), ...(origin && { origin, object: origin.object }) };
          const chosen =
            lit?.rule === undefined
              ? relatedOrigins(origin, lit?.origin)
              : sameThing(lit.rule, rule) || sameThing(lit.element, rule);
          return (
            <li key={id}>
              <button
                type="button"
                className={classNames(
                  style.line,
                  id !== undefined && visited.has(id) && style.lit,
                  chosen && style.bright,
                )}
                onClick={() => pin(own)}
                onPointerEnter={() => hover(own)}
                onPointerLeave={() => hover(undefined)}
              >
                {text.trim()}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
