import { expect, it } from 'vitest';
import type { Hop, Packet, Place, Step } from '../../../sim-core/index.js';
import { textOf } from '../../i18n/catalogues.js';
import { pathStations, stationNote, type PathNames } from './stations.js';

const sent: Packet = {
  protocol: 'TCP',
  src: '192.168.10.200',
  dst: '192.168.10.11',
  sport: 40000,
  dport: 30080,
  tcp: 'SYN',
  ttl: 64,
  length: 60,
};
const translated: Packet = { ...sent, dst: '10.244.2.8', dport: 8080 };
const names: PathNames = {
  ipOfNode: () => '192.168.10.11',
  ipOfPod: () => '10.244.2.8',
  router: '192.168.10.1',
  client: '192.168.10.200',
};
const node: Place = { kind: 'node', node: 'node1' };
const client: Place = { kind: 'external', name: 'client' };
const pod: Place = { kind: 'pod', namespace: 'default', name: 'web', node: 'node1' };
const hook = (verdict: 'dnat' | 'accept', name: 'PREROUTING' | 'FORWARD'): Step => ({
  kind: 'hook',
  hook: name,
  table: name === 'FORWARD' ? 'filter' : 'nat',
  ruleset: 'kube-proxy/IPv4',
  examined: 4,
  verdict,
});
const way: readonly (readonly [Place, Step, Packet, Packet])[] = [
  [client, { kind: 'socket-send' }, sent, sent],
  [client, { kind: 'link', from: 'eth0', to: 'eth0' }, sent, sent],
  [node, { kind: 'conntrack', hook: 'PREROUTING', action: 'new' }, sent, sent],
  [node, hook('dnat', 'PREROUTING'), sent, translated],
  [node, { kind: 'route', route: '', decision: 'forward', outInterface: 'cbr0' }, translated, translated],
  [node, hook('accept', 'FORWARD'), translated, translated],
  [pod, { kind: 'deliver', to: 'process' }, translated, translated],
];
const hops = way.map(([place, step, before, after], index): Hop => ({
  index,
  place,
  step,
  before,
  after,
  mark: 0,
  reason: { code: 'rule-matches' },
}));

it('folds hops in one place into one station that says what changed there', () => {
  const text = textOf('en');
  const stations = pathStations(hops, text, names);
  expect(stations.map(({ title, first, hops: own }) => [title, first, own.length])).toEqual([
    ['Client', 0, 2],
    ['PREROUTING, node1', 2, 2],
    ['node1, routing', 4, 1],
    ['FORWARD, node1', 5, 1],
    ['Pod web', 6, 1],
  ]);
  const [first, gate] = stations.map((station) => stationNote(station, text));
  expect(first).toBe('client sends SYN');
  expect(gate).toBe('dst becomes 10.244.2.8:8080');
});
