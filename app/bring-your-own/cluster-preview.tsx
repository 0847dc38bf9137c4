import { useState, type ReactElement } from 'react';
import { parseCidr, type DumpFile, type ImportCorrections, type ImportedCluster } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { proxyModes } from '../state/mode-config.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Select } from '../ui/select.js';
import style from './bring-your-own.module.css';

const size = (files: readonly DumpFile[]): string => {
  const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
  return bytes < 1e6 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
};

interface PreviewProps {
  readonly files: readonly DumpFile[];
  readonly cluster: ImportedCluster;
  readonly onAnother: () => void;
  readonly onOpen: (corrections: ImportCorrections) => void;
}

const splitRanges = (text: string): readonly string[] => text.split(/[\s,]+/).filter((part) => part !== '');
const areRanges = (text: string): boolean => {
  const parts = splitRanges(text);
  return parts.length > 0 && parts.every((part) => parseCidr(part) !== undefined);
};

/** What was understood of a dump, to be corrected before it becomes a lab. */
export function ClusterPreview({ files, cluster, onAnother, onOpen }: PreviewProps): ReactElement {
  const words = useBringYourOwnText();
  const { summary } = cluster;
  const [services, setServices] = useState(summary.serviceCIDRs.ranges.join(', '));
  const [pods, setPods] = useState(summary.clusterCIDRs.ranges.join(', '));
  const [mode, setMode] = useState(summary.mode);
  const open = (): void =>
    onOpen({
      serviceCIDRs: splitRanges(services),
      clusterCIDRs: splitRanges(pods),
      ...(mode !== summary.mode && { mode }),
    });
  return (
    <div className={style.preview}>
      <p className={style.note}>
        {words.files(
          files.map(({ name }) => name),
          size(files),
        )}
      </p>
      <section aria-label={words.understood}>
        <h3>{words.understood}</h3>
        <ul className={style.counts}>
          {summary.counts.map(({ kind, count }) => (
            <li key={kind}>
              <strong>{count}</strong> {kind}
            </li>
          ))}
        </ul>
      </section>
      <div className={style.fields}>
        <RangeField
          label={words.serviceRange}
          note={words.from[summary.serviceCIDRs.from]}
          value={services}
          onChange={setServices}
        />
        <RangeField
          label={words.podRange}
          note={words.from[summary.clusterCIDRs.from]}
          value={pods}
          onChange={setPods}
        />
        <label>
          <span>{words.mode}</span>
          <Select
            label={words.mode}
            value={mode}
            choices={[...new Set([summary.mode, ...proxyModes])].map((value) => ({ value, label: value }))}
            onChange={setMode}
          />
        </label>
      </div>
      <section aria-label={words.nodes}>
        <h3>{words.nodes}</h3>
        <ul className={style.nodes}>
          {summary.nodes.slice(0, 60).map((node) => (
            <li key={node.name}>
              <strong>{node.name}</strong> <code>{node.ip}</code> <code>{node.podCIDR}</code> {node.zone}
            </li>
          ))}
          {summary.nodes.length > 60 && <li>…</li>}
        </ul>
      </section>
      {summary.warnings.map((warning) => (
        <p key={warning.kind} className={style.warning}>
          <Icon name="alert" />
          {words.warning(warning)}
        </p>
      ))}
      <p className={style.note}>
        {summary.leftOut.length > 0 &&
          `${words.leftOut}: ${summary.leftOut.map(({ kind, count }) => `${count} ${kind}`).join(', ')}. `}
        {words.leftOutNote}
      </p>
      <div className={style.foot}>
        <Button look="solid" disabled={!areRanges(services) || !areRanges(pods)} onClick={open}>
          {words.openLab}
        </Button>
        <Button onClick={onAnother}>{words.another}</Button>
      </div>
    </div>
  );
}

interface RangeFieldProps {
  readonly label: string;
  readonly note: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function RangeField({ label, note, value, onChange }: RangeFieldProps): ReactElement {
  const words = useBringYourOwnText();
  const wrong = !areRanges(value);
  return (
    <label>
      <span>{label}</span>
      <input
        value={value}
        aria-label={label}
        aria-invalid={wrong}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <small>{wrong ? words.wrongRange : note}</small>
    </label>
  );
}
