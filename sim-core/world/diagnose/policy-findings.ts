import { isHeadless } from '../../controllers/service-endpoints.js';
import type { Finding } from '../view-diagnosis.js';
import { nodesWithEndpoint, type At, type ServiceScene } from './scene.js';

type Of<C extends Finding['code']> = readonly At<Extract<Finding, { readonly code: C }>>[];

/** Nodes that a Local policy leaves without an endpoint. Where there is none at all, the policy is not to blame. */
function emptyNodes(scene: ServiceScene): readonly string[] {
  const served = nodesWithEndpoint(scene);
  return served.size === 0 ? [] : scene.nodes.filter((node) => !served.has(node));
}

export function externalLocal(scene: ServiceScene): Of<'external-local'> {
  const { type, externalTrafficPolicy } = scene.service.spec;
  if (externalTrafficPolicy !== 'Local' || (type !== 'NodePort' && type !== 'LoadBalancer')) return [];
  const nodes = emptyNodes(scene);
  if (nodes.length === 0) return [];
  const finding = { code: 'external-local', nodes, loadBalancer: type === 'LoadBalancer' } as const;
  return [{ field: 'spec.externalTrafficPolicy', finding }];
}

export function internalLocal(scene: ServiceScene): Of<'internal-local'> {
  const { spec } = scene.service;
  if (spec.internalTrafficPolicy !== 'Local' || spec.type === 'ExternalName' || isHeadless(scene.service)) return [];
  const nodes = emptyNodes(scene);
  return nodes.length === 0
    ? []
    : [{ field: 'spec.internalTrafficPolicy', finding: { code: 'internal-local', nodes } }];
}

export function loadBalancerPending({ service, cloud }: ServiceScene): Of<'load-balancer-pending'> {
  const given = service.status?.loadBalancer?.ingress ?? [];
  if (service.spec.type !== 'LoadBalancer' || cloud || given.length > 0) return [];
  return [{ field: 'spec.type', finding: { code: 'load-balancer-pending' } }];
}
