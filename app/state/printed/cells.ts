const tabStop = 8;

/** The cell in which a character of a printed line stands: a tab leads to the next multiple of eight. */
export function cellOf(text: string, index: number): number {
  let cell = 0;
  for (let i = 0; i < index && i < text.length; i++)
    cell = text[i] === '\t' ? cell + tabStop - (cell % tabStop) : cell + 1;
  return cell;
}

/** The character that stands in a cell. */
export function indexAt(text: string, cell: number): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    at = text[i] === '\t' ? at + tabStop - (at % tabStop) : at + 1;
    if (at > cell) return i;
  }
  return text.length;
}
