import { lazy, Suspense, type ReactElement } from 'react';
import type { ObjectKey } from '../../sim-core/index.js';
import { useCalm } from '../state/calm.js';
import { useLayout } from '../state/layout.js';
import { CanvasSkeleton } from './canvas-skeleton.js';

/** Views that are not on the first screen come when they are asked for. */
const Rules = lazy(() => import('../views/rules/rules-view.js').then((module) => ({ default: module.RulesView })));
const Path = lazy(() => import('../views/path/path-view.js').then((module) => ({ default: module.PathView })));
const First = lazy(() => import('../views/send/first-packets.js'));
const Terminal = lazy(() => import('../views/terminal/terminal-pane.js'));
const Tools = lazy(() => import('../views/terminal/terminal-tools.js'));
const Compare = lazy(() => import('../views/compare/compare-view.js'));
const Run = lazy(() => import('../views/compare/run-again.js'));
const Same = lazy(() => import('../views/compare/run-again.js').then((module) => ({ default: module.SamePacket })));
const Toggles = lazy(() => import('../views/compare/mode-toggles.js'));
const Dns = lazy(() => import('../views/dns/dns-view.js'));
const Detail = lazy(() => import('../views/detail/detail-pane.js'));

interface TerminalPaneProps {
  readonly plain?: boolean;
  readonly onLeave: () => void;
  /** Stands where it is only because somebody opened it. */
  readonly asked?: boolean;
}

/** In a quiet moment, or at once for who calls it. */
export function TerminalPane({ asked = false, ...props }: TerminalPaneProps): ReactElement {
  const calm = useCalm();
  const called = useLayout((state) => state.dockCalled);
  return <Suspense>{(calm || called || asked) && <Terminal {...props} />}</Suspense>;
}

interface TerminalToolsProps {
  readonly single?: boolean;
  readonly asked?: boolean;
}

export function TerminalTools({ single = false, asked = false }: TerminalToolsProps): ReactElement {
  const calm = useCalm();
  return <Suspense>{(calm || asked) && <Tools single={single} />}</Suspense>;
}

export const CompareView = (): ReactElement => (
  <Suspense fallback={<CanvasSkeleton />}>
    <Compare />
  </Suspense>
);

/** What the packet is compared with takes the place of sending it. */
export const RunAgain = (): ReactElement => (
  <Suspense>
    <Run />
  </Suspense>
);

export const SamePacket = (): ReactElement => (
  <Suspense>
    <Same />
  </Suspense>
);

/** Several modes are chosen while they are compared; one, until that is there. */
export const CompareModes = ({ meanwhile }: { readonly meanwhile: ReactElement }): ReactElement => (
  <Suspense fallback={meanwhile}>
    <Toggles />
  </Suspense>
);

export const DnsView = (): ReactElement => (
  <Suspense>
    <Dns />
  </Suspense>
);

interface DetailPaneProps {
  readonly object: ObjectKey;
  readonly onClose?: () => void;
  readonly onTerminal: () => void;
}

export const DetailPane = (props: DetailPaneProps): ReactElement => (
  <Suspense>
    <Detail {...props} />
  </Suspense>
);

export const RulesView = (): ReactElement => (
  <Suspense fallback={<CanvasSkeleton />}>
    <Rules />
  </Suspense>
);

export const FirstPackets = (): ReactElement => (
  <Suspense>
    <First />
  </Suspense>
);

export const PathView = (): ReactElement => (
  <Suspense fallback={<CanvasSkeleton />}>
    <Path first={<FirstPackets />} />
  </Suspense>
);

const Empty = lazy(() => import('./empty-cluster.js').then((module) => ({ default: module.EmptyCluster })));
const Failed = lazy(() => import('./empty-cluster.js').then((module) => ({ default: module.FailedStart })));

export const EmptyCluster = (): ReactElement => (
  <Suspense>
    <Empty />
  </Suspense>
);

export const FailedStart = (): ReactElement => (
  <Suspense>
    <Failed />
  </Suspense>
);
