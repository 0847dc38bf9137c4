import { create } from 'zustand';
import { readStored, writeStored } from './storage.js';

export type View = 'map' | 'path' | 'rules' | 'compare' | 'dns';
export type DockTab = 'terminal' | 'rules' | 'conntrack' | 'dns' | 'events';
/** What a phone shows, one at a time. */
export type PhoneTab = 'path' | 'yaml' | 'trace' | 'rules' | 'shell' | 'dns' | 'compare';

export const views: readonly View[] = ['map', 'path', 'rules', 'compare', 'dns'];

/** Views that bring their own side panes: the trace and the dock step aside. */
export const takesWholeWidth = (view: View): boolean => view === 'rules' || view === 'compare' || view === 'dns';

interface Layout {
  readonly view: View;
  readonly phoneTab: PhoneTab;
  readonly dockTab: DockTab;
  readonly dockOpen: boolean;
  /** The terminal was asked for: it comes even where there is nothing to look into. */
  readonly dockCalled: boolean;
  readonly editorOpen: boolean;
  /** Some views need the width: the editor steps aside there until it is called. */
  readonly editorOpenInRules: boolean;
  readonly traceOpen: boolean;
  /** The node whose rules and conntrack entries are shown; the packet's own when absent. */
  readonly node: string | undefined;
  /** What the learner dragged panes to, in pixels, by pane. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly set: (
    change: Partial<
      Pick<
        Layout,
        | 'view'
        | 'phoneTab'
        | 'dockTab'
        | 'dockOpen'
        | 'dockCalled'
        | 'editorOpen'
        | 'editorOpenInRules'
        | 'traceOpen'
        | 'node'
        | 'sizes'
      >
    >,
  ) => void;
}

const key = 'kubehop.layout';
const stored = readStored<Layout>(key);

function storedSizes(): Layout['sizes'] {
  const sizes: unknown = stored?.sizes;
  if (typeof sizes !== 'object' || sizes === null) return {};
  return Object.fromEntries(Object.entries(sizes).filter(([, size]) => Number.isFinite(size)));
}

export const useLayout = create<Layout>()((set) => ({
  view: views.find((view) => view === stored?.view) ?? 'map',
  phoneTab: 'path',
  dockTab: 'terminal',
  dockOpen: stored?.dockOpen !== false,
  dockCalled: false,
  editorOpen: stored?.editorOpen !== false,
  editorOpenInRules: false,
  traceOpen: stored?.traceOpen !== false,
  node: undefined,
  sizes: storedSizes(),
  set: (change) => set(change),
}));

let kept = true;

/** An embedded page is arranged by the page around it: nothing of that is for the reader's own Lab. */
export const forgetLayout = (): void => {
  kept = false;
};

useLayout.subscribe(({ view, dockOpen, editorOpen, traceOpen, sizes }) => {
  if (kept) writeStored(key, { view, dockOpen, editorOpen, traceOpen, sizes });
});
