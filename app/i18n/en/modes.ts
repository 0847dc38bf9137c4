const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Words about kube-proxy's modes: the question before a mode of the past, and the rules view of each mode. */
export const modes = {
  ask: {
    title: (mode: string, release: string, windows: boolean) =>
      windows ? `${mode} needs Windows nodes` : `kube-proxy ${release} has no ${mode} mode`,
    said: 'Asked for it on these nodes, kube-proxy exits and says:',
    older: (release: string) =>
      `The mode was possible until ${release}. You can run that release: the DaemonSet gets its image, the ConfigMap the mode, and the kube-proxy Pods are deleted and come back.`,
    windows:
      'On Windows kube-proxy programs the Host Networking Service, and there is no netfilter. You can have the same cluster on Windows nodes: it is built anew, and all you did is done again.',
    useRelease: (release: string) => `Use kube-proxy ${release}`,
    useWindows: 'Use Windows nodes',
    cancel: 'Cancel',
  },
  tabs: {
    label: 'Kind of rules',
    chains: 'Chains',
    maps: 'Maps and sets',
    servers: 'Virtual servers',
    ipsets: 'IP sets',
    addresses: 'kube-ipvs0',
    process: 'Process',
    policies: 'Policies',
    endpoints: 'Endpoints',
    layers: 'VFP layers',
  },
  map: {
    key: 'key',
    verdict: 'verdict',
    empty: 'no elements',
    elements: (count: number) => plural(count, 'element', 'elements'),
    expires: (seconds: number) => `expires in ${seconds} s`,
  },
  ipvs: {
    persistent: (seconds: number) => `persistent ${seconds} s`,
    real: 'real server',
    weight: 'weight',
    active: 'ActiveConn',
    inactive: 'InActConn',
    none: 'No real server: IPVS answers "port unreachable".',
    drained: 'gets no new connection',
    setEmpty: 'no entries',
    entries: (count: number) => plural(count, 'entry', 'entries'),
    device:
      'A dummy device. It carries no packet: its addresses make the kernel take packets for the Services as its own, so that they come to INPUT, where IPVS waits.',
    no: 'This node has no virtual servers.',
  },
  process: {
    about: 'The rules only redirect to these ports. Who gets a connection, the process decides.',
    listens: (port: number) => `listens on ${port}`,
    health: 'answers health checks',
    reserved: 'held open, so that nobody else takes it',
    next: 'next in turn',
    none: 'No endpoint: a connection is taken and closed at once.',
    affinity: (seconds: number) => `a client keeps its endpoint for ${seconds} s`,
    sticky: (client: string, endpoint: string) => `${client} stays with ${endpoint}`,
    tries: (times: string) => `waits for an endpoint: ${times}`,
    no: 'kube-proxy takes no connection itself on this node.',
  },
  hns: {
    network: (name: string, type: string) => `HNS network ${name}, ${type}`,
    anyAddress: 'any address of the node',
    sourceVip: 'source VIP',
    flags: 'flags',
    spread: 'hash of',
    spreads: { None: 'the whole flow', SourceIP: 'the client’s address' },
    local: 'local',
    remote: 'remote',
    behind: 'behind',
    none: 'No endpoint.',
    no: 'This node runs Linux; the Host Networking Service is a part of Windows.',
    layers: {
      flow: ['Flow table', 'A flow that was seen before is rewritten as then; no policy is asked.'],
      'load-balancer': [
        'Load balancer policies',
        'The first policy with this address, port and protocol hashes the flow over its endpoints.',
      ],
      'source-vip': [
        'Source',
        'Without DSR the source becomes the policy’s source VIP, so that the reply comes back here.',
      ],
      'outbound-nat': ['Outbound NAT', 'What leaves the cluster takes the node’s address as its source.'],
    } satisfies Record<string, readonly [string, string]>,
    passed: (hop: number) => `hop ${hop}`,
  },
  leftover: (modes: readonly string[]) =>
    `Left behind by ${modes.join(', ')} mode: nobody updates these rules any more. Their lines are marked ⟂.`,
  leftoverLine: 'of a former mode',
};
