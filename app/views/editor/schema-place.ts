import {
  clusterFileSchema,
  clusterFileValues,
  resources,
  schemaOf,
  type Kind,
  type Schema,
  type StructSchema,
} from '../../../sim-core/index.js';

export const kinds: readonly Kind[] = (Object.keys(schemaOf) as readonly Kind[]).filter((kind) => kind !== 'Event');

export const apiVersionOf = (kind: Kind): string => resources[kind].apiVersion;

export const asKind = (text: string): Kind | undefined => kinds.find((kind) => kind === text);

/** The struct at a path of field names, lists passed through: `['spec', 'ports']`. */
export const structAt = (kind: Kind, path: readonly string[]): StructSchema | undefined =>
  structIn(schemaOf[kind], path);

function structIn(root: Schema, path: readonly string[]): StructSchema | undefined {
  let schema: Schema | undefined = root;
  for (const name of path) {
    schema = schema?.is === 'struct' ? schema.fields[name]?.schema : undefined;
    while (schema?.is === 'list') schema = schema.of;
  }
  return schema?.is === 'struct' ? schema : undefined;
}

/** What may be written in a document: its fields at a path, and the names that a field takes. */
export interface Vocabulary {
  /** Under which its fields are explained. */
  readonly name: string;
  struct(path: readonly string[]): StructSchema | undefined;
  values(path: readonly string[], name: string): readonly string[];
}

export const vocabularyOf = (kind: Kind): Vocabulary => ({
  name: kind,
  struct: (path) => structAt(kind, path),
  values: (path, name) => valuesAt(kind, path, name),
});

const ofBool = (struct: StructSchema | undefined, name: string): readonly string[] =>
  struct?.fields[name]?.schema.is === 'bool' ? ['true', 'false'] : [];

/** The settings of `cluster.yaml`, as its reader knows them. */
export const clusterVocabulary: Vocabulary = {
  name: 'cluster',
  struct: (path) => structIn(clusterFileSchema, path),
  values: (path, name) =>
    clusterFileValues[[...path, name].join('.')] ?? ofBool(structIn(clusterFileSchema, path), name),
};

/** Names that a field may be given, by the end of its path; those of no list are free. */
const values: Readonly<Record<string, readonly string[]>> = {
  'Service spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'Service spec.sessionAffinity': ['None', 'ClientIP'],
  'Service spec.externalTrafficPolicy': ['Cluster', 'Local'],
  'Service spec.internalTrafficPolicy': ['Cluster', 'Local'],
  'Service spec.trafficDistribution': ['PreferClose', 'PreferSameZone', 'PreferSameNode'],
  'Service spec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  'Service spec.clusterIP': ['None'],
  'EndpointSlice addressType': ['IPv4', 'IPv6', 'FQDN'],
  'Deployment spec.strategy.type': ['RollingUpdate', 'Recreate'],
  'StatefulSet spec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'StatefulSet spec.updateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'DaemonSet spec.updateStrategy.type': ['RollingUpdate', 'OnDelete'],
};
const valuesOfName: Readonly<Record<string, readonly string[]>> = {
  protocol: ['TCP', 'UDP', 'SCTP'],
  ipFamilies: ['IPv4', 'IPv6'],
  dnsPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  restartPolicy: ['Always', 'OnFailure', 'Never'],
  imagePullPolicy: ['IfNotPresent', 'Always', 'Never'],
  operator: ['In', 'NotIn', 'Exists', 'DoesNotExist'],
};

/** What may stand after a field's colon. */
export function valuesAt(kind: Kind, path: readonly string[], name: string): readonly string[] {
  const known = values[`${kind} ${[...path, name].join('.')}`] ?? (path.length > 0 ? valuesOfName[name] : undefined);
  return known ?? ofBool(structAt(kind, path), name);
}

/** Where in an object the cursor is. */
export interface YamlPlace {
  readonly kind: Kind | undefined;
  /** Names of the fields around. */
  readonly path: readonly string[];
  /** The field on the cursor's line. */
  readonly name: string;
  /** Whether the field's name, or its value, is at the cursor. */
  readonly at: 'name' | 'value';
  /** Names that the same map has already. */
  readonly siblings: readonly string[];
}

const keyLine = /^(\s*)((?:- +)*)(?:"?([\w./-]+)"?\s*:(?:\s|$))?/;

interface Line {
  readonly indent: number;
  readonly key: string | undefined;
  /** Where its list item begins, if it begins one. */
  readonly dash: number | undefined;
}

function readLine(line: string): Line {
  const [, lead = '', dashes = '', key] = keyLine.exec(line) ?? [];
  return {
    indent: lead.length + dashes.length,
    key,
    dash: dashes === '' ? undefined : lead.length,
  };
}

const isNothing = (line: string): boolean => /^\s*(#.*)?$/.test(line);

/** Reads the place from indentation alone, as the text may be half typed. Lines and columns count from 1. */
export function yamlPlace(text: string, lineNumber: number, column: number): YamlPlace {
  const lines = text.split('\n');
  const here = lines[lineNumber - 1] ?? '';
  const from = lines.slice(0, lineNumber - 1).findLastIndex((line) => line.startsWith('---')) + 1;
  const next = lines.slice(lineNumber).findIndex((line) => line.startsWith('---'));
  const document = lines.slice(from, next === -1 ? undefined : lineNumber + next);
  const own = readLine(here);
  const colon = here.indexOf(':');
  const blank = isNothing(here);
  const path: string[] = [];
  const siblings: string[] = [];
  // On an empty line the cursor says how deep what is typed will be.
  let indent = blank ? column - 1 : own.indent;
  let siblingsAt: number | undefined = indent;
  if (own.dash !== undefined) siblingsAt = undefined;
  let dash = own.dash;
  for (const line of lines.slice(from, lineNumber - 1).reverse()) {
    if (isNothing(line)) continue;
    const { indent: depth, key, dash: began } = readLine(line);
    if (siblingsAt !== undefined && depth === siblingsAt && key !== undefined) siblings.push(key);
    if (siblingsAt !== undefined && (depth < siblingsAt || (depth === siblingsAt && began !== undefined)))
      siblingsAt = undefined;
    // A list may stand as deep as the field it belongs to.
    const parent = depth < indent || (dash !== undefined && depth <= dash && began === undefined);
    if (depth === indent && began !== undefined && dash === undefined) dash = began;
    if (!parent || key === undefined || (dash !== undefined && depth > dash)) continue;
    path.unshift(key);
    indent = depth;
    dash = began;
  }
  const kind = document.map((line) => /^kind:\s*(\w+)/.exec(line)?.[1]).find((found) => found !== undefined);
  const at = colon !== -1 && column > colon + 1 ? 'value' : 'name';
  return { kind: kind === undefined ? undefined : asKind(kind), path, name: own.key ?? '', at, siblings };
}
