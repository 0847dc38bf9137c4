import type { TextRange } from '../../../sim-core/index.js';

/** The last line that a range has a character on: block values end at the next line's first column. */
export const lastLine = ({ startLine, endLine, endColumn }: TextRange): number =>
  endColumn === 1 && endLine > startLine ? endLine - 1 : endLine;
