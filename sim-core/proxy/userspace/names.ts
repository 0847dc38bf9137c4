/** @see pkg/proxy/userspace/proxier.go (v1.25) iptablesContainerPortalChain and those beside it */
export const chain = {
  containerPortals: 'KUBE-PORTALS-CONTAINER',
  hostPortals: 'KUBE-PORTALS-HOST',
  containerNodePorts: 'KUBE-NODEPORT-CONTAINER',
  hostNodePorts: 'KUBE-NODEPORT-HOST',
  nonLocalNodePorts: 'KUBE-NODEPORT-NON-LOCAL',
} as const;
