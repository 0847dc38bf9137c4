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
