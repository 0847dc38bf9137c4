import type { TimelineEvent } from '../../../sim-core/index.js';

const kinds: Readonly<Record<TimelineEvent['kind'], string>> = {
  'cluster-up': 'cluster',
  apply: 'apply',
  rejected: 'rejected',
  delete: 'delete',
  scale: 'scale',
  label: 'label',
  annotate: 'annotate',
  packet: 'packet',
  controller: 'controller',
  rules: 'kube-proxy',
  unready: 'not ready',
  ready: 'ready',
};

/** Words of the lists under the map. */
export const dock = {
  noRules: 'No rules yet.',
  rulesOf: (command: string, node: string, revision: number) => `${command} of ${node}, made from revision ${revision}`,
  firstOnly: (shown: number, all: number) => `The first ${shown} of ${all.toLocaleString('en')}.`,
  openRules: 'Open the rules view',
  noEntries: (node: string) => `No connection passes through ${node} yet. Send a packet.`,
  openPacket: (id: number) => `Follow packet ${id}`,
  conntrack: {
    label: (node: string) => `Connections that ${node} remembers`,
    protocol: 'Protocol',
    state: 'State',
    expires: 'Expires',
    asked: 'As the packet came',
    answered: 'As the reply will come',
    nat: 'NAT',
    none: 'none',
    seconds: (count: number) => `${count.toLocaleString('en')} s`,
    packet: 'Packet',
  },
  noEvents: 'Nothing has happened yet.',
  lookAt: (clock: string) => `Look at the cluster at ${clock}`,
  kinds,
  noQuestions: 'Nobody has asked the cluster’s DNS yet. Try curl with a name, dig or nslookup in a Pod.',
  questions: 'Questions to the cluster’s DNS, newest first',
  openQuestion: (name: string) => `Ask for ${name} in the DNS view`,
  noRecord: 'no record of this type',
  client: 'client',
  node: (name: string) => `node ${name}`,
  pod: (name: string) => `Pod ${name}`,
};
