import type { ReactElement } from 'react';
import { hostPort, type CompareView } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import {
  comparable,
  connections,
  fewestCompared,
  setSeed,
  toggleCompared,
  useCompare,
  type ComparableMode,
} from '../../state/compare.js';
import { ipKind } from '../../state/ip-kind.js';
import { pageParameters } from '../../state/page-parameters.js';
import { classNames } from '../../ui/class-names.js';
import { Button } from '../../ui/button.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './compare-bar.module.css';

/** Which modes, which packet, and the seed of all that is left to chance. */
export function CompareBar({ flow }: { readonly flow: CompareView['flow'] | undefined }): ReactElement {
  const words = useCompareText();
  const seed = useCompare((state) => state.seed);
  return (
    <div className={style.bar}>
      <ModeToggles />
      {flow !== undefined && <SamePacket flow={flow} />}
      <div className={style.run}>
        <label className={style.seed}>
          {words.seed}
          <input
            type="text"
            inputMode="numeric"
            value={String(seed)}
            onChange={({ target }) => /^\d{0,9}$/.test(target.value) && setSeed(Number(target.value))}
          />
        </label>
        <Button icon="restart" onClick={() => setSeed(seed + 1)}>
          {words.again(connections)}
        </Button>
      </div>
    </div>
  );
}

function ModeToggles(): ReactElement {
  const words = useCompareText();
  const modes = useCompare((state) => state.modes);
  const isLast = (mode: ComparableMode): boolean => modes.length <= fewestCompared && modes.includes(mode);
  return (
    <div className={style.modes} role="group" aria-label={words.modes}>
      {comparable.map((mode) => (
        <button
          key={mode}
          type="button"
          className={style.mode}
          aria-pressed={modes.includes(mode)}
          aria-disabled={isLast(mode)}
          title={isLast(mode) ? words.atLeast : words.about[mode]}
          lang="en"
          onClick={() => toggleCompared(mode)}
        >
          {mode}
        </button>
      ))}
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
    <p className={classNames(style.packet, pageParameters.embed && style.alone)}>
      <span>{words.same}</span>
      {end(flow.src, flow.sport)}
      <span aria-hidden="true">→</span>
      {end(flow.dst, flow.dport)}
    </p>
  );
}
