import type { EndpointSlice, Service } from '../../kube/objects.js';
import type { Origin } from '../../kube/key.js';
import type { ApiObjects } from '../../kube/store.js';
import type { Ip, IpFamily } from '../../net/ip.js';
import type { Ipset, IpsetEntry } from '../../ipvs/ipset/model.js';
import { virtualServerKey, type VirtualServer } from '../../ipvs/model.js';
import type { Ruleset } from '../../netfilter/iptables/model.js';
import type { Listener } from '../dataplane.js';
import { healthCheckListener } from '../health-check.js';
import { viewService } from '../service-view.js';
import { groupSlices } from '../slice-groups.js';
import { ipvsRuleset } from './rules.js';
import { compileShare, type ServiceShare } from './service-share.js';
import { setIds, setName, sets, type SetId } from './sets.js';
import type { IpvsSettings } from './settings.js';

/** One Service's share, with what it was made from. */
interface ServiceUnit {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
  readonly share: ServiceShare;
  readonly listener: Listener | undefined;
}

/** What is programmed for one family on one node. */
export interface FamilyState {
  readonly settings: IpvsSettings;
  readonly units: ReadonlyMap<string, ServiceUnit>;
  readonly virtualServers: readonly VirtualServer[];
  readonly ipsets: readonly Ipset[];
  /** Of kube-ipvs0. */
  readonly addresses: readonly BoundAddress[];
  readonly ruleset: Ruleset;
}

/** An address of kube-ipvs0 and what asked for it. */
export interface BoundAddress {
  readonly address: Ip;
  readonly origin: Origin;
}

const noSlices: readonly EndpointSlice[] = [];

/** Compiles all Services. Those whose object and slices are the very ones of `previous` keep their share. */
export function compileFamily(objects: ApiObjects, settings: IpvsSettings, previous?: FamilyState): FamilyState {
  const known = previous !== undefined && sameSettings(previous.settings, settings) ? previous : undefined;
  const slices = groupSlices(objects, settings.family);
  const units = new Map<string, ServiceUnit>();
  let changed = false;
  for (const [key, service] of objects.kinds.Service) {
    const before = known?.units.get(key);
    const unit = compileUnit(service, slices.get(key) ?? noSlices, settings, before);
    units.set(key, unit);
    changed ||= unit !== before;
  }
  if (known !== undefined && !changed && known.units.size === units.size) return known;
  return assemble(settings, units, known);
}

/** Settings are plain values. */
const sameSettings = (a: IpvsSettings, b: IpvsSettings): boolean => JSON.stringify(a) === JSON.stringify(b);

function compileUnit(
  service: Service,
  slices: readonly EndpointSlice[],
  settings: IpvsSettings,
  before: ServiceUnit | undefined,
): ServiceUnit {
  const isSame =
    before?.service === service &&
    before.slices.length === slices.length &&
    before.slices.every((slice, i) => slice === slices[i]);
  if (before !== undefined && isSame) return before;
  const ports = viewService(service, slices, settings.family, settings.nodeName);
  return { service, slices, share: compileShare(ports, settings), listener: healthCheckListener(ports) };
}

/** Two Services that ask for the same virtual server or element share it; the later one's real servers stay. */
function assemble(
  settings: IpvsSettings,
  units: ReadonlyMap<string, ServiceUnit>,
  before: FamilyState | undefined,
): FamilyState {
  const virtualServers = new Map<string, VirtualServer>();
  const addresses = new Map<Ip, Origin>();
  const entries = new Map<SetId, Map<string, IpsetEntry>>(setIds.map((id) => [id, new Map<string, IpsetEntry>()]));
  for (const { share } of units.values()) {
    for (const server of share.virtualServers) virtualServers.set(virtualServerKey(server), server);
    for (const [address, origin] of share.addresses) if (!addresses.has(address)) addresses.set(address, origin);
    for (const [id, text, entry] of share.elements) entries.get(id)?.set(text, entry);
  }
  for (const [ip, origin] of addresses) entries.get('ipvsIPs')?.set(ip, { element: { type: 'hash:ip', ip }, origin });
  const filled = (id: SetId): boolean => (entries.get(id)?.size ?? 0) > 0;
  return {
    settings,
    units,
    virtualServers: [...virtualServers.values()],
    ipsets: setIds.map((id, i) => keptSet(before?.ipsets[i], ipset(id, settings.family, entries.get(id)))),
    addresses: [...addresses].map(([address, origin]) => ({ address, origin })),
    ruleset: ipvsRuleset(settings, filled),
  };
}

/** Origins are plain values; those of a Service that stayed are the very same. */
const sameOrigin = (a: Origin | undefined, b: Origin | undefined): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** The earlier set where it holds the same for the same reasons: an entry's text says all about its element. */
function keptSet(before: Ipset | undefined, after: Ipset): Ipset {
  if (before?.name !== after.name || before.entries.size !== after.entries.size) return after;
  const entries = [...before.entries];
  const isSame = ([text, { origin }]: readonly [string, IpsetEntry], i: number): boolean =>
    entries[i]?.[0] === text && sameOrigin(entries[i][1].origin, origin);
  return [...after.entries].every(isSame) ? before : after;
}

const ipset = (id: SetId, family: IpFamily, entries: ReadonlyMap<string, IpsetEntry> = new Map()): Ipset => ({
  name: setName(id, family),
  type: sets[id][1],
  family,
  entries,
});
