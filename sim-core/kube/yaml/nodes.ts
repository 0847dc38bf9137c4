import { parseDocument } from 'yaml';

/** One document as nodes with their places in the text: what its scalars, merges and double keys mean is decided later. */
export const parseNodes = (text: string) =>
  parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
