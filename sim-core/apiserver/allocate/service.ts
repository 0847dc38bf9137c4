/**
 * The addresses and ports of a Service. This runs before validation, so that its errors hide all
 * others.
 *
 * @see pkg/registry/core/service/storage/{storage,alloc}.go (v1.34)
 */
import type { Service, ServiceSpec } from '../../kube/objects.js';
import type { IpFamily } from '../../net/ip.js';
import type { AdmitContext } from '../state.js';
import { parseIpSloppy, textFamily } from '../validate/address.js';
import { invalid, type FieldError } from '../validate/field-error.js';
import { defaultServiceRules } from '../validate/service.js';
import { clusterIpErrors, isHeadless } from '../validate/service-addresses.js';
import { addressRefusal, configuredFamilies, nextAddress, rangeOf } from './cluster-ip.js';
import { allocateNodePorts } from './node-port.js';
import { failedInternally, rejected, type Allocation } from './outcome.js';
import type { Taken } from './taken.js';
import { normalizeClusterIPs, sameList, trimForDowngrade } from './update.js';

export function allocateService(
  given: Service,
  old: Service | undefined,
  context: AdmitContext,
  taken: Taken,
): Allocation {
  if (old !== undefined) taken.release(old);
  const held = old === undefined ? [] : [old];
  const outcome = allocateAll(normalizeClusterIPs(given, old), old, context, taken);
  for (const service of held) taken.add(service);
  return outcome;
}

function allocateAll(given: Service, old: Service | undefined, context: AdmitContext, taken: Taken): Allocation {
  const familied = initFamilies(given, old, configuredFamilies(context));
  if (!('service' in familied)) return familied;
  const addressed = allocateClusterIPs(familied.service, old, context, taken);
  return 'service' in addressed ? allocateNodePorts(addressed.service, old, context, taken) : addressed;
}

const withSpec = (service: Service, spec: Partial<ServiceSpec>): Service => ({
  ...service,
  spec: { ...service.spec, ...spec },
});

const otherFamily = (family: IpFamily): IpFamily => (family === 'IPv4' ? 'IPv6' : 'IPv4');

const keepsDualStackPreference = (service: Service, old: Service | undefined): boolean =>
  old?.spec.ipFamilyPolicy === 'PreferDualStack' &&
  service.spec.ipFamilyPolicy === 'PreferDualStack' &&
  sameList(old.spec.clusterIPs, service.spec.clusterIPs) &&
  sameList(old.spec.ipFamilies, service.spec.ipFamilies);

const isBare = ({ spec }: Service): boolean =>
  spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;

/** A policy that is not named is that of before; only a headless Service without a selector wants both families. */
const withPolicy = (service: Service, old: Service | undefined): Service =>
  withSpec(service, {
    ipFamilyPolicy:
      service.spec.ipFamilyPolicy ?? old?.spec.ipFamilyPolicy ?? (isBare(service) ? 'RequireDualStack' : 'SingleStack'),
  });

/**
 * Fills in ipFamilies and ipFamilyPolicy, or says why what is asked for cannot be.
 * @see pkg/registry/core/service/storage/alloc.go (v1.34) initIPFamilyFields
 */
function initFamilies(given: Service, old: Service | undefined, configured: readonly IpFamily[]): Allocation {
  if (given.spec.type === 'ExternalName' || keepsDualStackPreference(given, old)) return { service: given };
  const asked = withPolicy(given, old);
  const unfit = clusterIpErrors(asked, old, defaultServiceRules);
  if (unfit.length > 0) return rejected(unfit);
  const service = trimForDowngrade(asked, old);
  const inferred = inferFamilies(service, configured);
  const ill = [...releaseErrors(service, old), ...inferred.errors];
  if (ill.length > 0) return rejected(ill);
  const families = [...inferred.families];
  const first = configured[0] ?? 'IPv4';
  if (isBare(service)) {
    if (families.length === 0) families.push(first);
    if (families.length < 2 && service.spec.ipFamilyPolicy !== 'SingleStack') {
      families.push(otherFamily(families[0] ?? first));
    }
    return { service: withSpec(service, { ipFamilies: families }) };
  }
  const errors = unconfiguredErrors(service, families, configured);
  if (errors.length > 0) return rejected(errors);
  if (families.length === 0) families.push(first);
  if (service.spec.ipFamilyPolicy !== 'SingleStack' && families.length === 1 && configured.length === 2) {
    families.push(otherFamily(families[0] ?? first));
  }
  return { service: withSpec(service, { ipFamilies: families }) };
}

const isReduced = (after: readonly string[] = [], before: readonly string[] = []): boolean =>
  after.length > 0 && after.length < before.length;

/** Only a policy of one family gives up the second. */
function releaseErrors({ spec }: Service, old: Service | undefined): readonly FieldError[] {
  if (old === undefined || spec.ipFamilyPolicy === 'SingleStack') return [];
  const release = (what: string): FieldError =>
    invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`);
  return [
    ...(isReduced(spec.clusterIPs, old.spec.clusterIPs) ? [release('cluster IP')] : []),
    ...(isReduced(spec.ipFamilies, old.spec.ipFamilies) ? [release('IP family')] : []),
  ];
}

function inferFamilies(
  service: Service,
  configured: readonly IpFamily[],
): { readonly families: readonly IpFamily[]; readonly errors: readonly FieldError[] } {
  const { clusterIPs = [], ipFamilies = [], ipFamilyPolicy: policy } = service.spec;
  const errors: FieldError[] = [];
  const families = [...ipFamilies];
  const multiple = (what: string): FieldError =>
    invalid(
      'spec.ipFamilyPolicy',
      policy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  if (policy === 'SingleStack') {
    if (clusterIPs.length === 2) errors.push(multiple('cluster IPs'));
    if (ipFamilies.length === 2) errors.push(multiple('IP families'));
  }
  for (const [i, ip] of clusterIPs.entries()) {
    const family = textFamily(ip);
    if (ip === 'None' || family === undefined) break;
    if (i < families.length) continue;
    if (configured.includes(family)) families.push(family);
    else errors.push(invalid(`spec.clusterIPs[${i}]`, clusterIPs, `${family} is not configured on this cluster`));
  }
  return { families, errors };
}

function unconfiguredErrors(
  service: Service,
  families: readonly IpFamily[],
  configured: readonly IpFamily[],
): readonly FieldError[] {
  const policy = service.spec.ipFamilyPolicy;
  const errors: FieldError[] = [];
  if (policy === 'RequireDualStack' && configured.length < 2) {
    errors.push(invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'));
  }
  families.forEach((family, i) => {
    if (!configured.includes(family))
      errors.push(invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'));
  });
  return errors;
}

/** @see pkg/registry/core/service/storage/alloc.go (v1.34) allocClusterIPs, updateClusterIPs */
function allocateClusterIPs(
  service: Service,
  old: Service | undefined,
  context: AdmitContext,
  taken: Taken,
): Allocation {
  if (service.spec.type === 'ExternalName' || isHeadless(service)) return { service };
  const fresh = old === undefined || old.spec.type === 'ExternalName';
  if (!fresh && isHeadless(old)) return { service };
  const { namespace = '', name } = service.metadata;
  const wanted = service.spec.clusterIPs ?? [];
  const clusterIPs: string[] = [];
  for (const [i, family] of (service.spec.ipFamilies ?? []).entries()) {
    const ip = wanted[i] ?? '';
    const kept = !fresh && ip !== '' && (old.spec.clusterIPs ?? []).includes(ip);
    const range = rangeOf(context, family);
    if (kept || range === undefined) {
      if (ip !== '') clusterIPs.push(ip);
      continue;
    }
    if (ip === '') {
      const label = `apiserver/clusterip/${namespace}/${name}${family === 'IPv6' ? '/IPv6' : ''}`;
      const free = nextAddress(range, label, context, taken);
      if (free === undefined) return failedInternally('failed to allocate a serviceIP: range is full');
      clusterIPs.push(free);
      continue;
    }
    const refusal = addressRefusal(parseIpSloppy(ip) ?? ip, range, taken);
    if (refusal !== undefined) {
      return rejected([invalid('spec.clusterIPs', wanted, `failed to allocate IP ${ip}: ${refusal}`)]);
    }
    clusterIPs.push(ip);
  }
  const [clusterIP] = clusterIPs;
  return clusterIP === undefined ? { service } : { service: withSpec(service, { clusterIP, clusterIPs }) };
}
