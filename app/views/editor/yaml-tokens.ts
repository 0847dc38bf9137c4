import { parseIp } from '../../../sim-core/index.js';

export type TokenKind = 'key' | 'value' | 'punctuation' | 'comment' | 'ip';

export interface Token {
  readonly text: string;
  readonly kind: TokenKind;
}

const ipPattern = /\d{1,3}(?:\.\d{1,3}){3}/g;

/** Addresses in a text, with where they start. */
export function findIps(text: string): readonly { readonly ip: string; readonly start: number }[] {
  return [...text.matchAll(ipPattern)]
    .filter(([found]) => parseIp(found) !== undefined)
    .map((match) => ({ ip: match[0], start: match.index }));
}

function valueTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { ip, start } of findIps(text)) {
    if (start > end) tokens.push({ text: text.slice(end, start), kind: 'value' });
    tokens.push({ text: ip, kind: 'ip' });
    end = start + ip.length;
  }
  if (end < text.length) tokens.push({ text: text.slice(end), kind: 'value' });
  return tokens;
}

const linePattern = /^(\s*(?:- +)*)(?:("[^"]*"|'[^']*'|[^\s#:'"{[][^#:]*?)(:)(?=\s|$))?(.*)$/;

/** Enough of YAML to colour a line before the real editor is there. */
export function lineTokens(line: string): readonly Token[] {
  if (/^\s*#/.test(line)) return [{ text: line, kind: 'comment' }];
  if (/^(---|\.\.\.)/.test(line)) return [{ text: line, kind: 'punctuation' }];
  const match = linePattern.exec(line);
  if (match === null) return valueTokens(line);
  const [, lead = '', key = '', colon = '', rest = ''] = match;
  const comment = rest.search(/(^|\s)#/);
  const value = comment === -1 ? rest : rest.slice(0, comment);
  const tokens: Token[] = [
    { text: lead, kind: 'punctuation' },
    { text: key + colon, kind: 'key' },
    ...valueTokens(value),
    { text: comment === -1 ? '' : rest.slice(comment), kind: 'comment' },
  ];
  return tokens.filter((token) => token.text !== '');
}
