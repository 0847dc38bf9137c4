import { useMemo, type ReactElement } from 'react';
import type { ChainView } from '../../../sim-core/index.js';
import { useRulesText } from '../../i18n/rules-text.js';
import type { ruleTexts } from '../../i18n/en/rules.js';
import style from './rules-view.module.css';
import type { VisitedRule } from './visits.js';

type Why = keyof (typeof ruleTexts)['why'];

interface WhyNoteProps {
  readonly visits: readonly VisitedRule[];
  readonly chains: readonly ChainView[];
  readonly cursor: number;
}

/** What of a rule asks for a word of explanation. */
function reasonOf({ visit, id }: VisitedRule, targets: ReadonlyMap<string, string>): Why | undefined {
  const target = visit.matched ? (targets.get(id) ?? '') : '';
  if (visit.affinity !== undefined && visit.matched) return 'affinity';
  if (visit.roll !== undefined) return 'roll';
  if (visit.numgen !== undefined) return 'numgen';
  if (visit.lookup !== undefined) return 'lookup';
  if (visit.member !== undefined) return 'member';
  if (visit.mark !== undefined) return 'mark';
  if (/^masquerade\b/i.test(target)) return 'masquerade';
  return /^REDIRECT\b/.test(target) ? 'redirect' : undefined;
}

/** Of the rules that were met, what each does. */
function targetsOf(visits: readonly VisitedRule[], chains: readonly ChainView[]): ReadonlyMap<string, string> {
  const met = new Set(visits.map(({ id }) => id));
  const names = new Set(visits.map(({ visit }) => visit.ref.chain));
  const rules = chains.filter(({ name }) => names.has(name)).flatMap((chain) => chain.rules);
  return new Map(rules.flatMap(({ ruleId, target }) => (met.has(ruleId) ? [[ruleId, target]] : [])));
}

/** Why the last thing that the packet met is done the way it is. */
export function WhyNote({ visits, chains, cursor }: WhyNoteProps): ReactElement | null {
  const { why } = useRulesText();
  const targets = useMemo(() => targetsOf(visits, chains), [visits, chains]);
  const past = visits.filter(({ hop }) => hop <= cursor);
  if (visits.length === 0) return null;
  const found = past.reduce<Why | undefined>((last, visited) => reasonOf(visited, targets) ?? last, undefined);
  const [title, text] = why[found ?? 'walk'];
  return (
    <p className={style.why}>
      <strong>{title}</strong> {text}
    </p>
  );
}
