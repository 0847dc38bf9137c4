import type { ReactElement } from 'react';
import { hostPort, type CompareView } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { pageParameters } from '../../state/page-parameters.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './compare-bar.module.css';
import ModeToggles from './mode-toggles.js';
import RunAgain from './run-again.js';

/** Which modes, which packet, and the seed of all that is left to chance; less what the page's own bars have room for. */
export function CompareBar({ flow }: { readonly flow: CompareView['flow'] | undefined }): ReactElement {
  const alone = pageParameters.embed;
  return (
    <div className={classNames(style.bar, !alone && style.partly)}>
      <span className={style.modes}>
        <ModeToggles />
      </span>
      {alone && flow !== undefined && <SamePacket flow={flow} />}
      <RunAgain />
    </div>
  );
}

function SamePacket({ flow }: { readonly flow: NonNullable<CompareView['flow']> }): ReactElement {
  const words = useCompareText();
  const cluster = useClusterView((state) => state.cluster);
  const end = (ip: string, port: number): ReactElement => (
    <IpChip kind={ipKind(ip, cluster)} text={port === 0 ? ip : hostPort(ip, port)} />
  );
  return (
    <p className={style.packet}>
      <span>{words.same}</span>
      {end(flow.src, flow.sport)}
      <span aria-hidden="true">→</span>
      {end(flow.dst, flow.dport)}
    </p>
  );
}
