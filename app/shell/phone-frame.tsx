import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { useLayout, views, type PhoneTab } from '../state/layout.js';
import { classNames } from '../ui/class-names.js';
import { Icon, type IconName } from '../ui/icon.js';
import { PaneHead } from '../ui/pane-head.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { PacketHead } from '../views/trace/packet-head.js';
import { PhoneStepper } from '../views/trace/stepper-strip.js';
import { TracePane } from '../views/trace/trace-pane.js';
import { CanvasBody } from './canvas-pane.js';
import { FirstPackets, TerminalPane, TerminalTools } from './lazy-views.js';
import { Pane } from './pane.js';
import style from './phone-frame.module.css';
import { SendBar } from './send-bar.js';
import { SendRow } from './send-row.js';
import { TimelinePane } from './timeline-pane.js';
import { DetailBar } from './trace-side.js';

const tabs: readonly (readonly [PhoneTab, IconName])[] = [
  ['path', 'path'],
  ['yaml', 'code'],
  ['trace', 'list'],
  ['rules', 'rules'],
  ['shell', 'prompt'],
];

/** Under 640 px: one thing at a time, chosen at the bottom. */
export function PhoneFrame(): ReactElement {
  const tab = useLayout((state) => state.phoneTab);
  return (
    <div className={style.frame}>
      <div className={style.body}>{phoneBody(tab)}</div>
      <PhoneTabs selected={tab} />
    </div>
  );
}

function phoneBody(tab: PhoneTab): ReactNode {
  if (tab === 'yaml') return <YamlTab />;
  if (tab === 'trace') return <TraceTab />;
  if (tab === 'shell') return <ShellTab />;
  return <CanvasTab view={tab} />;
}

function YamlTab(): ReactElement {
  const { panes } = useText().lab;
  return (
    <Pane name="editor" label={panes.editor}>
      <EditorPane plain />
    </Pane>
  );
}

function TraceTab(): ReactElement {
  const { panes } = useText().lab;
  return (
    <>
      <Pane name="trace" label={panes.trace} className={style.trace}>
        <TracePane first={<FirstPackets />} />
      </Pane>
      <TimelinePane />
    </>
  );
}

function ShellTab(): ReactElement {
  const { dock } = useText().lab;
  return (
    <Pane name="dock" label={dock.terminal}>
      <PaneHead>
        <TerminalTools single asked />
      </PaneHead>
      <div className={style.shell}>
        <TerminalPane plain asked onLeave={() => undefined} />
      </div>
    </Pane>
  );
}

function CanvasTab({ view }: { readonly view: 'path' | 'rules' | 'compare' | 'dns' }): ReactElement {
  const { panes } = useText().lab;
  return (
    <Pane name="canvas" label={panes.canvas} className={view === 'path' ? style.path : undefined}>
      {(view === 'path' || view === 'compare') && (
        <SendRow>
          <SendBar spread />
        </SendRow>
      )}
      {view === 'path' && <PacketHead />}
      <div className={style.canvas}>
        <CanvasBody view={view} />
      </div>
      {view === 'path' && <DetailBar />}
      {view === 'path' && <PhoneStepper />}
    </Pane>
  );
}

/** A link made here opens at what is shown here; the path is what the map is on a phone. */
function goTo(tab: PhoneTab): void {
  const { view, set } = useLayout.getState();
  const shown = tab === 'path' ? (view === 'map' ? 'map' : 'path') : views.find((one) => one === tab);
  set({ phoneTab: tab, ...(shown !== undefined && { view: shown }) });
}

function PhoneTabs({ selected }: { readonly selected: PhoneTab }): ReactElement {
  const { views: names } = useText().lab;
  return (
    <nav className={style.tabs} aria-label={names.label}>
      {tabs.map(([id, icon]) => (
        <button
          key={id}
          type="button"
          className={classNames(style.tab, id === selected && style.selected)}
          aria-current={id === selected ? 'page' : undefined}
          onClick={() => goTo(id)}
        >
          <Icon name={icon} />
          {names[id]}
        </button>
      ))}
    </nav>
  );
}
