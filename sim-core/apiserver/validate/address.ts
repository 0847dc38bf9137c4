import { familyOf, ipToBigInt, parseIp, type Ip, type IpFamily } from '../../net/ip.js';
import { parseCidr } from '../../net/cidr.js';
import { invalid, type FieldError } from './field-error.js';

/** Leading zeros are taken off: the server still accepts `010.0.0.8` and means 10.0.0.8. */
const stripZeros = (text: string): string => (text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/g, '$1'));

/** An address as the server reads it in fields that predate strict parsing. */
export const parseIpSloppy = (text: string): Ip | undefined => parseIp(stripZeros(text));

/** The family of the text as it stands: an IPv4-mapped IPv6 address counts as IPv4 in Go. */
export const textFamily = (text: string): IpFamily | undefined => {
  const ip = parseIpSloppy(text);
  return ip === undefined ? undefined : familyOf(ip);
};

export const validIpMessage = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const validCidrMessage = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/**
 * StrictIPCIDRValidation is off by default in v1.34.
 *
 * @see pkg/apis/core/validation/validation.go (v1.34) IsValidIPForLegacyField
 */
export interface AddressRules {
  readonly strict: boolean;
}

const leadingZero = (text: string): boolean => !text.includes(':') && /(^|\.)0\d/.test(text);

/** An address in a field that once took more than the standard form; old values stay good. */
export function legacyIp(
  field: string,
  text: string,
  existing: readonly string[],
  rules: AddressRules,
): readonly FieldError[] {
  if (existing.includes(text)) return [];
  if (parseIpSloppy(text) === undefined) return [invalid(field, text, validIpMessage)];
  if (!rules.strict) return [];
  if (leadingZero(text)) return [invalid(field, text, 'must not have leading 0s')];
  return text.includes(':') && parseIp(text)?.includes(':') !== true
    ? [invalid(field, text, 'must not be an IPv4-mapped IPv6 address')]
    : [];
}

export function splitCidr(text: string): { readonly ip: string; readonly prefix: string } | undefined {
  const slash = text.indexOf('/');
  return slash < 0 ? undefined : { ip: text.slice(0, slash), prefix: text.slice(slash + 1) };
}

/** `1.2.3.4/08` → what the server takes it for. */
export function sloppyCidrText(text: string): string {
  const parts = splitCidr(text);
  return parts === undefined ? text : `${stripZeros(parts.ip)}/${parts.prefix.replace(/^0+(?=\d)/, '')}`;
}

export function legacyCidr(
  field: string,
  text: string,
  existing: readonly string[],
  rules: AddressRules,
): readonly FieldError[] {
  if (existing.includes(text)) return [];
  const network = parseCidr(sloppyCidrText(text));
  const parts = splitCidr(text);
  if (network === undefined || parts === undefined) return [invalid(field, text, validCidrMessage)];
  if (!rules.strict) return [];
  if (leadingZero(parts.ip) || /^0\d/.test(parts.prefix)) {
    return [invalid(field, text, 'must not have leading 0s in IP or prefix length')];
  }
  return network.address === parseIp(parts.ip)
    ? []
    : [invalid(field, text, 'must not have bits set beyond the prefix length')];
}

const inRange = (ip: Ip, prefix: number, v4: string | undefined, v6: string | undefined): boolean => {
  const base = familyOf(ip) === 'IPv4' ? v4 : v6;
  if (base === undefined) return false;
  const shift = BigInt((familyOf(ip) === 'IPv4' ? 32 : 128) - prefix);
  return ipToBigInt(ip) >> shift === ipToBigInt(base) >> shift;
};

/**
 * Addresses no packet should be sent to as a Service's.
 *
 * @see pkg/apis/core/validation/validation.go (v1.34) ValidateNonSpecialIP, ValidateEndpointIP
 */
export function nonSpecialIp(field: string, text: string): readonly FieldError[] {
  const ip = parseIpSloppy(text);
  if (ip === undefined) return [invalid(field, text, 'must be a valid IP address')];
  const v4 = familyOf(ip) === 'IPv4';
  const errors: FieldError[] = [];
  if (ip === '0.0.0.0' || ip === '::') errors.push(invalid(field, text, `may not be unspecified (${ip})`));
  if (v4 ? inRange(ip, 8, '127.0.0.0', undefined) : ip === '::1') {
    errors.push(invalid(field, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'));
  }
  if (inRange(ip, v4 ? 16 : 10, '169.254.0.0', 'fe80::')) {
    errors.push(invalid(field, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'));
  }
  if (inRange(ip, v4 ? 24 : 16, '224.0.0.0', 'ff02::')) {
    errors.push(invalid(field, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'));
  }
  return errors;
}
