/** @see pkg/apis/{core,discovery}/validation/validation.go (v1.34) */
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice } from '../../kube/objects.js';
import { legacyIp, nonSpecialIp, textFamily } from './address.js';
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from './field-error.js';
import { metadataErrors, metadataUpdateErrors } from './metadata.js';
import { dns1123Label, dns1123Subdomain, labelValueErrors, portNumber, qualifiedNameErrors } from './names.js';
import { defaultServiceRules } from './service.js';

const protocols = ['SCTP', 'TCP', 'UDP'];
const addressTypes = ['FQDN', 'IPv4', 'IPv6'];
const maximumEndpoints = 1000;
const maximumAddresses = 100;

export const validateEndpointSlice = (slice: EndpointSlice): readonly FieldError[] => [
  ...metadataErrors(slice.metadata, true, dns1123Subdomain),
  ...sliceErrors(slice, undefined),
];

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice): readonly FieldError[] {
  const errors = [...metadataUpdateErrors(slice.metadata, old.metadata), ...sliceErrors(slice, old)];
  if (slice.addressType === old.addressType) return errors;
  return [...errors, invalid('addressType', slice.addressType, 'field is immutable')];
}

function sliceErrors(slice: EndpointSlice, old: EndpointSlice | undefined): readonly FieldError[] {
  const existing = (old?.endpoints ?? []).flatMap((endpoint) => endpoint.addresses);
  return [...addressTypeErrors(slice.addressType), ...endpointErrors(slice, existing), ...slicePortErrors(slice)];
}

function addressTypeErrors(type: string): readonly FieldError[] {
  if (type === '') return [required('addressType')];
  return addressTypes.includes(type) ? [] : [notSupported('addressType', type, addressTypes)];
}

function endpointErrors(slice: EndpointSlice, existing: readonly string[]): readonly FieldError[] {
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > maximumEndpoints) return [tooMany('endpoints', endpoints.length, maximumEndpoints)];
  return endpoints.flatMap((endpoint, i) =>
    oneEndpointErrors(endpoint, `endpoints[${i}]`, slice.addressType, existing),
  );
}

function oneEndpointErrors(
  endpoint: Endpoint,
  field: string,
  type: string,
  existing: readonly string[],
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const addresses = endpoint.addresses ?? [];
  const at = `${field}.addresses`;
  if (addresses.length === 0) errors.push(required(at, 'must contain at least 1 address'));
  if (addresses.length > maximumAddresses) errors.push(tooMany(at, addresses.length, maximumAddresses));
  addresses.forEach((address, i) => errors.push(...sliceAddressErrors(address, at, i, type, existing)));
  const { nodeName, hostname } = endpoint;
  if (nodeName !== undefined) {
    errors.push(...dns1123Subdomain(nodeName).map((message) => invalid(`${field}.nodeName`, nodeName, message)));
  }
  if (hostname !== undefined) {
    errors.push(...dns1123Label(hostname).map((message) => invalid(`${field}.hostname`, hostname, message)));
  }
  const { forZones = [], forNodes = [] } = endpoint.hints ?? {};
  return [
    ...errors,
    ...hintErrors(forZones, `${field}.hints.forZones`, labelValueErrors),
    ...hintErrors(forNodes, `${field}.hints.forNodes`, dns1123Subdomain),
  ];
}

const mostHints = 8;

/** @see pkg/apis/discovery/validation/validation.go (v1.34) validateHints */
function hintErrors(
  hints: readonly { readonly name: string }[],
  field: string,
  nameErrors: (name: string) => readonly string[],
): readonly FieldError[] {
  if (hints.length > mostHints) return [tooMany(field, hints.length, mostHints)];
  return hints.flatMap(({ name }, i) => [
    ...(hints.slice(0, i).some((other) => other.name === name) ? [duplicate(`${field}[${i}].name`, name)] : []),
    ...nameErrors(name).map((message) => invalid(`${field}[${i}].name`, name, message)),
  ]);
}

function sliceAddressErrors(
  address: string,
  field: string,
  index: number,
  type: string,
  existing: readonly string[],
): readonly FieldError[] {
  const at = `${field}[${index}]`;
  if (type === 'FQDN')
    return dns1123Subdomain(address.replace(/\.$/, '')).map((message) => invalid(at, address, message));
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const malformed = legacyIp(at, address, existing, defaultServiceRules);
  if (malformed.length > 0) return malformed;
  const family = textFamily(address) === type ? [] : [invalid(field, address, `must be an ${type} address`)];
  return [...family, ...nonSpecialIp(at, address)];
}

function slicePortErrors(slice: EndpointSlice): readonly FieldError[] {
  const names = new Set<string>();
  return (slice.ports ?? []).flatMap((port, i) => {
    const errors: FieldError[] = [];
    const at = `ports[${i}]`;
    const { name = '', protocol = 'TCP', appProtocol } = port;
    if (name !== '') errors.push(...dns1123Label(name).map((message) => invalid(`${at}.name`, name, message)));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (!protocols.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, protocols));
    if (appProtocol !== undefined) {
      errors.push(
        ...qualifiedNameErrors(appProtocol).map((message) => invalid(`${at}.appProtocol`, appProtocol, message)),
      );
    }
    return errors;
  });
}

export const validateEndpoints = (endpoints: Endpoints): readonly FieldError[] => [
  ...metadataErrors(endpoints.metadata, true, dns1123Subdomain),
  ...subsetErrors(endpoints, undefined),
];

export const validateEndpointsUpdate = (endpoints: Endpoints, old: Endpoints): readonly FieldError[] => [
  ...metadataUpdateErrors(endpoints.metadata, old.metadata),
  ...subsetErrors(endpoints, old),
];

function subsetErrors(endpoints: Endpoints, old: Endpoints | undefined): readonly FieldError[] {
  const existing = (old?.subsets ?? []).flatMap((s) =>
    [...(s.addresses ?? []), ...(s.notReadyAddresses ?? [])].map((a) => a.ip),
  );
  return (endpoints.subsets ?? []).flatMap((subset, i) => {
    const at = `subsets[${i}]`;
    const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
    const errors: FieldError[] = [];
    if (addresses.length + notReadyAddresses.length === 0) {
      errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
    }
    addresses.forEach((address, j) => errors.push(...addressErrors(address, `${at}.addresses[${j}]`, existing)));
    notReadyAddresses.forEach((address, j) => {
      errors.push(...addressErrors(address, `${at}.notReadyAddresses[${j}]`, existing));
    });
    ports.forEach((port, j) => errors.push(...subsetPortErrors(port, `${at}.ports[${j}]`, ports.length > 1)));
    return errors;
  });
}

function addressErrors(address: EndpointAddress, field: string, existing: readonly string[]): readonly FieldError[] {
  const { ip, hostname = '', nodeName } = address;
  const errors = [...legacyIp(`${field}.ip`, ip, existing, defaultServiceRules)];
  if (hostname !== '')
    errors.push(...dns1123Label(hostname).map((message) => invalid(`${field}.hostname`, hostname, message)));
  if (nodeName !== undefined) {
    errors.push(...dns1123Subdomain(nodeName).map((message) => invalid(`${field}.nodeName`, nodeName, message)));
  }
  return [...errors, ...nonSpecialIp(`${field}.ip`, ip)];
}

type SubsetPort = NonNullable<NonNullable<Endpoints['subsets']>[number]['ports']>[number];

function subsetPortErrors(port: SubsetPort, field: string, nameRequired: boolean): readonly FieldError[] {
  const { name = '', protocol, appProtocol } = port;
  const errors: FieldError[] = [];
  if (nameRequired && name === '') errors.push(required(`${field}.name`));
  else if (name !== '') errors.push(...dns1123Label(name).map((message) => invalid(`${field}.name`, name, message)));
  errors.push(...portNumber(port.port).map((message) => invalid(`${field}.port`, port.port, message)));
  if (!protocols.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  if (appProtocol !== undefined) {
    errors.push(
      ...qualifiedNameErrors(appProtocol).map((message) => invalid(`${field}.appProtocol`, appProtocol, message)),
    );
  }
  return errors;
}
