import { useMemo, type ReactElement } from 'react';
import type { Trace } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { useQuery } from '../../state/cluster-view.js';
import { useLayout } from '../../state/layout.js';
import { useLit, usePlayback } from '../../state/playback.js';
import { relatedOrigins, ruleId, useSelection } from '../../state/selection.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import style from './dock.module.css';

/** More than this is for the rules view. */
const longestList = 400;

function visitedOn(trace: Trace | undefined, node: string): ReadonlySet<string> {
  const hops = trace === undefined ? [] : [...trace.request, ...trace.reply];
  return new Set(hops.flatMap(({ rule }) => (rule?.node === node ? [ruleId(rule)] : [])));
}

/** The node's rules as it would save them; those the packet met are lit. */
export function RuleList({ node }: { readonly node: string }): ReactElement {
  const { dock } = useText().lab;
  const ruleset = useQuery({ kind: 'ruleset', node });
  const trace = usePlayback((state) => state.trace);
  const lit = useLit();
  const pin = useSelection((state) => state.pin);
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
          const chosen =
            lit?.rule === undefined
              ? relatedOrigins(origin, lit?.origin)
              : lit.rule.id === id && lit.rule.node === node;
          return (
            <li key={id}>
              <button
                type="button"
                className={classNames(
                  style.line,
                  id !== undefined && visited.has(id) && style.lit,
                  chosen && style.bright,
                )}
                onClick={() =>
                  pin({
                    ...(id === undefined ? {} : { rule: { node, id } }),
                    ...(origin === undefined ? {} : { origin, object: origin.object }),
                  })
                }
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
