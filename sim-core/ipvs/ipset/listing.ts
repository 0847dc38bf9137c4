import { err, ok, type Result } from '../../base/result.js';
import { byKey, compareCodeUnits } from '../../base/order.js';
import { perObject } from '../../base/per-object.js';
import type { IpFamily } from '../../net/ip.js';
import type { Ipset, IpsetEntry, Ipsets, IpsetType } from './model.js';
import { definitionOfIpset, ipsetTypes } from './types.js';

const familyWords: Readonly<Record<IpFamily, string>> = { IPv4: 'inet', IPv6: 'inet6' };

/** The kernel draws it for each set; it decides in which order a hash lists its elements, and nothing else. */
function initval(name: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return `0x${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

/** The parameters that a set was made with. @see net/netfilter/ipset/ip_set_hash_gen.h mtype_head */
const header = ({ name, type, family }: Ipset): string =>
  type === 'bitmap:port'
    ? 'range 0-65535'
    : `family ${familyWords[family]} hashsize 1024 maxelem 65536 bucketsize 12 initval ${initval(name)}`;

/** Elements in ascending order, ports by number. */
const sortedTexts = perObject((set: Ipset): readonly string[] =>
  [...set.entries.keys()].sort((a, b) => (set.type === 'bitmap:port' ? Number(a) - Number(b) : compareCodeUnits(a, b))),
);

const inOrder = (sets: Ipsets): readonly Ipset[] => [...sets.values()].sort(byKey((set) => set.name));

/** The text of `ipset save`. */
export const saveIpsets = (sets: Ipsets): string =>
  inOrder(sets)
    .flatMap((set) => [
      `create ${set.name} ${set.type} ${header(set)}`,
      ...sortedTexts(set).map((text) => `add ${set.name} ${text}`),
    ])
    .map((line) => `${line}\n`)
    .join('');

/** Bytes as the kernel counts them: the bitmap's page, or a hash's head and its elements. */
const sizeInMemory = (set: Ipset): number => (set.type === 'bitmap:port' ? 8268 : 208 + 88 * set.entries.size);

/** One set as `ipset list NAME` prints it. `references` counts the rules that ask for the set. */
export function listIpset(set: Ipset, references: number): string {
  return [
    `Name: ${set.name}`,
    `Type: ${set.type}`,
    `Revision: ${revisions[set.type]}`,
    `Header: ${header(set)}`,
    `Size in memory: ${sizeInMemory(set)}`,
    `References: ${references}`,
    `Number of entries: ${set.entries.size}`,
    'Members:',
    ...sortedTexts(set),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** IPSET_TYPE_REV_MAX of each type in the kernel. */
const revisions: Readonly<Record<IpsetType, number>> = {
  'hash:ip': 6,
  'hash:ip,port': 7,
  'hash:ip,port,ip': 7,
  'hash:ip,port,net': 9,
  'bitmap:port': 3,
};

/** The text of `ipset list`: every set, a blank line between two. */
export const listIpsets = (sets: Ipsets, references: (name: string) => number): string =>
  inOrder(sets)
    .map((set) => listIpset(set, references(set.name)))
    .join('\n');

const isType = (word: string): word is IpsetType => word in ipsetTypes;

/** Reads the text of `ipset save`. What a set was made with beyond type and family says nothing about its elements. */
export function readIpsets(text: string): Result<Ipsets, { readonly line: number; readonly detail: string }> {
  const sets = new Map<string, Ipset & { readonly entries: Map<string, IpsetEntry> }>();
  for (const [index, line] of text.split('\n').entries()) {
    const problem = readLine(line.trim(), sets);
    if (problem !== undefined) return err({ line: index + 1, detail: problem });
  }
  return ok(sets);
}

function readLine(
  line: string,
  sets: Map<string, Ipset & { readonly entries: Map<string, IpsetEntry> }>,
): string | undefined {
  if (line === '') return undefined;
  const [verb, name = '', word = '', ...rest] = line.split(' ');
  if (verb === 'create') {
    if (!isType(word)) return `set type "${word}" is not modelled`;
    const named6 = word === 'bitmap:port' && name.startsWith('KUBE-6-');
    const family: IpFamily = rest.includes('inet6') || named6 ? 'IPv6' : 'IPv4';
    sets.set(name, { name, type: word, family, entries: new Map() });
    return undefined;
  }
  const set = sets.get(name);
  if (verb !== 'add' || set === undefined) return `"${line}" is neither a set nor an element of one`;
  const element = definitionOfIpset(set.type).read(word);
  if (element === undefined) return `"${word}" is not an element of ${set.type}`;
  set.entries.set(definitionOfIpset(set.type).write(element), { element });
  return undefined;
}
