const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/**
 * A time as nft prints it: `3h`, `2h59m59s996ms`.
 * @see nftables 1.0.6 src/datatype.c time_print
 */
export function writeDuration(ms: number): string {
  let left = ms;
  let text = '';
  for (const [unit, length] of units) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

export function readDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(d|h|ms|m|s))+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(d|h|ms|m|s)/g)) {
    ms += Number(count) * (units.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return ms;
}
