/** Words of the rules view that are not needed before it is looked at. */
export const ruleTexts = {
  chain: {
    otherwise: 'otherwise',
    chosen: 'chosen',
    notChosen: 'not chosen',
    roles: {
      service: (service: string) => service,
      local: (service: string) => `${service}, Pods of this node`,
      external: (service: string) => `${service}, from outside`,
      firewall: (service: string) => `${service}, allowed sources`,
      endpoint: (service: string) => `a Pod of ${service}`,
      mark: (_service: string) => 'leaves a mark',
    },
  },
  texts: 'Text of',
  /** Of a command that lists nothing, as another mode runs. */
  absent: {
    'iptables-save': (mode: string) =>
      `kube-proxy runs in ${mode} mode here and writes no iptables rule: the command lists none of its.`,
    'nft list ruleset': (mode: string) =>
      `kube-proxy runs in ${mode} mode here and makes no nftables table: the command lists none of its.`,
    'ipvsadm -Ln': (mode: string) =>
      `kube-proxy runs in ${mode} mode here and makes no virtual server: the command lists none.`,
  } as Readonly<Record<string, (mode: string) => string>>,
  since: (revision: number) => `Since revision ${revision}:`,
  sinceBefore: 'Since the node’s rules before:',
  causes: {
    'service-added': (service: string) => `Service ${service} came`,
    'service-deleted': (service: string) => `Service ${service} is gone`,
    'service-edited': (service: string) => `of Service ${service} edited`,
    'endpoint-joined': (service: string) => `joined the endpoints of ${service}`,
    'endpoint-left': (service: string) => `left the endpoints of ${service}`,
  },
  switched: (before: string, after: string) => `kube-proxy was switched from ${before} to ${after}`,
  /** Between causes, and between the fields of one. */
  between: { causes: ', ', fields: ', ' },
  moreCauses: (count: number) => `and ${count} more`,
  header: 'The packet here',
  leaves: 'Leaves the gate as',
  carrying: 'carrying mark',
  why: {
    roll: [
      'Why a dice roll?',
      'iptables has no load balancer. Each endpoint’s rule matches with a probability; what falls through reaches the next one.',
    ],
    numgen: [
      'Why a number?',
      'nftables draws one number and looks it up in a map: every endpoint is one step away, however many there are.',
    ],
    lookup: [
      'Why a map?',
      'Address, protocol and port are looked up at once. The cost stays the same with ten Services or ten thousand.',
    ],
    member: [
      'Why a set?',
      'One rule asks a hash set whether the packet belongs to any Service; no rule per Service is needed.',
    ],
    mark: [
      'Why a mark?',
      'The mark costs nothing now. At POSTROUTING it makes the node put its own address in as the source, so that the reply comes back here.',
    ],
    masquerade: [
      'Why another source?',
      'With the node’s address as the source, the Pod answers to the node, and the node can undo what it rewrote.',
    ],
    affinity: [
      'Why no dice roll?',
      'The client came before. Session affinity remembers its endpoint for a while, and that rule stands before the dice.',
    ],
    redirect: [
      'Why a port of the node?',
      'In userspace mode the rules only hand the connection to kube-proxy. The process opens a second one to a Pod.',
    ],
    walk: [
      'Why so many rules?',
      'The kernel reads a chain from the top and stops at the first rule that decides. Only rules that match are marked.',
    ],
  } satisfies Record<string, readonly [string, string]>,
};
