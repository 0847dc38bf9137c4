/** How well a word is found in a text, from 0; nothing when its letters are not there in order. */
function scoreOfWord(word: string, text: string): number | undefined {
  const whole = text.indexOf(word);
  if (whole !== -1) {
    const starts = whole === 0 || /[\s/:.→-]/.test(text[whole - 1] ?? '');
    return (starts ? 100 : 60) - Math.min(whole, 40) / 4;
  }
  // Single letters and addresses spread over a text are no find.
  if (word.length < 3 || /^[\d.:]+$/.test(word)) return undefined;
  let at = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    if (at !== -1) gaps += next - at - 1;
    at = next;
  }
  return gaps > word.length * 2 ? undefined : 30 - gaps;
}

/** Every word of the query is to be found, in any order, each at least as letters in their order. */
export function matchScore(query: string, text: string): number | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const score = scoreOfWord(word, searched);
    if (score === undefined) return undefined;
    sum += score;
  }
  return words.length === 0 ? 0 : sum / words.length;
}

/** The best of a list, best first; what is equally good keeps its order. */
export function bestOf<T extends { readonly text: string }>(
  query: string,
  all: readonly T[],
  most: number,
): readonly T[] {
  if (query.trim() === '') return all.slice(0, most);
  return all
    .flatMap((item) => {
      const score = matchScore(query, item.text);
      return score === undefined ? [] : [{ item, score }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item }) => item);
}

/** What a query is about, where it begins with what is to be done with it. */
export const withoutVerb = (query: string): string => query.replace(/^\s*(send|发送|发)\s+(?=\S)/i, '');
