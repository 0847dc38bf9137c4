import { groupedBy } from '../../controllers/grouping.js';
import { matchesLabels } from '../../controllers/selector.js';
import { isActive } from '../../controllers/pod-state.js';
import { SERVICE_NAME_LABEL, selectsPods } from '../../controllers/service-endpoints.js';
import type { EndpointSlice, Pod, Service } from '../../kube/objects.js';
import { listObjects } from '../../kube/store.js';
import type { Snapshot } from '../snapshot.js';
import type { Finding } from '../view-diagnosis.js';

/** A Service with all that decides whether its packets arrive. */
export interface ServiceScene {
  readonly service: Service;
  /** Pods of its namespace that run and are to go on running. */
  readonly neighbours: readonly Pod[];
  /** Those of them that it selects. */
  readonly pods: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  /** Running Pods of the other namespaces. */
  readonly strangers: () => readonly Pod[];
  readonly nodes: readonly string[];
  /** Whether a cloud hands out addresses. */
  readonly cloud: boolean;
}

/** A finding, at the field that causes it. */
export interface At<F extends Finding> {
  readonly field: string;
  readonly finding: F;
}

export function serviceScenes({ objects, config }: Snapshot): readonly ServiceScene[] {
  const running = listObjects(objects, 'Pod').filter(isActive);
  const podsOf = groupedBy(running, ({ metadata }) => metadata.namespace ?? '');
  const slicesOf = groupedBy(
    listObjects(objects, 'EndpointSlice'),
    ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.labels?.[SERVICE_NAME_LABEL] ?? ''}`,
  );
  return listObjects(objects, 'Service').map((service): ServiceScene => {
    const { namespace = '', name } = service.metadata;
    const neighbours = podsOf.get(namespace) ?? [];
    const { selector = {} } = service.spec;
    return {
      service,
      neighbours,
      pods: selectsPods(service) ? neighbours.filter(({ metadata }) => matchesLabels(selector, metadata.labels)) : [],
      slices: slicesOf.get(`${namespace}/${name}`) ?? [],
      strangers: () => running.filter(({ metadata }) => (metadata.namespace ?? '') !== namespace),
      nodes: config.nodes.map((node) => node.name),
      cloud: config.cloud !== false,
    };
  });
}

/** Nodes on which kube-proxy finds an endpoint of the Service that it may use. */
export function nodesWithEndpoint({ slices }: ServiceScene): ReadonlySet<string> {
  const usable = slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(
      ({ conditions }) =>
        conditions?.ready !== false || (conditions.serving === true && conditions.terminating === true),
    );
  return new Set(usable.flatMap(({ nodeName }) => nodeName ?? []));
}
