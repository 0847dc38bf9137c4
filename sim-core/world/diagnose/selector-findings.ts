import { compareCodeUnits } from '../../base/order.js';
import { isReady } from '../../controllers/pod-state.js';
import { matchesLabels } from '../../controllers/selector.js';
import { selectsPods } from '../../controllers/service-endpoints.js';
import type { Pod } from '../../kube/objects.js';
import type { Finding, LabelMismatch } from '../view-diagnosis.js';
import type { At, ServiceScene } from './scene.js';

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)].sort(compareCodeUnits);

const namespacesOf = (pods: readonly Pod[]): readonly string[] =>
  distinct(pods.map(({ metadata }) => metadata.namespace ?? ''));

/** Labels of the selector that no Pod of the namespace has. */
const mismatchesOf = ({ service, neighbours }: ServiceScene): readonly LabelMismatch[] =>
  Object.entries(service.spec.selector ?? {}).flatMap(([key, value]) => {
    const onPods = distinct(neighbours.flatMap(({ metadata }) => metadata.labels?.[key] ?? []));
    return onPods.includes(value) ? [] : [{ key, value, onPods }];
  });

type Of<C extends Finding['code']> = readonly At<Extract<Finding, { readonly code: C }>>[];

export function selectorMatchesNothing(scene: ServiceScene): Of<'selector-matches-nothing'> {
  const { service, pods, strangers } = scene;
  if (!selectsPods(service) || pods.length > 0) return [];
  const { selector = {} } = service.spec;
  const elsewhere = strangers().filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  return [
    {
      field: 'spec.selector',
      finding: {
        code: 'selector-matches-nothing',
        selector,
        mismatches: mismatchesOf(scene),
        otherNamespaces: namespacesOf(elsewhere),
      },
    },
  ];
}

export function noReadyPod({ service, pods }: ServiceScene): Of<'no-ready-pod'> {
  if (pods.length === 0 || service.spec.publishNotReadyAddresses === true || pods.some(isReady)) return [];
  return [{ field: 'spec.selector', finding: { code: 'no-ready-pod', pods: pods.length } }];
}

export function noSelector({ service, slices }: ServiceScene): Of<'no-selector'> {
  const { spec } = service;
  if (spec.type === 'ExternalName' || Object.keys(spec.selector ?? {}).length > 0) return [];
  return slices.some(({ endpoints }) => (endpoints ?? []).length > 0)
    ? []
    : [{ field: 'spec', finding: { code: 'no-selector' } }];
}
