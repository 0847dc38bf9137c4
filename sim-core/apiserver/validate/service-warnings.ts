/** @see pkg/api/service/warnings.go, apimachinery/pkg/util/validation/ip.go (v1.34) */
import { cidr, formatCidr, parseCidr } from '../../net/cidr.js';
import { parseIp } from '../../net/ip.js';
import type { Service } from '../../kube/objects.js';
import { goQuote } from '../../kube/yaml/go-syntax.js';
import { parseIpSloppy, sloppyCidrText, splitCidr } from './address.js';
import { isHeadless } from './service-addresses.js';

const future = 'will be considered invalid in a future Kubernetes release';

function ipWarnings(field: string, text: string): readonly string[] {
  const sloppy = parseIpSloppy(text);
  if (sloppy === undefined) return [];
  const strict = parseIp(text);
  const mapped = text.includes(':') && !sloppy.includes(':');
  if (strict === undefined || mapped) {
    return [`${field}: non-standard IP address ${goQuote(text)} ${future}: use ${goQuote(sloppy)}`];
  }
  if (strict === text) return [];
  return [`${field}: IPv6 address ${goQuote(text)} should be in RFC 5952 canonical format (${goQuote(strict)})`];
}

function cidrWarnings(field: string, text: string): readonly string[] {
  const network = parseCidr(sloppyCidrText(text));
  const parts = splitCidr(text);
  const ip = parts === undefined ? undefined : parseIpSloppy(parts.ip);
  if (network === undefined || ip === undefined || parts === undefined) return [];
  const warnings: string[] = [];
  if (ip !== network.address) {
    const single = formatCidr(cidr(ip, ip.includes(':') ? 128 : 32));
    const [whole, one] = [goQuote(formatCidr(network)), goQuote(single)];
    warnings.push(`${field}: CIDR value ${goQuote(text)} is ambiguous in this context (should be ${whole} or ${one}?)`);
  }
  if (parseIp(parts.ip) === undefined || /^0\d/.test(parts.prefix) || (parts.ip.includes(':') && !ip.includes(':'))) {
    warnings.push(`${field}: non-standard CIDR value ${goQuote(text)} ${future}: use ${goQuote(formatCidr(network))}`);
  }
  if (warnings.length > 0 || `${ip}/${network.prefix}` === text) return warnings;
  return [
    `${field}: IPv6 CIDR value ${goQuote(text)} should be in RFC 5952 canonical format (${goQuote(formatCidr(network))})`,
  ];
}

const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints';
const modeAnnotation = 'service.kubernetes.io/topology-mode';

/** What the server says about a Service that it accepts nevertheless. */
export function serviceWarnings({ metadata, spec }: Service): readonly string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.[hintsAnnotation] !== undefined) {
    warnings.push(`annotation ${hintsAnnotation} is deprecated, please use ${modeAnnotation} instead`);
  }
  const headless = isHeadless({ spec } as Service);
  if (headless) {
    if (spec.loadBalancerIP !== undefined) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if ((spec.externalIPs?.length ?? 0) > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  } else {
    spec.clusterIPs?.forEach((ip, i) => warnings.push(...ipWarnings(`spec.clusterIPs[${i}]`, ip)));
  }
  spec.externalIPs?.forEach((ip, i) => warnings.push(...ipWarnings(`spec.externalIPs[${i}]`, ip)));
  if (spec.loadBalancerIP !== undefined) warnings.push(...ipWarnings('spec.loadBalancerIP', spec.loadBalancerIP));
  spec.loadBalancerSourceRanges?.forEach((range, i) => {
    warnings.push(...cidrWarnings(`spec.loadBalancerSourceRanges[${i}]`, range));
  });
  return warnings;
}
