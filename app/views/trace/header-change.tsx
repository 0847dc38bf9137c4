import type { ReactElement } from 'react';
import type { Hop } from '../../../sim-core/index.js';
import { endAddress } from '../../i18n/hop-words.js';
import { useText } from '../../i18n/text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './header-change.module.css';

/** Both addresses of the packet, as they were and as they are now. */
export function HeaderChange({ hop }: { readonly hop: Hop }): ReactElement {
  return (
    <dl className={style.header}>
      <End hop={hop} end="src" />
      <End hop={hop} end="dst" />
    </dl>
  );
}

function End({ hop, end }: { readonly hop: Hop; readonly end: 'src' | 'dst' }): ReactElement {
  const { trace: words } = useText();
  const cluster = useClusterView((state) => state.cluster);
  const before = endAddress(hop.before, end);
  const after = endAddress(hop.after, end);
  const kindBefore = ipKind(hop.before[end], cluster);
  const kindAfter = ipKind(hop.after[end], cluster);
  return (
    <>
      <dt>{end === 'src' ? words.source : words.destination}</dt>
      {before === after ? (
        <dd>
          <IpChip kind={kindAfter} text={after} kindLabel={words.ipKinds[kindAfter]} />
          {hop.before !== hop.after && <small>{words.unchanged}</small>}
        </dd>
      ) : (
        <dd className={style.changed}>
          <IpChip kind={kindBefore} text={before} state="was" kindLabel={words.ipKinds[kindBefore]} />
          <IpChip kind={kindAfter} text={after} state="now" kindLabel={words.ipKinds[kindAfter]} />
          <small className={style.word}>{words.changed}</small>
        </dd>
      )}
    </>
  );
}
