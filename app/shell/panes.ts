import { takesWholeWidth, useLayout } from '../state/layout.js';

const panes = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);

/** Moves the focus to the pane after (or before) the one that has it. */
export function cyclePane(direction: 1 | -1): void {
  const all = panes();
  const from = all.findIndex((pane) => pane.contains(document.activeElement));
  const to = from === -1 ? (direction === 1 ? 0 : all.length - 1) : (from + direction + all.length) % all.length;
  all[to]?.focus();
}

/** Brings the terminal up and puts the cursor into it. */
export function focusTerminal(): void {
  const { view, set } = useLayout.getState();
  set({
    dockTab: 'terminal',
    dockOpen: true,
    dockCalled: true,
    phoneTab: 'shell',
    ...(takesWholeWidth(view) && { view: 'map' }),
  });
  const field = () => document.querySelector<HTMLElement>('[data-pane=dock] :is(textarea, input)');
  const from = document.activeElement;
  const started = performance.now();
  // It may take its time to come; meanwhile the learner may have gone elsewhere.
  const look = () => {
    const at = document.activeElement;
    const found = field();
    if (found !== null) found.focus();
    else if ((at === from || at === document.body) && performance.now() - started < 60_000) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Gives the focus to what one does next in a pane, where it says so; else to the pane. */
export function goOnIn(name: string): void {
  const next = document.querySelector<HTMLElement>(`[data-pane=${name}] [data-next-focus]:enabled`);
  if (next === null) focusPane(name);
  else next.focus();
}

export function focusPane(name: string): void {
  panes()
    .find((pane) => pane.dataset['pane'] === name)
    ?.focus();
}
