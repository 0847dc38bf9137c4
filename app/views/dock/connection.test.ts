import { expect, it } from 'vitest';
import { readConnection } from './connection.js';

const entry = (asked: string, answered: string): string =>
  `tcp 6 119 SYN_SENT ${asked} [UNREPLIED] ${answered} mark=0 use=1`;

it.each<readonly [what: string, line: string, nat: readonly string[]]>([
  [
    'nothing',
    entry('src=10.244.1.2 dst=10.244.2.2 sport=5 dport=8080', 'src=10.244.2.2 dst=10.244.1.2 sport=8080 dport=5'),
    [],
  ],
  [
    'the destination',
    entry('src=10.244.1.2 dst=10.96.0.7 sport=5 dport=80', 'src=10.244.2.2 dst=10.244.1.2 sport=8080 dport=5'),
    ['DNAT'],
  ],
  [
    'both',
    entry('src=192.0.2.1 dst=10.0.0.1 sport=5 dport=30080', 'src=10.244.2.2 dst=10.0.0.1 sport=8080 dport=4711'),
    ['DNAT', 'SNAT'],
  ],
  [
    'the source port alone',
    entry('src=10.0.0.1 dst=10.0.0.2 sport=5 dport=80', 'src=10.0.0.2 dst=10.0.0.1 sport=80 dport=6'),
    ['SNAT'],
  ],
])('reads off an entry that NAT changes %s', (_, line, nat) => {
  expect(readConnection(line)).toMatchObject({
    protocol: 'tcp',
    expires: 119,
    state: 'SYN_SENT',
    flags: ['[UNREPLIED]'],
    nat,
  });
});

it('reads protocols without states and without ports, and IPv6', () => {
  expect(
    readConnection(
      'udp 17 29 src=10.244.1.2 dst=10.96.0.10 sport=5 dport=53 src=10.244.1.3 dst=10.244.1.2 sport=53 dport=5 mark=0 use=1',
    ),
  ).toMatchObject({ protocol: 'udp', state: undefined, nat: ['DNAT'] });
  expect(
    readConnection(
      'icmp 1 29 src=10.244.1.2 dst=10.244.2.2 type=8 code=0 id=7 src=10.244.2.2 dst=10.244.1.2 type=0 code=0 id=7 mark=0 use=1',
    ),
  ).toMatchObject({ asked: { src: '10.244.1.2', dst: '10.244.2.2' }, nat: [] });
  expect(
    readConnection(
      'sctp 132 9 COOKIE_WAIT src=fd00::1 dst=fd00::2 sport=1 dport=2 src=fd00::2 dst=fd00::1 sport=2 dport=1 mark=0 use=1',
    ),
  ).toMatchObject({
    asked: { src: '[fd00::1]:1', dst: '[fd00::2]:2' },
  });
  expect(readConnection('conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.')).toBeUndefined();
});
