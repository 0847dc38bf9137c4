import type { ReactElement, ReactNode } from 'react';
import type { RulesCause, RulesChangeView } from '../../../sim-core/index.js';
import { useRulesText } from '../../i18n/rules-text.js';
import { useQuery } from '../../state/cluster-view.js';
import { useSelection } from '../../state/selection.js';
import style from './rules-view.module.css';

/** Causes that are told one by one. */
const mostTold = 3;

interface SinceLineProps {
  readonly node: string;
  readonly added: number;
  readonly removed: number;
}

/** Since when the difference is, and what made it: `Since revision 5: web-4tz left the endpoints of web`. */
export function SinceLine({ node, added, removed }: SinceLineProps): ReactElement {
  const words = useRulesText();
  const answer = useQuery({ kind: 'rulesChange', node });
  const change = answer?.node === node ? answer : undefined;
  return (
    <div className={style.since}>
      <p>
        {change === undefined ? words.sinceBefore : words.since(change.since)}{' '}
        {change !== undefined && <Causes change={change} />}
      </p>
      <span className={style.plus}>+{added}</span>
      <span className={style.minus}>−{removed}</span>
    </div>
  );
}

function Causes({ change: { causes, modes } }: { readonly change: RulesChangeView }): ReactElement {
  const words = useRulesText();
  const told: ReactNode[] = [
    ...(modes === undefined ? [] : [<span key="modes">{words.switched(modes.before, modes.after)}</span>]),
    ...causes.slice(0, mostTold).map((cause, i) => <Cause key={i} cause={cause} />),
    ...(causes.length > mostTold ? [<span key="more">{words.moreCauses(causes.length - mostTold)}</span>] : []),
  ];
  return <>{told.flatMap((one, i) => (i === 0 ? [one] : [words.between.causes, one]))}</>;
}

function Cause({ cause }: { readonly cause: RulesCause }): ReactElement {
  const words = useRulesText();
  const { pin, hover } = useSelection.getState();
  const { kind, service } = cause;
  const [field] = kind === 'service-edited' ? cause.fields : [];
  const selection = {
    object: service,
    ...(field !== undefined && { origin: { object: service, field } }),
  };
  const subject =
    kind === 'service-edited' ? cause.fields.join(words.between.fields) : 'endpoint' in cause ? cause.endpoint : '';
  return (
    <button
      type="button"
      className={style.cause}
      onClick={() => pin(selection)}
      onPointerEnter={() => hover(selection)}
      onPointerLeave={() => hover(undefined)}
    >
      {subject !== '' && <strong lang="en">{subject}</strong>} {words.causes[kind](service.name)}
    </button>
  );
}
