import { err, ok } from '../../../base/result.js';
import { readValue, valueHolds, writeValue } from '../data-type.js';
import { keyText, stop, type Effect, type Passage, type StatementDef } from '../definition.js';
import { evaluateExpression, typeOf, writeExpression } from '../expressions.js';
import type { NftVerdict, Scalar, Statement } from '../model.js';
import { readBraced } from '../words.js';
import { readVerdict, writeVerdict } from './verdict.js';

type Vmap = Extract<Statement, { kind: 'vmap' }>;

export const vmap: StatementDef<Vmap> = {
  cite: 'nftables 1.0.6 src/expression.c map_expr_print; net/netfilter/nft_lookup.c nft_lookup_eval',
  words: [],
  write: ({ key, map }) => {
    const left = `${writeExpression(key)} vmap`;
    if (map.kind === 'named') return `${left} @${map.map}`;
    const type = typeOf(key)[0] ?? 'integer';
    const elements = map.elements.map(({ value, verdict }) => `${writeValue(type, value)} : ${writeVerdict(verdict)}`);
    return `${left} { ${elements.join(', ')} }`;
  },
  read: (words, { left }) => {
    if (left === undefined) return err('vmap without a key');
    if (words.peek.startsWith('@'))
      return ok({ kind: 'vmap', key: left, map: { kind: 'named', map: words.next().slice(1) } });
    const type = typeOf(left)[0] ?? 'integer';
    const elements = readBraced(words, () => {
      const word = words.next();
      const value = readValue(type, word);
      if (value === undefined) return err(`"${word}" is not of type ${type}`);
      if (!words.take(':')) return err(`"${words.peek}" where a ":" should be`);
      const verdict = readVerdict(words);
      return verdict.ok ? ok({ value, verdict: verdict.value }) : verdict;
    });
    return elements.ok ? ok({ kind: 'vmap', key: left, map: { kind: 'inline', elements: elements.value } }) : elements;
  },
  evaluate: (s, passage) => {
    const loaded = evaluateExpression(s.key, passage);
    if (loaded === undefined) return stop;
    passage.lookups += 1;
    return s.map.kind === 'named'
      ? lookUp(s.map.map, keyText(loaded), typeof loaded === 'object' ? loaded : [loaded], passage)
      : choose(s, typeof loaded === 'object' ? loaded[0] : loaded);
  },
};

const effect = (verdict: NftVerdict | undefined): Effect =>
  verdict === undefined ? stop : { kind: 'verdict', verdict };

function lookUp(name: string, text: string, scalars: readonly Scalar[], passage: Passage): Effect {
  const map = passage.table.sets.get(name);
  if (map === undefined) return stop;
  const exact = map.elements.get(text);
  const element =
    exact ??
    (map.flags?.includes('interval')
      ? [...map.elements.values()].find(({ key }) =>
          key.every((value, i) => valueHolds(map.type[i] ?? 'integer', value, scalars[i] ?? '')),
        )
      : undefined);
  if (element === undefined) return stop;
  passage.lookup = { map: name, key: text };
  return effect(element.verdict);
}

function choose({ key, map }: Vmap, scalar: Scalar | undefined): Effect {
  if (scalar === undefined || map.kind !== 'inline') return stop;
  // numgen counts from 0 as its elements do: the place is nearly always the number.
  const likely = typeof scalar === 'number' ? map.elements[scalar] : undefined;
  if (likely?.value === scalar) return effect(likely.verdict);
  const type = typeOf(key)[0] ?? 'integer';
  return effect(map.elements.find(({ value }) => valueHolds(type, value, scalar))?.verdict);
}
