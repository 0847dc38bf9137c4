import type { EndpointSlice } from '../../kube/objects.js';
import type { ApiObjects } from '../../kube/store.js';
import type { Chain, Rule, Ruleset } from '../../netfilter/iptables/model.js';
import { groupSlices } from '../slice-groups.js';
import { ChainMap } from './chain-map.js';
import { filterBuiltIn, filterFixed, natBuiltIn, natFixed, nodePortJumps } from './fixed-chains.js';
import { chain } from './names.js';
import type { ServiceRules } from './port-scope.js';
import { compileUnit, type ServiceUnit } from './service-unit.js';
import type { FamilySettings } from './settings.js';

/** The compiled rules of one family on one node. */
export interface FamilyState {
  readonly settings: FamilySettings;
  readonly units: ReadonlyMap<string, ServiceUnit>;
  readonly ruleset: Ruleset;
  readonly natChains: ChainMap;
  /** The chains in `natChains` that are made of all Services. */
  readonly natShared: readonly Chain[];
}

const noSlices: readonly EndpointSlice[] = [];

/**
 * Compiles all Services. Those whose object and slices are the very ones of `previous` keep their rules.
 *
 * Whether a Service's rules carry comments is decided by the endpoints of it and the Services before
 * it: kube-proxy leaves the chains of unchanged Services as they were written, so that in a cluster
 * that grew, only those past the threshold are without.
 */
export function compileFamily(objects: ApiObjects, settings: FamilySettings, previous?: FamilyState): FamilyState {
  const known = previous !== undefined && sameSettings(previous.settings, settings) ? previous : undefined;
  const slices = groupSlices(objects, settings.family);
  const units = new Map<string, ServiceUnit>();
  const changed: ServiceUnit[] = [];
  const stale: ServiceUnit[] = [];
  let endpoints = 0;
  for (const [key, service] of objects.kinds.Service) {
    const own = slices.get(key) ?? noSlices;
    const before = known?.units.get(key);
    const unit = compileUnit(service, own, settings, endpoints, before);
    endpoints += unit.endpointCount;
    units.set(key, unit);
    if (unit !== before) {
      changed.push(unit);
      if (before !== undefined) stale.push(before);
    }
  }
  for (const [key, unit] of known?.units ?? []) if (!units.has(key)) stale.push(unit);
  if (known !== undefined && changed.length === 0 && stale.length === 0) return known;
  return assemble(settings, units, changed, stale, known);
}

/** Settings are few plain values, of which only the addresses are objects. */
const sameSettings = (a: FamilySettings, b: FamilySettings): boolean => JSON.stringify(a) === JSON.stringify(b);

function assemble(
  settings: FamilySettings,
  units: ReadonlyMap<string, ServiceUnit>,
  changed: readonly ServiceUnit[],
  stale: readonly ServiceUnit[],
  known: FamilyState | undefined,
): FamilyState {
  const all = [...units.values()];
  const natShared = [
    sharedChain(chain.services, 'natServices', all, nodePortJumps(settings)),
    sharedChain(chain.nodePorts, 'natNodePorts', all),
  ];
  const natChains = (known?.natChains ?? ChainMap.of(natBuiltIn).with([], [natFixed])).with(
    [known?.natShared ?? [], ...stale.map((unit) => unit.rules.natChains)],
    [natShared, ...changed.map((unit) => unit.rules.natChains)],
  );
  const filterChains = ChainMap.of(filterBuiltIn).with(
    [],
    [
      filterFixed(settings),
      [
        sharedChain(chain.services, 'filterServices', all),
        sharedChain(chain.externalServices, 'filterExternalServices', all),
        sharedChain(chain.nodePorts, 'filterNodePorts', all),
        sharedChain(chain.proxyFirewall, 'filterProxyFirewall', all),
      ],
    ],
  );
  const ruleset: Ruleset = {
    family: settings.family,
    tables: [
      { name: 'nat', chains: natChains },
      { name: 'filter', chains: filterChains },
    ],
  };
  return { settings, units, ruleset, natChains, natShared };
}

/** A chain that every Service adds its rules to. */
function sharedChain(
  name: string,
  part: Exclude<keyof ServiceRules, 'natChains'>,
  units: readonly ServiceUnit[],
  last: readonly Rule[] = [],
): Chain {
  const rules: Rule[] = [];
  for (const unit of units) for (const one of unit.rules[part]) rules.push(one);
  rules.push(...last);
  return { name, rules };
}
