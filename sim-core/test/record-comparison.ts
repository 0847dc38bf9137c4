/**
 * Brings what was recorded and what `record` writes into forms in which only what must agree is left:
 * values that a cluster allocates by chance become the names of the fields that hold them.
 */
import type { Json } from '../kube/objects.js';
import { readNftRuleset } from '../netfilter/nftables/read.js';
import { writeElement } from '../netfilter/nftables/set.js';
import { writeNftRule } from '../netfilter/nftables/statements.js';

interface ServiceLike {
  readonly metadata: { readonly namespace?: string; readonly name: string };
  readonly spec: {
    readonly clusterIPs?: readonly string[];
    readonly ports?: readonly { readonly nodePort?: number }[];
    readonly healthCheckNodePort?: number;
  };
}

/** Replaces allocated values by names such as `<default/web nodePort 0>`. */
export type Naming = (text: string) => string;

const suffix = '[bcdfghjklmnpqrstvwxz2456789]';
const podHash = new RegExp(`-(?:[a-f0-9]{8,10}|${suffix}{8,10})-${suffix}{5}\\b`, 'g');
const nameSuffix = new RegExp(`("[a-z0-9][a-z0-9-]*)-${suffix}{5}"`, 'g');

/** Names for what one cluster allocated. What the manifests fix themselves keeps its value. */
export function namingOf(servicesJson: string | undefined, manifests: string): Naming {
  const names = new Map<string, string>();
  const parsed = JSON.parse(servicesJson ?? '[]') as
    readonly ServiceLike[] | { readonly items: readonly ServiceLike[] };
  for (const { metadata, spec } of 'items' in parsed ? parsed.items : parsed) {
    const of = `${metadata.namespace ?? ''}/${metadata.name}`;
    const add = (value: string | number | undefined, field: string): void => {
      const text = String(value ?? '');
      if (text !== '' && text !== 'None' && !word(text).test(manifests)) names.set(text, `<${of} ${field}>`);
    };
    spec.clusterIPs?.forEach((ip, i) => add(ip, `clusterIP ${i}`));
    spec.ports?.forEach(({ nodePort }, i) => add(nodePort, `nodePort ${i}`));
    add(spec.healthCheckNodePort, 'healthCheckNodePort');
  }
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length);
  const allocated = longestFirst.length === 0 ? undefined : word(longestFirst.map(escape).join('|'), 'g');
  return (text) => {
    const named = allocated ? text.replace(allocated, (value) => names.get(value) ?? value) : text;
    return named.replace(podHash, '-<hash>').replace(nameSuffix, '$1-<suffix>"');
  };
}

const escape = (text: string): string => text.replace(/[.\\]/g, '\\$&');
const word = (alternatives: string, flags = ''): RegExp =>
  new RegExp(`(?<![\\w.])(?:${alternatives})(?![\\w.])`, flags);

const anyOrder: ReadonlySet<string> = new Set([
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-FIREWALL',
  'KUBE-FORWARD',
  'KUBE-PROXY-FIREWALL',
]);

const staysLast = (line: string): boolean => line.includes('this must be the last rule');

/** Each chain with its policy and rules. Chains in which kube-proxy follows the order of a Go map are sorted, all but a rule that must be last. */
export function chainsOf(text: string): Readonly<Record<string, readonly string[]>> {
  const chains: Record<string, string[]> = {};
  let table = '';
  for (const line of text.split('\n').map((raw) => raw.trim().replace(/ +/g, ' '))) {
    const [, declared] = /^:(\S+)/.exec(line) ?? [];
    const [, chain] = /^-A (\S+)/.exec(line) ?? [];
    if (line.startsWith('*')) table = line.slice(1);
    else if (declared !== undefined) chains[`${table} ${declared}`] = [line];
    else if (chain !== undefined) (chains[`${table} ${chain}`] ??= []).push(line);
  }
  for (const [name, lines] of Object.entries(chains)) {
    if (!anyOrder.has(name.split(' ')[1] ?? '')) continue;
    const [first, last] = [true, false].map((early) => lines.filter((line) => staysLast(line) !== early).toSorted());
    chains[name] = [...(first ?? []), ...(last ?? [])];
  }
  return chains;
}

/** Sets, maps and chains of a listing of nft: elements in any order, and without what packets put there or is on its way out. */
export function nftObjectsOf(text: string): Readonly<Record<string, readonly string[]>> {
  const objects: Record<string, readonly string[]> = {};
  const read = readNftRuleset(text);
  for (const table of read.ok ? read.value : []) {
    for (const set of table.sets.values()) {
      const elements = set.flags?.includes('dynamic') ? [] : [...set.elements.values()];
      objects[`${table.family} ${set.name}`] = elements.map((element) => writeElement(set, element)).toSorted();
    }
    for (const chain of table.chains.values()) {
      if (chain.rules.length === 0 && chain.name.includes('/')) continue;
      objects[`${table.family} ${chain.name}`] = chain.rules.map((rule) => writeNftRule(rule, table.family));
    }
  }
  return objects;
}

const volatile: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'generateName',
]);

/** Objects as text, in any order; a slice's endpoints and a subset's addresses in any order too. */
export function objectsOf(text: string, naming: Naming): readonly string[] {
  const { items } = JSON.parse(text) as { readonly items: readonly Json[] };
  // Parsed before anything is named: a name does not fit where a number was.
  return items.map((item) => JSON.stringify(canonical(namedJson(item, naming)), undefined, 1)).toSorted();
}

function namedJson(value: Json, naming: Naming): Json {
  if (Array.isArray(value)) return value.map((item: Json) => namedJson(item, naming));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, namedJson(item as Json, naming)]));
  }
  const text = JSON.stringify(value);
  const named = naming(text);
  return named === text ? value : named;
}

function canonical(value: Json, field = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => canonical(item));
    const inAnyOrder = ['endpoints', 'addresses', 'notReadyAddresses', 'subsets'].includes(field);
    return inAnyOrder ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value as Readonly<Record<string, Json>>)
    .filter(([key, item]) => !volatile.has(key) && item !== null && JSON.stringify(item) !== '{}')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.map(([key, item]) => [key, canonical(item, key)]));
}

interface ProbeResult {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly backends?: Readonly<Record<string, number>>;
  readonly backend_saw_source?: readonly string[];
  readonly refused_how?: readonly string[];
}

interface ProbeEntry {
  readonly probe: {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly proto: string;
    readonly count?: number;
  };
  readonly iptables: ProbeResult;
  readonly nftables: ProbeResult;
}

/** How the results of probes contradict the recorded ones, in words. */
export function contradictions(recorded: string, written: string, sticky: boolean): readonly string[] {
  const ours = new Map((JSON.parse(written) as readonly ProbeEntry[]).map((entry) => [entry.probe.id, entry]));
  return (
    (JSON.parse(recorded) as readonly ProbeEntry[])
      // The recording machine's kernel had no SCTP: it sent TCP in its place.
      .filter(({ probe }) => probe.proto !== 'SCTP')
      .flatMap((entry) =>
        (['iptables', 'nftables'] as const).flatMap(
          (mode) => contradiction(entry, ours.get(entry.probe.id), mode, sticky) ?? [],
        ),
      )
  );
}

/** How one probe's result contradicts the recorded one, in words; undefined when it does not. */
function contradiction(
  recorded: ProbeEntry,
  ours: ProbeEntry | undefined,
  mode: 'iptables' | 'nftables',
  sticky: boolean,
): string | undefined {
  const { probe, [mode]: truth } = recorded;
  if (ours === undefined) return `${probe.id} is missing`;
  const found = ours[mode];
  const few = (probe.count ?? 1) < 12 * Math.max(1, Object.keys(truth.backends ?? {}).length);
  const sets: readonly (readonly [string, readonly string[], readonly string[], boolean])[] = [
    ['outcomes', Object.keys(truth.outcomes), Object.keys(found.outcomes), true],
    [
      'refused',
      probe.proto === 'ICMP' ? [] : (truth.refused_how ?? []),
      probe.proto === 'ICMP' ? [] : (found.refused_how ?? []),
      true,
    ],
    ['backends', Object.keys(truth.backends ?? {}), Object.keys(found.backends ?? {}), !few],
    ['sources', truth.backend_saw_source ?? [], found.backend_saw_source ?? [], !few],
  ];
  const wrong = sets.filter(([what, expected, got, exact]) => {
    const chosen = what === 'backends' || what === 'sources';
    if (chosen && sticky) return (expected.length === 0) !== (got.length === 0);
    return !expected.every((item) => got.includes(item)) || (exact && got.length !== expected.length);
  });
  if (wrong.length === 0) return undefined;
  const details = wrong.map(([what, expected, got]) => `${what} ${expected.join(',')} / ${got.join(',')}`);
  return `${mode} ${probe.id} ${probe.from} → ${probe.to} ${probe.proto}: ${details.join('; ')}`;
}
