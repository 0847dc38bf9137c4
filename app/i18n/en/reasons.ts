import type { Reason } from '../../../sim-core/index.js';

/** One sentence for every reason there is: it names the actor and says why. */
export type ReasonSentences = {
  readonly [Code in Reason['code']]: (reason: Extract<Reason, { code: Code }>) => string;
};

const masqueradeWhys: Readonly<Record<Extract<Reason, { code: 'marks-for-masquerade' }>['why'], string>> = {
  'off-cluster': 'The sender is outside the Pod range, so the node marks the packet: its source will become the node.',
  hairpin: 'The Pod is about to reach itself, so the node marks the packet: a reply must come back through the node.',
  external: 'The packet came from outside, so the node marks it: the reply must come back through this same node.',
  'masquerade-all': 'kube-proxy runs with masqueradeAll, so the node marks every packet to a Service.',
  node: 'The packet comes from the node itself, so the node marks it: its source must be an address the Pod can answer.',
  mark: 'The node sets mark 0x4000 on the packet: POSTROUTING will replace its source.',
};

const percent = (probability: number): string => `${Math.round(probability * 1000) / 10} %`;

export const reasons: ReasonSentences = {
  'process-sends': ({ to }) => `A process sends its first packet to ${to}.`,
  'process-answers': () => 'The process answers to the address it saw as the source.',
  'crosses-veth': ({ pod }) => `The veth pair joins ${pod} to its node: what enters one end leaves the other.`,
  'crosses-wire': ({ from, to }) => `The packet crosses the network from ${from} to ${to}.`,
  'bridge-forwards': ({ port }) => `The bridge knows which port leads to the Pod and sends the frame out of ${port}.`,
  'bridge-hairpin': ({ port }) =>
    `The bridge sends the frame back through ${port}, where it came from: the port is in hairpin mode.`,
  'route-local': ({ address }) => `${address} is an address of this very machine, so the packet stays here.`,
  'route-forward': ({ via, outInterface }) =>
    via === undefined
      ? `The routing table sends the packet out of ${outInterface}, straight to its destination.`
      : `The routing table sends the packet out of ${outInterface}, to ${via} as the next hop.`,
  'route-none': ({ address }) => `The routing table holds no route to ${address}.`,
  'router-no-route': ({ address }) => `The router has no route to ${address}: no machine on the network owns it.`,
  martian: ({ address }) =>
    `The node receives a packet from outside that claims its own address ${address}, and discards it.`,
  'conntrack-new': () => 'Conntrack sees this connection for the first time, so the nat table will be asked once.',
  'conntrack-established': () => 'Conntrack knows this connection, so the nat table is not asked again.',
  'conntrack-undoes-dnat': ({ from, to }) =>
    `Conntrack puts back the address the sender used: source ${from} becomes ${to}.`,
  'conntrack-undoes-snat': ({ from, to }) => `Conntrack puts back the real sender: destination ${from} becomes ${to}.`,
  'conntrack-repeats-nat': ({ from, to }) =>
    `Conntrack repeats what it did to the first packet: ${from} becomes ${to}.`,
  'conntrack-invalid': () => 'Conntrack can match this packet to no connection and calls it invalid.',
  'table-no-match': ({ examined }) =>
    `The node examined ${examined} ${examined === 1 ? 'rule' : 'rules'}; none decided, so the packet goes on unchanged.`,
  'table-accepts': ({ examined }) => `A rule accepts the packet after ${examined} examined.`,
  'enters-chain': ({ chain }) => `The rule matches, so the packet goes through ${chain} next.`,
  'matches-cluster-ip': ({ service }) =>
    `The destination is the ClusterIP of ${service}: an address that exists only in rules like this.`,
  'matches-external-ip': ({ service }) => `The destination is an external IP of ${service}.`,
  'matches-load-balancer-ip': ({ service }) => `The destination is the load balancer address of ${service}.`,
  'enters-node-ports': () =>
    'The destination is an address of the node itself, so the node looks among its node ports.',
  'matches-node-port': ({ service, port }) => `Node port ${port} belongs to ${service}.`,
  'external-to-cluster-policy': ({ service }) =>
    `Policy Cluster lets traffic from outside reach any Pod of ${service}, on any node.`,
  'external-to-local-policy': ({ service }) =>
    `Policy Local lets traffic from outside reach only the Pods of ${service} on this node.`,
  'short-circuit-pod': ({ service }) =>
    `The sender is a Pod of this cluster, so the node treats ${service} as internal and skips the external policy.`,
  'short-circuit-node': ({ service }) =>
    `The sender is the node itself, so it treats ${service} as internal and skips the external policy.`,
  'source-range-allows': ({ service, range }) => `${service} admits senders from ${range}, and this one is among them.`,
  'source-range-denies': ({ service }) => `The sender is in none of the source ranges that ${service} admits.`,
  'marks-for-masquerade': ({ why }) => masqueradeWhys[why],
  'affinity-found': ({ endpoint, seconds }) =>
    `This client reached ${endpoint} less than ${seconds} s ago, so session affinity takes it there again.`,
  'affinity-recorded': ({ endpoint }) => `The node remembers that this client went to ${endpoint}.`,
  'numgen-picks': ({ endpoint, drawn, of }) =>
    `numgen drew ${drawn} of 0 to ${of - 1}: the connection goes to ${endpoint}. Every endpoint has the same chance.`,
  'cluster-ip-has-no-such-port': ({ address, port }) =>
    `${address} is the ClusterIP of a Service that has no port ${port}: the node refuses at once instead of letting the packet out.`,
  'cluster-ip-unallocated': ({ address }) =>
    `${address} lies in the Service range, but no Service has it: the packet ends here without an answer.`,
  'dice-won': ({ endpoint, probability, drawn }) =>
    `The node draws ${drawn.toFixed(2)}, below ${probability.toFixed(2)}: the packet goes to ${endpoint}.`,
  'dice-lost': ({ endpoint, probability, drawn }) =>
    `The node draws ${drawn.toFixed(2)}, not below ${probability.toFixed(2)} (a chance of ${percent(probability)}), so ${endpoint} is passed over.`,
  'last-endpoint': ({ endpoint }) =>
    `No other endpoint is left to choose, so the packet goes to ${endpoint} without a draw.`,
  // Most endpoints are Pods; those of the Service kubernetes, and those written by hand, are not.
  dnat: ({ to }) =>
    `The node rewrites the destination to one real endpoint, ${to}. Conntrack remembers it, so replies can be translated back.`,
  snat: ({ to }) => `The node rewrites the source to ${to}. Conntrack remembers it, so replies find the way back.`,
  masquerade: ({ by }) =>
    by === 'kube-proxy'
      ? 'The packet carries the mark, so the node puts its own address in as the source. The reply must come back here.'
      : 'The packet leaves the Pod range, so the CNI plugin puts the node’s address in as the source.',
  'not-marked': () => 'The packet carries no masquerade mark, so its source stays as it is.',
  'mark-cleared': () => 'The node takes the mark off again, so the packet is not masqueraded twice.',
  'forward-accepts-marked': () =>
    'The packet carries the masquerade mark, so the node forwards it even where forwarding is closed by default.',
  'forward-accepts-established': () => 'The packet belongs to a known connection, so the node forwards it.',
  'no-endpoints': ({ service }) => `${service} has no ready endpoint, so the node refuses for it.`,
  'no-local-endpoints': ({ service }) => `This node has no Pod of ${service}, and Local forbids using the others.`,
  'rule-matches': () => 'The rule matches this packet.',
  rejects: ({ with: how }) => `The node discards the packet and tells the sender: ${how}.`,
  drops: () => 'The node discards the packet and tells nobody.',
  'back-at-sender': ({ to }) => `The packet is back at ${to}, which sent the first one.`,
  delivered: ({ to }) => `The packet arrives at ${to}, where a process is listening.`,
  'nobody-listens': ({ port }) => `The address is right, but no process listens on port ${port}.`,
  'kernel-answers-echo': () => 'The kernel itself answers an echo request. No process takes part.',
  'kernel-refuses-port': ({ port }) => `The kernel refuses port ${port}, since nothing listens there.`,
  'redirects-to-proxy': ({ service, port }) =>
    `The packet asks for ${service}, so the kernel hands it to kube-proxy, which listens on port ${port} of this node.`,
  'proxy-takes-next': ({ service, endpoint, of }) =>
    of === 1
      ? `kube-proxy has taken the connection; ${endpoint} is the only endpoint of ${service}.`
      : `kube-proxy has taken the connection and goes round robin: of ${of} endpoints of ${service} it is the turn of ${endpoint}.`,
  'proxy-keeps-endpoint': ({ service, endpoint, seconds }) =>
    `This client came to ${service} within the last ${seconds} seconds, so kube-proxy sends it to ${endpoint} again.`,
  'proxy-knows-sender': ({ endpoint }) =>
    `kube-proxy still has a socket for this sender, so the datagram goes on to ${endpoint}.`,
  'proxy-dial-failed': ({ endpoint, timeoutMs }) =>
    `kube-proxy could not reach ${endpoint} within ${timeoutMs} ms, so it asks for the next endpoint.`,
  'proxy-without-endpoints': ({ service }) =>
    `kube-proxy has taken the connection, but ${service} has no endpoint to pass it on to.`,
  'proxy-gives-up': ({ service }) =>
    `kube-proxy found nobody to answer for ${service}, so it closes the connection it had taken.`,
  'proxy-copies-answer': ({ service }) =>
    `kube-proxy copies what the endpoint of ${service} said into the client's connection.`,
  'vfp-balances': ({ service, endpoint, of }) =>
    `The virtual switch knows this address as ${service}: it hashes the flow over ${of} ${of === 1 ? 'endpoint' : 'endpoints'} and rewrites the destination to ${endpoint}.`,
  'vfp-balances-by-source': ({ service, endpoint, of }) =>
    `The virtual switch knows this address as ${service}: session affinity makes it hash only the client's address over ${of} ${of === 1 ? 'endpoint' : 'endpoints'}, which gives ${endpoint}.`,
  'vfp-source-vip': ({ address }) =>
    `The policy is not DSR, so the switch also rewrites the source to ${address}: the reply has to come back through it.`,
  'vfp-keeps-source': ({ service }) =>
    `The policy of ${service} is DSR: the source stays as it is, and the reply goes straight to the client.`,
  'vfp-known-flow': ({ from, to }) =>
    `The virtual switch has this flow in its table and rewrites ${from} to ${to} without looking at a policy.`,
  'vfp-outbound-nat': ({ address }) =>
    `The Pod leaves the cluster network, so the switch rewrites the source to the node's ${address}.`,
  'ipvs-next-in-turn': ({ virtual, scheduler, endpoint, of }) =>
    `IPVS has a virtual server ${virtual}. Scheduler ${scheduler} takes its ${of} ${of === 1 ? 'real server' : 'real servers'} in turn, and the turn is ${endpoint}'s.`,
  'ipvs-least-connections': ({ virtual, scheduler, endpoint, of, overhead }) =>
    `IPVS has a virtual server ${virtual}. Of its ${of} ${of === 1 ? 'real server' : 'real servers'} scheduler ${scheduler} takes the one with the least to do: ${endpoint}, at ${overhead} (256 for each active connection, 1 for each inactive one).`,
  'ipvs-shortest-delay': ({ virtual, scheduler, endpoint, of, expected }) =>
    `IPVS has a virtual server ${virtual}. Of its ${of} ${of === 1 ? 'real server' : 'real servers'} scheduler ${scheduler} expects the shortest wait at ${endpoint}: ${expected} active connections per unit of weight, the new one included.`,
  'ipvs-idle': ({ virtual, scheduler, endpoint }) =>
    `IPVS has a virtual server ${virtual}. Scheduler ${scheduler} lets nobody queue while someone is idle, and ${endpoint} has no active connection.`,
  'ipvs-source-hash': ({ virtual, scheduler, endpoint, bucket, buckets }) =>
    `IPVS has a virtual server ${virtual}. Scheduler ${scheduler} hashes the client's address: bucket ${bucket} of ${buckets} belongs to ${endpoint}.`,
  'ipvs-destination-hash': ({ virtual, scheduler, endpoint, bucket, buckets }) =>
    `IPVS has a virtual server ${virtual}. Scheduler ${scheduler} hashes the address that was asked: bucket ${bucket} of ${buckets} belongs to ${endpoint}, whoever the client is.`,
  'ipvs-locality': ({ virtual, scheduler, endpoint }) =>
    `IPVS has a virtual server ${virtual}. Scheduler ${scheduler} stays with the real server that this address had before, unless it has too much to do: ${endpoint}.`,
  'ipvs-persistent': ({ virtual, endpoint, seconds }) =>
    `The virtual server ${virtual} is persistent: this client went to ${endpoint} within the last ${seconds} seconds and goes there again.`,
  'ipvs-existing': ({ virtual, endpoint }) =>
    `IPVS knows this connection to ${virtual} and sends the packet to ${endpoint} like those before it.`,
  'ipvs-no-destination': ({ virtual }) =>
    `IPVS has a virtual server ${virtual}, but no real server that would take a connection, so it answers "port unreachable".`,
  'ipvs-real-server-gone': ({ endpoint }) =>
    `The connection went to ${endpoint}, which is no real server any more: IPVS forgets the connection and drops the packet.`,
  'ipvs-answers-as': ({ virtual, endpoint }) =>
    `IPVS sent this connection to ${endpoint}, so the answer gets the address the client asked: ${virtual}.`,
  'no-such-host': ({ address }) => `No machine on this network answers for ${address}.`,
  'ttl-exceeded': () => 'The packet has crossed too many routers, and this one discards it.',
  'too-many-steps': () => 'The packet keeps going in circles, and the simulator stops following it.',
};
