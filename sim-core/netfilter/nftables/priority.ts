import type { BaseHook } from './model.js';

/** Priorities with names, and the hooks at which they have them. */
const named: readonly { readonly name: string; readonly value: number; readonly hooks?: readonly BaseHook[] }[] = [
  { name: 'raw', value: -300 },
  { name: 'mangle', value: -150 },
  { name: 'dstnat', value: -100, hooks: ['prerouting'] },
  { name: 'filter', value: 0 },
  { name: 'security', value: 50 },
  { name: 'srcnat', value: 100, hooks: ['postrouting'] },
];

/** How far from a named priority one is still told from it. */
const reach = 10;

/** @see nftables 1.0.6 src/rule.c prio2str */
export function writePriority(priority: number, hook: BaseHook): string {
  const near = named.find(({ value, hooks }) => Math.abs(priority - value) <= reach && (hooks?.includes(hook) ?? true));
  if (near === undefined) return String(priority);
  const offset = priority - near.value;
  return offset === 0 ? near.name : `${near.name} ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
}

export function readPriority(text: string, hook: BaseHook): number | undefined {
  const parts = /^(?:(-?\d{1,9})|([a-z]+)(?: ?([-+]) ?(\d{1,9}))?)$/.exec(text);
  if (parts === null) return undefined;
  const [, number, name, sign, offset = '0'] = parts;
  if (number !== undefined) return Number(number);
  const base = named.find((one) => one.name === name && (one.hooks?.includes(hook) ?? true));
  return base && base.value + (sign === '-' ? -1 : 1) * Number(offset);
}
