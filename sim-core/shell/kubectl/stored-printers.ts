import type { StoredKind } from '../../kube/key.js';
import type { StoredObject } from '../../kube/objects.js';
import { none } from './columns.js';
import type { Column, Printer } from './printers.js';

type Stored = StoredObject;

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

const at = (object: Stored, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => memberOf(value, key), object);

const text = (value: unknown, missing: string): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : missing;

const column = (header: string, missing: string, ...path: readonly string[]): Column<Stored> => ({
  header,
  cell: (object) => text(at(object, ...path), missing),
});

const count = (header: string, field: string): Column<Stored> => ({
  header,
  cell: (object) => {
    const value = object[field];
    return String(typeof value === 'object' && value !== null ? Object.keys(value).length : 0);
  },
});

const listed = (header: string, cell: (object: Stored) => readonly string[]): Column<Stored> => ({
  header,
  cell: (object) => cell(object).join(',') || none,
});

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const strings = (value: unknown): readonly string[] => items(value).map((item) => text(item, ''));

const hosts = (ingress: Stored): readonly string[] => {
  const found = items(at(ingress, 'spec', 'rules')).map((rule) => text(memberOf(rule, 'host'), '*'));
  return found.length === 0 ? ['*'] : found;
};

const selectorText = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([key, item]) => `${key}=${text(item, '')}`)
    : [];

const table = (...columns: readonly Column<Stored>[]): Printer<Stored> => ({ columns, wide: [] });

const roleOf = column('ROLE', none, 'roleRef', 'name');

/**
 * The tables of kinds that are only kept: what their manifests say, as nothing acts upon them.
 * @see pkg/printers/internalversion/printers.go (v1.34)
 */
export const storedPrinters: { readonly [K in StoredKind]: Printer<Stored> } = {
  ServiceAccount: table(count('SECRETS', 'secrets')),
  Secret: table(column('TYPE', 'Opaque', 'type'), count('DATA', 'data')),
  LimitRange: table(),
  ResourceQuota: table(),
  PersistentVolume: table(column('CAPACITY', '', 'spec', 'capacity', 'storage'), column('STATUS', 'Available')),
  PersistentVolumeClaim: table(
    column('STATUS', 'Pending', 'status', 'phase'),
    column('VOLUME', '', 'spec', 'volumeName'),
    column('CAPACITY', '', 'status', 'capacity', 'storage'),
    listed('ACCESS MODES', (claim) => [strings(at(claim, 'status', 'accessModes')).join(',') || ' ']),
    column('STORAGECLASS', '', 'spec', 'storageClassName'),
    column('VOLUMEATTRIBUTESCLASS', '<unset>', 'spec', 'volumeAttributesClassName'),
  ),
  StorageClass: table(
    column('PROVISIONER', '', 'provisioner'),
    column('RECLAIMPOLICY', '', 'reclaimPolicy'),
    column('VOLUMEBINDINGMODE', '', 'volumeBindingMode'),
    column('ALLOWVOLUMEEXPANSION', 'false', 'allowVolumeExpansion'),
  ),
  Job: table(
    column('STATUS', 'Running', 'status', 'phase'),
    { header: 'COMPLETIONS', cell: (job) => `0/${text(at(job, 'spec', 'completions'), '1')}` },
    column('DURATION', '', 'status', 'duration'),
  ),
  CronJob: table(
    column('SCHEDULE', '', 'spec', 'schedule'),
    column('TIMEZONE', none, 'spec', 'timeZone'),
    { header: 'SUSPEND', cell: (job) => (at(job, 'spec', 'suspend') === true ? 'True' : 'False') },
    { header: 'ACTIVE', cell: () => '0' },
    { header: 'LAST SCHEDULE', cell: () => none },
  ),
  Ingress: table(
    column('CLASS', none, 'spec', 'ingressClassName'),
    listed('HOSTS', hosts),
    column('ADDRESS', '', 'status', 'address'),
    { header: 'PORTS', cell: (ingress) => (items(at(ingress, 'spec', 'tls')).length > 0 ? '80, 443' : '80') },
  ),
  IngressClass: table(
    column('CONTROLLER', '', 'spec', 'controller'),
    column('PARAMETERS', none, 'spec', 'parameters', 'name'),
  ),
  NetworkPolicy: table(
    listed('POD-SELECTOR', (policy) => selectorText(at(policy, 'spec', 'podSelector', 'matchLabels'))),
  ),
  Role: table(),
  RoleBinding: table(roleOf),
  ClusterRole: table(),
  ClusterRoleBinding: table(roleOf),
  HorizontalPodAutoscaler: table(
    {
      header: 'REFERENCE',
      cell: (scaler) => ['kind', 'name'].map((key) => text(at(scaler, 'spec', 'scaleTargetRef', key), '')).join('/'),
    },
    column('MINPODS', '1', 'spec', 'minReplicas'),
    column('MAXPODS', '', 'spec', 'maxReplicas'),
  ),
  PodDisruptionBudget: table(
    column('MIN AVAILABLE', 'N/A', 'spec', 'minAvailable'),
    column('MAX UNAVAILABLE', 'N/A', 'spec', 'maxUnavailable'),
    { header: 'ALLOWED DISRUPTIONS', cell: () => '0' },
  ),
  PriorityClass: table(column('VALUE', '0', 'value'), column('GLOBAL-DEFAULT', 'false', 'globalDefault')),
};
