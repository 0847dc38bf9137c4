/** Verbs of kubectl that are not modelled, and what to do instead. */
export const unmodelledVerbs: Readonly<Record<string, string>> = {
  attach: 'attaching to a running process is not modelled; use kubectl exec',
  autoscale: 'autoscaling is not modelled; use kubectl scale',
  certificate: 'certificates are not modelled',
  completion: 'the Tab key completes here without a script',
  cp: 'copying files into pods is not modelled',
  debug: 'ephemeral containers are not modelled; use kubectl exec, or the shell of a node',
  diff: 'comparing with what the cluster holds is not modelled; use kubectl apply --dry-run=server, and kubectl get -o yaml',
  drain: 'draining is not modelled; use kubectl cordon and kubectl delete pod',
  kustomize: 'kustomize is not modelled',
  plugin: 'plugins are not modelled',
  'port-forward':
    'port-forward is not modelled: it tunnels through the API server past Services and kube-proxy; send from a node or a pod instead',
  proxy: 'proxy is not modelled: it leads through the API server; send from a node or a pod instead',
  taint: 'taints are not modelled; use kubectl cordon',
  top: 'Metrics API not available',
};
