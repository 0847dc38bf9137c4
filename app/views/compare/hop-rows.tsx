import type { ReactElement, ReactNode } from 'react';
import type { CompareHop, CompareWalk } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { sentence, useText } from '../../i18n/text.js';
import { useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { QuotedWords } from '../../ui/quote-lines.js';
import style from './hop-rows.module.css';

interface HopRowsProps {
  readonly mode: string;
  readonly walk: CompareWalk;
  readonly first: string;
}

/** The steps that decided something, the first that is another than in the first mode marked. */
export function HopRows({ mode, walk, first }: HopRowsProps): ReactElement {
  const words = useCompareText();
  const { hops, divergence } = walk;
  const parted = divergence && words.why[divergence.why](first);
  return (
    <ol className={style.hops} aria-label={words.steps(mode)}>
      {hops.map((hop, i) => (
        <HopRow
          key={`${hop.index} ${hop.title}`}
          hop={hop}
          number={i + 1}
          otherNode={i > 0 && hop.node !== hops[i - 1]?.node ? hop.node : undefined}
          parted={divergence?.hop === i ? parted : undefined}
        />
      ))}
      {hops.length === 0 && parted !== undefined && <li className={style.why}>{parted}</li>}
    </ol>
  );
}

interface HopRowProps {
  readonly hop: CompareHop;
  readonly number: number;
  /** Named where the packet has come to another node. */
  readonly otherNode: string | undefined;
  readonly parted: string | undefined;
}

function HopRow({ hop, number, otherNode, parted }: HopRowProps): ReactElement {
  const words = useCompareText();
  const text = useText();
  const pin = useSelection((state) => state.pin);
  const { origin } = hop;
  const title = words.titles[hop.title](hop);
  return (
    <li className={classNames(style.hop, parted !== undefined && style.parted)}>
      <span className={style.number} aria-hidden="true">
        {number}
      </span>
      <div className={style.body}>
        <p className={style.title} title={sentence(hop.reason, text)}>
          {origin === undefined ? (
            <span>{title}</span>
          ) : (
            <button type="button" onClick={() => pin({ origin, object: origin.object })}>
              {title}
            </button>
          )}
          {otherNode !== undefined && <span className={style.node}>{words.on(otherNode)}</span>}
          {hop.badge !== '' && (
            <code className={style.badge} lang="en">
              {hop.badge}
            </code>
          )}
        </p>
        {hop.text !== '' && <Quote hop={hop} />}
        {parted !== undefined && <p className={style.why}>{parted}</p>}
      </div>
    </li>
  );
}

/**
 * A quotation cut to what decides: without the rule's comment, without the elements that a number did not fall on,
 * and with narrower columns. The whole line is one hover away.
 */
function cut({ text, reason }: CompareHop): string {
  const bare = text.replace(/ -m comment --comment (?:"[^"]*"|\S+)/, '').replace(/ {4,}/g, '   ');
  if (reason.code !== 'numgen-picks') return bare;
  const { drawn, of } = reason;
  return bare.replace(/\{ (.*) \}/, (_, elements: string) => {
    const before = drawn > 0 ? '…, ' : '';
    const after = drawn < of - 1 ? ', …' : '';
    return `{ ${before}${elements.split(', ')[drawn] ?? ''}${after} }`;
  });
}

function Quote({ hop }: { readonly hop: CompareHop }): ReactElement {
  const { text, lit } = hop;
  const shown = cut(hop);
  const marked = lit === text ? shown : lit;
  const at = marked === undefined ? -1 : shown.lastIndexOf(marked);
  const quoted: ReactNode =
    at === -1 ? (
      <QuotedWords text={shown} />
    ) : (
      <>
        <QuotedWords text={shown.slice(0, at)} />
        <mark>
          <QuotedWords text={shown.slice(at)} />
        </mark>
      </>
    );
  return (
    <code className={style.text} lang="en" title={text}>
      {quoted}
    </code>
  );
}
