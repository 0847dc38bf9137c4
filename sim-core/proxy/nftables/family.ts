import type { Millis } from '../../base/time.js';
import type { EndpointSlice, Service } from '../../kube/objects.js';
import type { ApiObjects } from '../../kube/store.js';
import type { NftElement, NftSet, NftTable } from '../../netfilter/nftables/model.js';
import { writeVerdict } from '../../netfilter/nftables/statement/verdict.js';
import type { Listener } from '../dataplane.js';
import { healthCheckListener } from '../health-check.js';
import { viewService } from '../service-view.js';
import { groupSlices } from '../slice-groups.js';
import { fixedChains, fixedSets, type SharedElements } from './fixed-objects.js';
import { set, tableName } from './names.js';
import type { ServiceRules } from './port-scope.js';
import { compileService } from './service-rules.js';
import type { FamilySettings } from './settings.js';
import { OwnChains, TableChains } from './table-chains.js';

/** One Service's share of the rules, with what it was made from. */
interface ServiceUnit {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
  readonly rules: ServiceRules;
  readonly own: OwnChains;
  readonly listener: Listener | undefined;
}

/** The compiled rules of one family on one node. */
export interface FamilyState {
  readonly settings: FamilySettings;
  readonly units: ReadonlyMap<string, ServiceUnit>;
  /** Chains that nothing leads to any more, and when they were emptied. */
  readonly stale: ReadonlyMap<string, Millis>;
  readonly table: NftTable;
}

const noSlices: readonly EndpointSlice[] = [];

/**
 * Compiles all Services. Those whose object and slices are the very ones of `previous` keep their rules.
 */
export function compileFamily(
  objects: ApiObjects,
  settings: FamilySettings,
  previous?: FamilyState,
  now?: Millis,
): FamilyState {
  const known = previous !== undefined && sameSettings(previous.settings, settings) ? previous : undefined;
  const slices = groupSlices(objects, settings.family);
  const units = new Map<string, ServiceUnit>();
  const replaced: ServiceUnit[] = [];
  let changed = 0;
  for (const [key, service] of objects.kinds.Service) {
    const own = slices.get(key) ?? noSlices;
    const before = known?.units.get(key);
    const unit = before && isMadeFrom(before, service, own) ? before : compileUnit(service, own, settings);
    units.set(key, unit);
    if (unit !== before) changed += 1;
  }
  for (const [key, unit] of previous?.units ?? []) if (units.get(key) !== unit) replaced.push(unit);
  if (known !== undefined && changed === 0 && replaced.length === 0) return known;
  const stale = now === undefined ? new Map<string, Millis>() : staleChains(previous, replaced, units, now);
  const written = now === undefined ? undefined : known?.table;
  return { settings, units, stale, table: assemble(settings, units, stale, written) };
}

/** Settings are few plain values, of which only the addresses are objects. */
const sameSettings = (a: FamilySettings, b: FamilySettings): boolean => JSON.stringify(a) === JSON.stringify(b);

const isMadeFrom = (unit: ServiceUnit, service: Service, slices: readonly EndpointSlice[]): boolean =>
  unit.service === service &&
  unit.slices.length === slices.length &&
  unit.slices.every((slice, i) => slice === slices[i]);

function compileUnit(service: Service, slices: readonly EndpointSlice[], settings: FamilySettings): ServiceUnit {
  const ports = viewService(service, slices, settings.family, settings.nodeName);
  const rules = compileService(ports, settings);
  return { service, slices, rules, own: new OwnChains(rules.chains), listener: healthCheckListener(ports) };
}

/** How long a chain stays after it was emptied. */
const graceMs: Millis = 1000;

/**
 * Before 6.2, the kernel noticed only a little later that the last element pointing to a chain was gone,
 * and refused to delete the chain until then. So chains are emptied first, and deleted by a later sync.
 * What a sync finds and does not delete it empties again, and the time begins anew.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules, staleChains
 */
function staleChains(
  previous: FamilyState | undefined,
  replaced: readonly ServiceUnit[],
  units: ReadonlyMap<string, ServiceUnit>,
  now: Millis,
): ReadonlyMap<string, Millis> {
  const waiting = [...(previous?.stale ?? [])].filter(([, since]) => now - since <= graceMs).map(([name]) => name);
  const existing = [...waiting, ...replaced.flatMap(({ own }) => own.chains.map(({ name }) => name))];
  const active = new TableChains([], units, []);
  return new Map(existing.filter((name) => !active.has(name)).map((name) => [name, now]));
}

function assemble(
  settings: FamilySettings,
  units: ReadonlyMap<string, ServiceUnit>,
  stale: ReadonlyMap<string, Millis>,
  written: NftTable | undefined,
): NftTable {
  const all = [...units.values()];
  const of = (name: keyof SharedElements): SharedElements[typeof name] =>
    gather(all, name, written?.sets.get(name)?.elements);
  const elements: SharedElements = {
    [set.clusterIPs]: of(set.clusterIPs),
    [set.noEndpointServices]: of(set.noEndpointServices),
    [set.noEndpointNodePorts]: of(set.noEndpointNodePorts),
    [set.firewallIPs]: of(set.firewallIPs),
    [set.serviceIPs]: of(set.serviceIPs),
    [set.serviceNodePorts]: of(set.serviceNodePorts),
  };
  const sets = new Map<string, NftSet>();
  for (const one of fixedSets(settings, elements)) sets.set(one.name, one);
  for (const unit of all) for (const one of unit.rules.sets) sets.set(one.name, one);
  const emptied = [...stale.keys()].map((name) => ({ name, rules: [] }));
  return {
    family: settings.nft,
    name: tableName,
    comment: 'rules for kube-proxy',
    sets,
    chains: new TableChains(fixedChains(settings), units, emptied),
  };
}

/**
 * What all Services put into one set or map. An element that is there with the same verdict is not
 * written again, and so keeps its comment, even when the port is called something else by now.
 * @see pkg/proxy/nftables/proxier.go (v1.34) nftElementStorage.ensureElem
 */
function gather(
  units: readonly ServiceUnit[],
  name: keyof SharedElements,
  written: SharedElements[typeof name] | undefined,
): SharedElements[typeof name] {
  const elements = new Map<string, NftElement>();
  for (const unit of units) {
    for (const [text, element] of unit.rules.entries[name]) {
      const there = element.comment === undefined ? undefined : written?.get(text);
      const keeps = there?.comment !== undefined && there.comment !== element.comment && hasVerdictOf(there, element);
      elements.set(text, keeps ? { ...element, comment: there.comment } : element);
    }
  }
  return elements;
}

const hasVerdictOf = (a: NftElement, b: NftElement): boolean =>
  a.verdict !== undefined && b.verdict !== undefined && writeVerdict(a.verdict) === writeVerdict(b.verdict);
