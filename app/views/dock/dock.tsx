import { lazy, Suspense, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/text.js';
import { useClusterView, useQuery } from '../../state/cluster-view.js';
import { useLayout, type DockTab } from '../../state/layout.js';
import { useShownNode } from '../../state/shown-node.js';
import { Button } from '../../ui/button.js';
import { PaneHead } from '../../ui/pane-head.js';
import { Select } from '../../ui/select.js';
import { Skeleton } from '../../ui/skeleton.js';
import { tabPanel, Tabs, type TabItem } from '../../ui/tabs.js';
import style from './dock.module.css';

const ConntrackList = lazy(() => import('./conntrack-list.js').then((module) => ({ default: module.ConntrackList })));
const DnsList = lazy(() => import('./dns-list.js').then((module) => ({ default: module.DnsList })));
const EventList = lazy(() => import('./event-list.js').then((module) => ({ default: module.EventList })));
const RuleList = lazy(() => import('./rule-list.js').then((module) => ({ default: module.RuleList })));

interface DockProps {
  /** What stands in the terminal's tab, and beside the tabs while it does. */
  readonly terminal: ReactNode;
  readonly terminalTools: ReactNode;
}

/** A shell into the cluster; what the cluster holds and what happened to it, as lists. */
export function Dock({ terminal, terminalTools }: DockProps): ReactElement {
  const { dock } = useText().lab;
  const tab = useLayout((state) => state.dockTab);
  const open = useLayout((state) => state.dockOpen);
  const setLayout = useLayout((state) => state.set);
  const starting = useClusterView((state) => state.phase === 'starting');
  const node = useShownNode();
  const items = useDockTabs(node);
  return (
    <>
      <PaneHead
        end={
          <>
            {tab === 'terminal' && open && terminalTools}
            {(tab === 'rules' || tab === 'conntrack') && open && <NodePicker />}
            <Button
              look="quiet"
              icon={open ? 'chevron-down' : 'chevron-up'}
              label={open ? dock.collapse : dock.expand}
              aria-expanded={open}
              onClick={() => setLayout({ dockOpen: !open })}
            />
          </>
        }
      >
        <Tabs
          name="dock"
          label={dock.label}
          items={items}
          selected={tab}
          onSelect={(id) => setLayout({ dockTab: id, dockOpen: true })}
        />
      </PaneHead>
      {tab === 'terminal' ? (
        <div className={style.terminal} {...tabPanel('dock', tab)} hidden={!open}>
          {open && (starting ? <Bones /> : terminal)}
        </div>
      ) : (
        <div className={style.body} {...tabPanel('dock', tab)} hidden={!open} tabIndex={0}>
          <Suspense fallback={<Bones />}>
            {starting ? <Bones /> : node !== undefined && <Content tab={tab} node={node} />}
          </Suspense>
        </div>
      )}
    </>
  );
}

function useDockTabs(node: string | undefined): readonly TabItem<DockTab>[] {
  const { dock } = useText().lab;
  const rules = useClusterView((state) => state.cluster?.nodes.find((one) => one.name === node)?.ruleCount);
  const events = useClusterView((state) => state.timeline.length);
  const conntrack = useQuery(node === undefined ? undefined : { kind: 'conntrack', node })?.entries.length;
  const questions = useQuery({ kind: 'dnsLog' })?.length;
  return [
    { id: 'terminal', label: dock.terminal },
    { id: 'rules', label: dock.rules, count: rules === 0 ? undefined : rules },
    { id: 'conntrack', label: dock.conntrack, count: conntrack },
    { id: 'dns', label: dock.dns, count: questions === undefined || questions === 0 ? undefined : questions },
    { id: 'events', label: dock.events, count: events },
  ];
}

function NodePicker(): ReactElement | null {
  const { dock } = useText().lab;
  const cluster = useClusterView((state) => state.cluster);
  const setLayout = useLayout((state) => state.set);
  const node = useShownNode();
  if (cluster === undefined || node === undefined) return null;
  return (
    <Select
      label={dock.node}
      choices={cluster.nodes.map(({ name }) => ({ value: name, label: name }))}
      value={node}
      onChange={(value) => setLayout({ node: value })}
      mono
    />
  );
}

function Content({ tab, node }: { readonly tab: DockTab; readonly node: string }): ReactElement {
  if (tab === 'conntrack') return <ConntrackList node={node} />;
  if (tab === 'dns') return <DnsList />;
  return tab === 'events' ? <EventList /> : <RuleList node={node} />;
}

function Bones(): ReactElement {
  return (
    <div className={style.bones}>
      {[260, 420, 380, 300].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  );
}
