/** Whether a text waits for more lines: an open quote, a heredoc without its end, or a line that goes on. */
export function wantsMore(text: string): boolean {
  const lines = text.split('\n');
  const ends: { readonly word: string; readonly tabs: boolean }[] = [];
  let quote: string | undefined;
  let goesOn = false;
  for (const line of lines) {
    const [open] = ends;
    if (quote === undefined && open !== undefined) {
      if ((open.tabs ? line.replace(/^\t+/, '') : line) === open.word) ends.shift();
      continue;
    }
    const scanned = scanLine(line, quote);
    quote = scanned.quote;
    ends.push(...scanned.heredocs);
    goesOn = scanned.goesOn;
  }
  return quote !== undefined || ends.length > 0 || goesOn;
}

interface Scanned {
  /** The quote that is open at the end of the line. */
  readonly quote: string | undefined;
  readonly heredocs: readonly { readonly word: string; readonly tabs: boolean }[];
  /** A backslash, a pipe or an operator at its end. */
  readonly goesOn: boolean;
}

const heredoc = /^<<(-?)[ \t]*(?:'([^']*)'|"([^"]*)"|\\?([^\s<>|;&'"]+))/;

function scanLine(line: string, before: string | undefined): Scanned {
  const heredocs: { readonly word: string; readonly tabs: boolean }[] = [];
  let quote = before;
  let goesOn = false;
  for (let at = 0; at < line.length; at++) {
    const c = line.charAt(at);
    if (c === '\\' && quote !== "'") {
      goesOn = at === line.length - 1;
      at++;
    } else if (quote !== undefined) {
      if (c === quote) quote = undefined;
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) break;
    else if (line.startsWith('<<<', at)) at += 2;
    else if (line.startsWith('<<', at)) {
      const [whole, dash, single, double, bare] = heredoc.exec(line.slice(at)) ?? [];
      if (whole === undefined) continue;
      heredocs.push({ word: single ?? double ?? bare ?? '', tabs: dash === '-' });
      at += whole.length - 1;
    }
  }
  const operator = quote === undefined && /(?:\||&&)\s*$/.test(line.replace(/(^|\s)#.*$/, ''));
  return { quote, heredocs, goesOn: goesOn || operator };
}
