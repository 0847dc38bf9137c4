import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from '../../controllers/service-endpoints.js';
import type { EndpointSlice, Service } from '../../kube/objects.js';
import type { Finding, NamedPort } from '../view-diagnosis.js';
import type { At } from './scene.js';

type Of<C extends Finding['code']> = readonly At<Extract<Finding, { readonly code: C }>>[];

/** An EndpointSlice, and the Service that its label names. */
export interface SliceScene {
  readonly slice: EndpointSlice;
  readonly service: Service | undefined;
}

/** Controllers write their own slices as they must be. */
const isHandmade = ({ metadata }: EndpointSlice): boolean =>
  !/^endpointslice(mirroring)?-controller\.k8s\.io$/.test(metadata.labels?.[MANAGED_BY_LABEL] ?? '');

export function sliceOfNoService({ slice, service }: SliceScene): Of<'slice-of-no-service'> {
  const named = slice.metadata.labels?.[SERVICE_NAME_LABEL];
  // The Service kubernetes has a slice that the API server itself writes.
  if (service !== undefined || !isHandmade(slice)) return [];
  return [{ field: 'metadata.labels', finding: { code: 'slice-of-no-service', service: named } }];
}

const isOneOf =
  (all: readonly NamedPort[]) =>
  ({ name, protocol }: NamedPort): boolean =>
    all.some((other) => other.name === name && other.protocol === protocol);

/** kube-proxy joins the two by name and protocol of the port; no name is a name too. */
export function slicePortName({ slice, service }: SliceScene): Of<'slice-port-name'> {
  if (service === undefined || !isHandmade(slice)) return [];
  const wanted = (service.spec.ports ?? []).map(({ name = '', protocol }) => ({ name, protocol }));
  const ports = (slice.ports ?? []).map(({ name = '', protocol = 'TCP' }) => ({ name, protocol }));
  if (ports.length === 0 || wanted.length === 0 || ports.some(isOneOf(wanted))) return [];
  return [{ field: 'ports', finding: { code: 'slice-port-name', ports, wanted } }];
}
