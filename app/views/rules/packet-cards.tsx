import type { ReactElement } from 'react';
import type { Hop } from '../../../sim-core/index.js';
import { endAddress } from '../../i18n/hop-words.js';
import { useRulesText } from '../../i18n/rules-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import { textWidth, type Font } from '../../ui/text-metrics.js';
import type { LeaveCard } from './graph-box.js';
import type { SectionTitle } from './graph-layout.js';
import style from './packet-cards.module.css';

interface EndChipProps {
  readonly hop: Hop;
  readonly side: 'before' | 'after';
  readonly end: 'src' | 'dst';
}

function EndChip({ hop, side, end }: EndChipProps): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  const text = endAddress(hop[side], end);
  const isNew = side === 'after' && text !== endAddress(hop.before, end);
  return <IpChip kind={ipKind(hop[side][end], cluster)} text={text} state={isNew ? 'now' : 'rest'} />;
}

interface HeaderCardProps {
  /** The packet's hop, before whose step it looks like this. */
  readonly hop: Hop;
  readonly title: SectionTitle;
  /** Of the whole picture. */
  readonly width: number;
}

const around = 84;
const font: Font = { family: 'mono', size: 12, weight: 400 };

/** The packet's addresses beside the hook whose chains it is in, or below its name where that is long. */
export function HeaderCard({ hop, title, width }: HeaderCardProps): ReactElement {
  const words = useRulesText();
  const own = around + textWidth(endAddress(hop.before, 'src') + endAddress(hop.before, 'dst'), font);
  const beside = title.end + 16 + own <= width;
  const place = beside ? { left: title.end + 16, top: title.y - 18 } : { left: title.x, top: title.y + 8 };
  return (
    <p className={style.header} style={place} role="group" aria-label={words.header}>
      <EndChip hop={hop} side="before" end="src" />
      <span aria-hidden="true">→</span>
      <EndChip hop={hop} side="before" end="dst" />
    </p>
  );
}

interface LeavingCardProps {
  readonly card: LeaveCard;
  readonly hop: Hop;
  /** The packet has come so far. */
  readonly reached: boolean;
}

/** The packet's addresses once the chain above has rewritten it. */
export function LeavingCard({ card, hop, reached }: LeavingCardProps): ReactElement {
  const words = useRulesText();
  const { x, y, w, h } = card;
  return (
    <div
      className={classNames(style.leaving, !reached && style.later)}
      style={{ left: x, top: y, width: w, height: h }}
    >
      <p>{words.leaves}</p>
      <EndChip hop={hop} side="after" end="src" />
      <EndChip hop={hop} side="after" end="dst" />
      {hop.mark !== 0 && (
        <p>
          {words.carrying} <code>0x{hop.mark.toString(16)}</code>
        </p>
      )}
    </div>
  );
}
