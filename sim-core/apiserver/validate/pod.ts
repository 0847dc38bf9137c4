/** @see pkg/apis/core/validation/validation.go (v1.34) ValidatePodCreate, ValidatePodSpec */
import type { Container, Pod, PodSpec, PodTemplate } from '../../kube/objects.js';
import { sameJson } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from './field-error.js';
import { annotationErrors, labelErrors, metadataErrors, metadataUpdateErrors } from './metadata.js';
import { dns1123Label, dns1123Subdomain, envVarName, portName, portNumber } from './names.js';

const protocols = ['SCTP', 'TCP', 'UDP'];
const restartPolicies = ['Always', 'Never', 'OnFailure'];
const dnsPolicies = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];

export const validatePod = (pod: Pod): readonly FieldError[] => [
  ...metadataErrors(pod.metadata, true, dns1123Subdomain),
  ...podSpecErrors(pod.spec, 'spec'),
];

const mutable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

const fixedPart = (spec: PodSpec): Json => {
  const images = (containers: readonly Container[] | undefined): unknown =>
    containers?.map((c) => ({ ...c, image: '' }));
  const { nodeName: _bound, ...rest } = spec;
  return {
    ...rest,
    containers: images(spec.containers),
    initContainers: images(spec.initContainers),
    activeDeadlineSeconds: null,
    tolerations: null,
  } as unknown as Json;
};

export function validatePodUpdate(pod: Pod, old: Pod): readonly FieldError[] {
  const errors = [...metadataUpdateErrors(pod.metadata, old.metadata), ...podSpecErrors(pod.spec, 'spec')];
  if (sameJson(fixedPart(pod.spec), fixedPart(old.spec))) return errors;
  return [...errors, forbidden('spec', `pod updates may not change fields other than ${mutable}\n`)];
}

export function templateErrors(template: PodTemplate, field: string): readonly FieldError[] {
  return [
    ...labelErrors(template.metadata?.labels, `${field}.labels`),
    ...annotationErrors(template.metadata?.annotations, `${field}.annotations`),
    ...podSpecErrors(template.spec, `${field}.spec`),
  ];
}

function podSpecErrors(spec: PodSpec, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  if (spec.containers.length === 0) errors.push(required(`${field}.containers`));
  spec.containers.forEach((container, i) => {
    errors.push(...containerErrors(container, `${field}.containers[${i}]`, names));
  });
  spec.initContainers?.forEach((container, i) => {
    errors.push(...containerErrors(container, `${field}.initContainers[${i}]`, names));
  });
  errors.push(...oneOf(spec['restartPolicy'], restartPolicies, `${field}.restartPolicy`));
  errors.push(...oneOf(spec['dnsPolicy'], dnsPolicies, `${field}.dnsPolicy`));
  errors.push(...hostPortErrors(spec, field));
  for (const name of ['serviceAccountName', 'nodeName'] as const) {
    const value = spec[name];
    if (typeof value !== 'string' || value === '') continue;
    errors.push(...dns1123Subdomain(value).map((message) => invalid(`${field}.${name}`, value, message)));
  }
  for (const name of ['hostname', 'subdomain'] as const) {
    const value = spec[name];
    if (value === undefined) continue;
    errors.push(...dns1123Label(value).map((message) => invalid(`${field}.${name}`, value, message)));
  }
  return errors;
}

/** @see checkHostPortConflicts, validateHostNetwork */
function hostPortErrors(spec: PodSpec, field: string): readonly FieldError[] {
  const seen = new Set<string>();
  const onHost = spec.hostNetwork === true;
  return spec.containers.flatMap((container, i) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, containerPort, protocol = '', hostIP = '' }, j) => {
      if (hostPort === 0) return [];
      const at = `${field}.containers[${i}].ports[${j}]`;
      const taken = `${protocol}/${hostIP}/${hostPort}`;
      const errors = seen.has(taken) ? [duplicate(`${at}.hostPort`, taken)] : [];
      seen.add(taken);
      if (!onHost || hostPort === containerPort) return errors;
      const mismatch = 'must match `hostPort` when `hostNetwork` is true';
      return [...errors, invalid(`${at}.containerPort`, containerPort, mismatch)];
    }),
  );
}

const oneOf = (value: unknown, supported: readonly string[], field: string): readonly FieldError[] =>
  typeof value === 'string' && !supported.includes(value) ? [notSupported(field, value, supported)] : [];

function containerErrors(container: Container, field: string, names: Set<string>): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { name, image = '' } = container;
  if (name === '') errors.push(required(`${field}.name`));
  else {
    errors.push(...dns1123Label(name).map((message) => invalid(`${field}.name`, name, message)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  }
  if (image === '') errors.push(required(`${field}.image`));
  else if (image !== image.trim())
    errors.push(invalid(`${field}.image`, image, 'must not have leading or trailing whitespace'));
  return [
    ...errors,
    ...containerPortErrors(container, `${field}.ports`),
    ...envErrors(container, `${field}.env`),
    ...oneOf(container['imagePullPolicy'], pullPolicies, `${field}.imagePullPolicy`),
  ];
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** @see ValidateEnv */
function envErrors(container: Container, field: string): readonly FieldError[] {
  const env: readonly unknown[] = Array.isArray(container['env']) ? container['env'] : [];
  return env.flatMap((entry, i) => {
    const given = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : '';
    const name = typeof given === 'string' ? given : '';
    if (name === '') return [required(`${field}[${i}].name`)];
    return envVarName(name).map((message) => invalid(`${field}[${i}].name`, name, message));
  });
}

function containerPortErrors(container: Container, field: string): readonly FieldError[] {
  const names = new Set<string>();
  return (container.ports ?? []).flatMap((port, i) => {
    const errors: FieldError[] = [];
    const at = `${field}[${i}]`;
    const { name = '', containerPort, hostPort = 0, protocol = '' } = port;
    const wrong = name === '' ? [] : portName(name);
    errors.push(...wrong.map((message) => invalid(`${at}.name`, name, message)));
    if (name !== '' && wrong.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (containerPort === 0) errors.push(required(`${at}.containerPort`));
    else
      errors.push(
        ...portNumber(containerPort).map((message) => invalid(`${at}.containerPort`, containerPort, message)),
      );
    if (hostPort !== 0)
      errors.push(...portNumber(hostPort).map((message) => invalid(`${at}.hostPort`, hostPort, message)));
    if (!protocols.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, protocols));
    return errors;
  });
}
