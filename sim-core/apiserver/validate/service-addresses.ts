/**
 * How clusterIPs, ipFamilies and ipFamilyPolicy must fit together.
 *
 * @see pkg/apis/core/validation/validation.go (v1.34) ValidateServiceClusterIPsRelatedFields
 */
import type { Service } from '../../kube/objects.js';
import { textFamily, validIpMessage, legacyIp, type AddressRules } from './address.js';
import { duplicate, invalid, notSupported, orNull, required, type FieldError } from './field-error.js';

export const isHeadless = (service: Service): boolean =>
  service.spec.clusterIPs?.length === 1 && service.spec.clusterIPs[0] === 'None';

const families = ['IPv4', 'IPv6'];
const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const clusterIPsField = 'spec.clusterIPs';

export function clusterIpErrors(
  service: Service,
  old: Service | undefined,
  rules: AddressRules,
): readonly FieldError[] {
  if (service.spec.type === 'ExternalName') return [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = service.spec;
  const errors = [...primaryErrors(clusterIP, clusterIPs)];
  ipFamilies.forEach((family, i) => {
    const field = `spec.ipFamilies[${i}]`;
    if (!families.includes(family)) errors.push(notSupported(field, family, families));
    if (ipFamilies.indexOf(family) < i) errors.push(duplicate(field, family));
  });
  if (ipFamilyPolicy !== undefined && !familyPolicies.includes(ipFamilyPolicy)) {
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, familyPolicies));
  }
  const standAlone = eachClusterIpErrors(clusterIPs, old?.spec.clusterIPs ?? [], rules);
  errors.push(...standAlone);
  if (clusterIPs.length > 2) errors.push(invalid(clusterIPsField, clusterIPs, 'may only hold up to 2 values'));
  if (standAlone.length > 0) return errors;
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(textFamily)).size < 2) {
    errors.push(invalid(clusterIPsField, clusterIPs, 'may specify no more than one IP for each IP family'));
  }
  if (isHeadless(service)) return errors;
  clusterIPs.forEach((ip, i) => {
    const family = ipFamilies[i];
    if ((family === 'IPv4' || family === 'IPv6') && textFamily(ip) !== family) {
      errors.push(
        invalid(`${clusterIPsField}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``),
      );
    }
  });
  return errors;
}

function primaryErrors(clusterIP: string, clusterIPs: readonly string[]): readonly FieldError[] {
  const [first] = clusterIPs;
  if (clusterIP === '') {
    const detail = 'must be empty when `clusterIP` is not specified';
    return first === undefined ? [] : [invalid(clusterIPsField, clusterIPs, detail)];
  }
  if (first === undefined) return [required(clusterIPsField)];
  return first === clusterIP ? [] : [invalid(clusterIPsField, clusterIPs, 'first value must match `clusterIP`')];
}

function eachClusterIpErrors(
  clusterIPs: readonly string[],
  existing: readonly string[],
  rules: AddressRules,
): readonly FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    if (i === 0 && ip === 'None') {
      return clusterIPs.length > 1
        ? [invalid(clusterIPsField, clusterIPs, "'None' must be the first and only value")]
        : [];
    }
    const field = `${clusterIPsField}[${i}]`;
    return ip === '' ? [invalid(field, ip, validIpMessage)] : legacyIp(field, ip, existing, rules);
  });
}

/** The primary address stays; a second one may come, and go with the policy SingleStack. */
export function clusterIpUpdateErrors(old: Service, service: Service): readonly FieldError[] {
  if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return [];
  if (isHeadless(old) && isHeadless(service)) return [];
  const before = old.spec.clusterIPs ?? [];
  const after = service.spec.clusterIPs ?? [];
  const changed = (i: number): FieldError => invalid(`${clusterIPsField}[${i}]`, after, 'may not change once set');
  if (before.length === after.length) return before.flatMap((ip, i) => (ip === after[i] ? [] : [changed(i)]));
  const errors: FieldError[] = [];
  const released = before.length > after.length;
  if (released && after.length === 0)
    errors.push(
      invalid(`${clusterIPsField}[0]`, orNull(service.spec.clusterIPs), 'primary clusterIP can not be unset'),
    );
  if (before.length > 0 && after.length > 0 && before[0] !== after[0]) errors.push(changed(0));
  if (released && after.length === 1 && service.spec.ipFamilyPolicy !== 'SingleStack') {
    const detail = "must be set to 'SingleStack' when releasing the secondary clusterIP";
    errors.push(invalid('spec.ipFamilyPolicy', service.spec.ipFamilyPolicy, detail));
  }
  return errors;
}

export function familyUpdateErrors(old: Service, service: Service): readonly FieldError[] {
  if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return [];
  if (isHeadless(old) || isHeadless(service)) return [];
  const before = old.spec.ipFamilies ?? [];
  const after = service.spec.ipFamilies ?? [];
  const field = 'spec.ipFamilies[0]';
  if (before.length === after.length) {
    return before.flatMap((family, i) =>
      family === after[i] ? [] : [invalid(field, after, 'may not change once set')],
    );
  }
  const errors: FieldError[] = [];
  const released = before.length > after.length;
  const ips = service.spec.clusterIPs ?? [];
  if (released && ips.length === 0)
    errors.push(invalid(field, orNull(service.spec.ipFamilies), 'primary ipFamily can not be unset'));
  if (before.length > 0 && after.length > 0 && before[0] !== after[0]) {
    errors.push(invalid(field, ips, 'may not change once set'));
  }
  if (released && after.length === 1 && service.spec.ipFamilyPolicy !== 'SingleStack') {
    const detail = "must be set to 'SingleStack' when releasing the secondary ipFamily";
    errors.push(invalid('spec.ipFamilyPolicy', service.spec.ipFamilyPolicy, detail));
  }
  return errors;
}
