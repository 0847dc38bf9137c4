/** Defaults of kinds that have few. */
import type { Endpoints, EndpointSlice, Namespace, Node } from '../../kube/objects.js';

/** @see pkg/apis/core/v1/defaults.go, pkg/registry/core/namespace/strategy.go (v1.34) */
export const defaultNamespace = (namespace: Namespace): Namespace => ({
  ...namespace,
  metadata: {
    ...namespace.metadata,
    labels: { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name },
  },
  spec: { finalizers: namespace.spec?.finalizers ?? ['kubernetes'] },
});

export const defaultNode = (node: Node): Node => ({ ...node, spec: node.spec ?? {} });

/** @see pkg/apis/core/v1/defaults.go (v1.34) SetDefaults_Endpoints */
export function defaultEndpoints(endpoints: Endpoints): Endpoints {
  const subsets = endpoints.subsets?.map((subset) => ({
    ...subset,
    ...(subset.ports !== undefined && {
      ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol ?? ('TCP' as const) })),
    }),
  }));
  return subsets === undefined ? endpoints : { ...endpoints, subsets };
}

/** @see pkg/apis/discovery/v1/defaults.go (v1.34) SetDefaults_EndpointPort */
export const defaultEndpointSlice = (slice: EndpointSlice): EndpointSlice => ({
  ...slice,
  ports:
    slice.ports?.map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? ('TCP' as const) })) ??
    null,
});
