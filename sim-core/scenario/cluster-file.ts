import { bool as boolean, int64, list, string, struct, type Schema } from '../apiserver/decode/schema.js';
import type { Problem } from '../base/problem.js';
import { parseCidr } from '../net/cidr.js';
import { familyOf, parseIp } from '../net/ip.js';
import { parseManifests, type ManifestDocument } from '../kube/yaml/manifests.js';
import type { Json } from '../kube/objects.js';
import { schedulers } from '../ipvs/schedulers.js';
import { detectLocalModes } from '../proxy/config.js';
import { proxyModes } from '../proxy/registry.js';
import { defaultClusterConfig, type NodeConfig } from '../world/config.js';
import type { ClusterSettings, KubeProxySettings } from './cluster-settings.js';

export const clusterFileName = 'cluster.yaml';

/** A `cluster.yaml`, read. What is wrong is left out of the settings and told among the problems. */
export interface ClusterFile {
  readonly settings: ClusterSettings;
  /** Unknown fields are warnings, wrong values errors; each with its place in the text. */
  readonly problems: readonly Problem[];
}

/** Reads the text of a `cluster.yaml`: what an administrator decides before any manifest is applied. */
export function readClusterFile(text: string): ClusterFile {
  const { documents, problems } = parseManifests(text);
  if (problems.length > 0) return { settings: {}, problems };
  const [document, second] = documents;
  if (document === undefined) return { settings: {}, problems: [] };
  const reader = new FieldReader(document);
  if (second !== undefined) reader.refuse('', 'the file describes one cluster: it holds one document');
  const read = isMap(document.value)
    ? settings(reader, document.value, '')
    : reader.refuse('', 'the file holds a map of settings');
  return { settings: read ?? {}, problems: reader.problems };
}

type JsonMap = { readonly [key: string]: Json };

const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that fields take, by path: `nodes.os`; of the value itself under the empty path. */
type FieldValues = Readonly<Record<string, readonly string[]>>;

/** Reads one value, or says what is wrong with it and gives nothing; and says what it would have read. */
interface Read<T> {
  (reader: FieldReader, value: Json, field: string): T | undefined;
  readonly schema: Schema;
  readonly values: FieldValues;
}

const reading = <T>(
  read: (reader: FieldReader, value: Json, field: string) => T | undefined,
  schema: Schema,
  values: FieldValues = {},
): Read<T> => Object.assign(read, { schema, values });

class FieldReader {
  readonly problems: Problem[] = [];
  readonly #document: ManifestDocument;

  constructor(document: ManifestDocument) {
    this.#document = document;
  }

  /** Notes an error; the value counts as absent. */
  refuse(field: string, detail: string, badValue?: Json): undefined {
    const value = badValue === undefined ? '' : `Invalid value: ${JSON.stringify(badValue)}: `;
    this.#tell('error', field, detail, `${field === '' ? '' : `${field}: `}${value}${detail}`);
  }

  /** The fields of a map that are known; the others are warned of. */
  map<T extends object>(value: Json, field: string, reads: { readonly [K in keyof T]-?: Read<T[K]> }): Partial<T> {
    if (!isMap(value)) {
      this.refuse(field, 'must be a map', value);
      return {};
    }
    const known = reads as Readonly<Record<string, Read<unknown> | undefined>>;
    const result: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(value)) {
      const path = field === '' ? key : `${field}.${key}`;
      const read = Object.hasOwn(known, key) ? known[key] : undefined;
      if (read === undefined) this.#tell('warning', path, 'unknown field', `Warning: unknown field "${path}"`);
      else if (one !== null) {
        const got = read(this, one, path);
        if (got !== undefined) result[key] = got;
      }
    }
    // Each value was read by the reader of its own key.
    return result as Partial<T>;
  }

  #tell(severity: Problem['severity'], field: string, detail: string, text: string): void {
    const range = this.#document.rangeOf(field);
    const code = severity === 'error' ? 'Invalid' : 'Warning';
    this.problems.push({ code, severity, field, detail, text, document: 0, ...(range && { range }) });
  }
}

const checked = <T>(
  of: (value: Json) => T | undefined,
  must: string,
  schema: Schema = string,
  values: FieldValues = {},
): Read<T> => reading((reader, value, field) => of(value) ?? reader.refuse(field, must, value), schema, values);

const bool = checked((value) => (typeof value === 'boolean' ? value : undefined), 'must be true or false', boolean);
const text = checked((value) => (typeof value === 'string' ? value : undefined), 'must be a string');
/** Any string; these are worth suggesting. */
const textLike = (names: readonly string[]): Read<string> => reading(text, string, { '': names });
const wholeNumber = checked(
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined),
  'must be a whole number that is not negative',
  int64,
);
const name = checked(
  (value) => (typeof value === 'string' && /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/.test(value) ? value : undefined),
  'must consist of lower case alphanumeric characters, "-" or "."',
);
const oneOf = <T extends string>(all: readonly T[]): Read<T> =>
  checked(
    (value) => all.find((one) => one === value),
    `supported values: ${all.map((one) => `"${one}"`).join(', ')}`,
    string,
    { '': all },
  );

const address = (family: 'IPv4' | 'IPv6' | undefined): Read<string> =>
  checked(
    (value) => {
      const ip = typeof value === 'string' ? parseIp(value) : undefined;
      return ip !== undefined && (family === undefined || familyOf(ip) === family) ? ip : undefined;
    },
    `must be a valid ${family ?? 'IP'} address`,
  );

const cidr = (family: 'IPv4' | 'IPv6' | undefined): Read<string> =>
  checked(
    (value) => {
      const parsed = typeof value === 'string' ? parseCidr(value) : undefined;
      const fits = parsed !== undefined && (family === undefined || familyOf(parsed.address) === family);
      return fits && typeof value === 'string' ? value : undefined;
    },
    `must be a valid ${family === undefined ? '' : `${family} `}CIDR, such as ${family === 'IPv6' ? 'fd00:10:244:1::/64' : '10.244.1.0/24'}`,
  );

/** A list; a value alone stands for a list of one. */
const listOf = <T>(read: Read<T>, most = 1000): Read<readonly T[]> =>
  reading(
    (reader, value, field) => {
      const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
      if (values.length > most) return reader.refuse(field, `must have at most ${most} items`);
      return values.flatMap((one, index) => read(reader, one, `${field}[${index}]`) ?? []);
    },
    list(read.schema),
    read.values,
  );

const within = (key: string, path: string): string => (path === '' ? key : `${key}.${path}`);

function section<T extends object>(reads: { readonly [K in keyof T]-?: Read<T[K]> }): Read<Partial<T>> {
  const all = Object.entries(reads) as readonly (readonly [string, Read<unknown>])[];
  return reading(
    (reader, value, field) => reader.map<T>(value, field, reads),
    struct('', Object.fromEntries(all.map(([key, read]) => [key, read.schema]))),
    Object.fromEntries(
      all.flatMap(([key, { values }]) => Object.entries(values).map(([path, names]) => [within(key, path), names])),
    ),
  );
}

const readNode: Read<Partial<NodeConfig>> = section<NodeConfig>({
  name,
  ip: address('IPv4'),
  ip6: address('IPv6'),
  extraIPs: listOf(address(undefined)),
  podCIDR: cidr('IPv4'),
  podCIDR6: cidr('IPv6'),
  zone: text,
  os: oneOf(['linux', 'windows'] as const),
  missingModules: listOf(textLike(['ip_vs', ...Object.keys(schedulers).map((name) => `ip_vs_${name}`)])),
  proxyMode: oneOf([...proxyModes.keys()]),
});

const readKubeProxy: Read<KubeProxySettings> = section<KubeProxySettings>({
  masqueradeAll: bool,
  nodePortAddresses: listOf(
    checked(
      (value) => (typeof value === 'string' && (value === 'primary' || parseCidr(value)) ? value : undefined),
      'must be a valid CIDR, or "primary"',
    ),
  ),
  localhostNodePorts: bool,
  detectLocalMode: oneOf(detectLocalModes),
  detectLocal: section({ bridgeInterface: text, interfaceNamePrefix: text }),
  release: text,
  iptables: section<NonNullable<KubeProxySettings['iptables']>>({ masqueradeAll: bool, localhostNodePorts: bool }),
  ipvs: section({ scheduler: textLike(Object.keys(schedulers)), strictARP: bool }),
  winkernel: section({
    networkName: text,
    sourceVip: text,
    enableDSR: bool,
    networkType: oneOf(['L2Bridge', 'Overlay'] as const),
  }),
});

/** More than a cluster in one browser tab can carry. */
const mostNodes = 200;

/** Nodes get what they do not say from their place in the list; no two may share a name, address or pod network. */
function nodesOf(reader: FieldReader, value: Json, field: string): readonly NodeConfig[] | undefined {
  const before = reader.problems.length;
  const given = listOf(readNode, mostNodes)(reader, value, field) ?? [];
  const nodes = given.map((node, index): NodeConfig => {
    const ordinal = index + 1;
    return {
      name: `node${ordinal}`,
      ip: `192.168.10.${10 + ordinal}`,
      podCIDR: `10.244.${ordinal}.0/24`,
      zone: defaultClusterConfig.nodes[index]?.zone ?? 'zone-a',
      ...node,
    };
  });
  if (nodes.length === 0 && reader.problems.length === before) reader.refuse(field, 'must have at least one node');
  for (const key of ['name', 'ip', 'ip6', 'podCIDR', 'podCIDR6'] as const) {
    nodes.forEach((node, index) => {
      const earlier = nodes.findIndex((other) => other[key] !== undefined && other[key] === node[key]);
      if (earlier === -1 || earlier === index) return;
      reader.refuse(`${field}[${index}].${key}`, `${nodes[earlier]?.name ?? ''} has it already`, node[key]);
    });
  }
  return nodes.length === 0 || reader.problems.slice(before).some(({ severity }) => severity === 'error')
    ? undefined
    : nodes;
}

const settings = section<ClusterSettings>({
  mode: oneOf([...proxyModes.keys()]),
  seed: wholeNumber,
  nodes: reading(nodesOf, list(readNode.schema), readNode.values),
  serviceCIDRs: listOf(cidr(undefined), 2),
  dualStack: bool,
  ipMasq: bool,
  cloud: bool,
  kubeProxy: readKubeProxy,
});

/** What may be written in a `cluster.yaml`: its fields, and the names that some of them take, by path. */
export const clusterFileSchema: Schema = settings.schema;
export const clusterFileValues: FieldValues = settings.values;
