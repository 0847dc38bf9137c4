import { lazy, Suspense, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useClusterView, useQuery } from '../state/cluster-view.js';
import { useLayout } from '../state/layout.js';
import { chooseMode, useModeQuestion } from '../state/mode-choice.js';
import { proxyModes } from '../state/mode-config.js';
import { Icon } from '../ui/icon.js';
import { Segmented, type Segment } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import { CompareModes } from './lazy-views.js';
import style from './top-bar.module.css';
import type { Frame } from './use-frame.js';

const ModeDialog = lazy(() => import('./mode-dialog.js'));

/** The five modes of kube-proxy; those that this release or system refuses say so, and can be had all the same. */
export function ModePicker({ frame }: { readonly frame: Frame }): ReactElement {
  const { topBar } = useText().lab;
  const mode = useClusterView((state) => state.cluster?.mode) ?? proxyModes[0];
  const comparing = useLayout((state) => state.view === 'compare');
  const question = useModeQuestion((state) => state.question);
  const answer = useQuery({ kind: 'proxyModes' });
  const refusals = new Map(answer?.modes.map(({ name, refusal }) => [name, refusal]));
  const notes: Readonly<Record<string, string>> = topBar.modeVersions;
  const shown = [...new Set<string>([...proxyModes, mode])];
  const choose = (name: string) => void chooseMode(name);
  const label = (name: string): string => (notes[name] === undefined ? name : `${name} ${notes[name]}`);
  const segments = shown.map((name): Segment<string> => {
    const [note, refusal] = [notes[name], name === mode ? undefined : refusals.get(name)];
    return {
      value: name,
      label: name,
      lang: 'en',
      ...(note === undefined ? {} : { note }),
      ...(refusal === undefined ? {} : { hint: refusal }),
    };
  });
  const one = <Segmented label={topBar.proxyLabel} segments={segments} value={mode} onChange={choose} manual />;
  return (
    <div className={frame === 'wide' ? style.modes : style.modeSelect}>
      {frame === 'wide' ? (
        <>
          <span aria-hidden="true">{topBar.proxy}</span>
          {comparing ? <CompareModes meanwhile={one} /> : one}
        </>
      ) : (
        <Select
          label={topBar.proxyLabel}
          choices={shown.map((name) => ({ value: name, label: label(name) }))}
          value={mode}
          onChange={choose}
          mono
        />
      )}
      <Trouble />
      <Suspense>{question !== undefined && <ModeDialog question={question} />}</Suspense>
    </div>
  );
}

/** kube-proxy does not start in the mode it was given; the rules of before are still there. */
function Trouble(): ReactElement | null {
  const { topBar } = useText().lab;
  const answer = useQuery({ kind: 'proxyModes' });
  const failing = answer?.nodes.find(({ state }) => state === 'back-off');
  if (answer === undefined || failing === undefined) return null;
  const words = `${topBar.modeFails(answer.configured, failing.node)} ${failing.log.at(-1) ?? ''}`;
  return (
    <span className={style.trouble} role="status" title={words}>
      <Icon name="alert" />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
