import type { Ip, IpFamily } from '../net/ip.js';
import { familyOf } from '../net/ip.js';
import type { ObjectMeta, OwnerReference, Pod } from '../kube/objects.js';

export const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;

export const isTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

/** Neither finished nor on its way out. */
export const isActive = (pod: Pod): boolean => !isTerminal(pod) && !isTerminating(pod);

export function podIps(pod: Pod): readonly Ip[] {
  const all = pod.status?.podIPs?.map((entry) => entry.ip) ?? [];
  if (all.length > 0) return all;
  return pod.status?.podIP === undefined ? [] : [pod.status.podIP];
}

export const podIpOf = (pod: Pod, family: IpFamily): Ip | undefined =>
  podIps(pod).find((ip) => familyOf(ip) === family);

export const controllerOf = (meta: ObjectMeta): OwnerReference | undefined =>
  meta.ownerReferences?.find((owner) => owner.controller === true);

/** The owner's controller reference names this object. */
export function isControlledBy(
  meta: ObjectMeta,
  owner: { readonly kind: string; readonly metadata: ObjectMeta },
): boolean {
  const reference = controllerOf(meta);
  return (
    reference !== undefined &&
    reference.kind === owner.kind &&
    reference.name === owner.metadata.name &&
    meta.namespace === owner.metadata.namespace
  );
}

export const controllerReference = (owner: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  ...(owner.metadata.uid === undefined ? {} : { uid: owner.metadata.uid }),
  controller: true,
  blockOwnerDeletion: true,
});

const defaultGraceSeconds = 30;

/** How long the containers have once the pod is deleted, by that deletion or else by its spec. */
export function graceSeconds(pod: Pod): number {
  const seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec['terminationGracePeriodSeconds'];
  return typeof seconds === 'number' && seconds >= 0 ? seconds : defaultGraceSeconds;
}
