/** Command lines of this visit, oldest first; kept by the tab where it may keep anything. */
const key = 'kubehop.terminal.history';
const longest = 500;

function storage(): Storage | undefined {
  try {
    return typeof sessionStorage === 'undefined' ? undefined : sessionStorage;
  } catch {
    return undefined;
  }
}

export function loadHistory(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(storage()?.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry): entry is string => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/** The history with a line more. The same line twice in a row is one entry; a line that begins with a space is none. */
export function withLine(history: readonly string[], line: string): readonly string[] {
  if (line.trim() === '' || line.startsWith(' ') || history.at(-1) === line) return history;
  const next = [...history, line].slice(-longest);
  try {
    storage()?.setItem(key, JSON.stringify(next));
  } catch {
    // Full or forbidden: the history lasts as long as the page then.
  }
  return next;
}
