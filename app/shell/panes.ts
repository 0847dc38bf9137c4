const panes = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);

/** Moves the focus to the pane after (or before) the one that has it. */
export function cyclePane(direction: 1 | -1): void {
  const all = panes();
  const from = all.findIndex((pane) => pane.contains(document.activeElement));
  const to = from === -1 ? (direction === 1 ? 0 : all.length - 1) : (from + direction + all.length) % all.length;
  all[to]?.focus();
}

export function focusPane(name: string): void {
  panes()
    .find((pane) => pane.dataset['pane'] === name)
    ?.focus();
}
