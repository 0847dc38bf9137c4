import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { readAddressList, type CapturedPacket, type CapturedSummary } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { Button } from '../ui/button.js';
import { Segmented } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import style from './bring-your-own.module.css';

const protocols = ['TCP', 'UDP', 'SCTP', 'ICMP'] as const;
const states = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'] as const;

type Draft = Omit<CapturedPacket, 'localAddresses' | 'podCIDR' | 'dport'> & {
  readonly local: string;
  readonly podRange: string;
  readonly port: string;
};

function firstDraft({ guess, services }: CapturedSummary): Draft {
  const [service] = services;
  return {
    entry: 'pod',
    protocol: service?.protocol ?? 'TCP',
    source: guess.podIP ?? '10.244.0.12',
    destination: service?.ip ?? '10.96.0.1',
    port: String(service?.port ?? 443),
    sport: 40000,
    ctState: 'NEW',
    uplink: 'eth0',
    podInterface: 'cni0',
    local: guess.nodeIP ?? '192.168.10.11',
    podRange: guess.podCIDR ?? '10.244.0.0/24',
    seed: 1,
  };
}

const packetOf = ({ local, podRange, port, ...draft }: Draft): CapturedPacket => ({
  ...draft,
  dport: draft.protocol === 'ICMP' ? 0 : Number(port),
  localAddresses: readAddressList(local),
  ...(podRange.trim() !== '' && { podCIDR: podRange.trim() }),
});

interface PacketFormProps {
  readonly summary: CapturedSummary;
  readonly walked: boolean;
  readonly onWalk: (packet: CapturedPacket) => void;
}

export function PacketForm({ summary, walked, onWalk }: PacketFormProps): ReactElement {
  const words = useBringYourOwnText();
  const [draft, setDraft] = useState(() => firstDraft(summary));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const enter = (entry: Draft['entry']): void => {
    const source = {
      outside: '203.0.113.9',
      pod: summary.guess.podIP ?? draft.source,
      node: readAddressList(draft.local)[0],
    };
    change({ entry, source: source[entry] ?? draft.source });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onWalk(packetOf(draft));
  };
  const again = (): void => {
    const next = { ...draft, seed: draft.seed + 1 };
    setDraft(next);
    onWalk(packetOf(next));
  };
  return (
    <form className={style.form} onSubmit={submit} aria-label={words.packet}>
      <Segmented
        label={words.entry}
        segments={(['outside', 'pod', 'node'] as const).map((value) => ({ value, label: words.entries[value] }))}
        value={draft.entry}
        onChange={enter}
      />
      <div className={style.fields}>
        {summary.services.length > 0 && <ServicePicker summary={summary} onPick={change} />}
        <Text label={words.source} value={draft.source} onChange={(source) => change({ source })} />
        <Text label={words.destination} value={draft.destination} onChange={(destination) => change({ destination })} />
        {draft.protocol !== 'ICMP' && (
          <Text label={words.port} value={draft.port} onChange={(port) => change({ port })} />
        )}
        <Field label={words.protocol}>
          <Select
            label={words.protocol}
            value={draft.protocol}
            choices={protocols.map((value) => ({ value, label: value }))}
            onChange={(value) => change({ protocol: protocols.find((known) => known === value) ?? 'TCP' })}
          />
        </Field>
        <Field label={words.state}>
          <Select
            label={words.state}
            value={draft.ctState}
            choices={states.map((value) => ({ value, label: value }))}
            onChange={(value) => change({ ctState: states.find((known) => known === value) ?? 'NEW' })}
          />
        </Field>
        <Text label={words.local} value={draft.local} onChange={(local) => change({ local })} />
        <Text label={words.podPrefix} value={draft.podRange} onChange={(podRange) => change({ podRange })} />
        <Text label={words.uplink} value={draft.uplink} onChange={(uplink) => change({ uplink })} />
        <Text
          label={words.podInterface}
          value={draft.podInterface}
          onChange={(podInterface) => change({ podInterface })}
        />
      </div>
      <div className={style.row}>
        <Button look="solid" type="submit">
          {words.walk}
        </Button>
        {walked && <Button onClick={again}>{words.walkAgain}</Button>}
      </div>
    </form>
  );
}

function ServicePicker({
  summary,
  onPick,
}: {
  readonly summary: CapturedSummary;
  readonly onPick: (part: Partial<Draft>) => void;
}): ReactElement {
  const words = useBringYourOwnText();
  const [index, setIndex] = useState('0');
  return (
    <Field label={words.service}>
      <Select
        label={words.service}
        value={index}
        choices={summary.services.map(({ name, ip, port, protocol }, at) => ({
          value: String(at),
          label: `${name} → ${ip}:${port} ${protocol}`,
        }))}
        onChange={(value) => {
          setIndex(value);
          const service = summary.services[Number(value)];
          if (service) onPick({ destination: service.ip, port: String(service.port), protocol: service.protocol });
        }}
      />
    </Field>
  );
}

const Field = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement => (
  <label>
    <span>{label}</span>
    {children}
  </label>
);

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Text = ({ label, value, onChange }: TextProps): ReactElement => (
  <Field label={label}>
    <input value={value} aria-label={label} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
  </Field>
);
