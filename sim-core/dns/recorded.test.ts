import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../kube/objects.js';
import { isPlayable, playScenario } from '../test/scenario-play.js';
import { readScenarioJson, scenarioNames } from '../test/recorded.js';
import { queryDns } from './query.js';
import type { DnsAnswer, DnsRecord, RecordType } from './record.js';

interface RecordedAnswer extends DnsAnswer {
  readonly name: string;
  readonly type: RecordType;
}

/** The serial is the time at which CoreDNS began. */
const line = (record: DnsRecord): string =>
  `${record.name} ${record.ttl} ${record.type} ${record.type === 'SOA' ? record.data.replace(/ \d+ 7200/, ' 7200') : record.data}`;

const lines = (records: readonly DnsRecord[]): readonly string[] => records.map(line).sort();

const summary = (answer: DnsAnswer): object => ({
  rcode: answer.rcode,
  aa: answer.aa,
  answer: lines(answer.answer),
  authority: lines(answer.authority),
  additional: lines(answer.additional),
});

/** Addresses of the machine that CoreDNS ran on. */
const isOfTheMachine = (question: RecordedAnswer): boolean => question.type === 'NS';

describe.each(scenarioNames())('%s', (scenario) => {
  const recorded = readScenarioJson<readonly RecordedAnswer[]>(scenario, 'truth/dns.json') ?? [];

  it.runIf(recorded.length > 0 && isPlayable(scenario))('answers as CoreDNS did', () => {
    // Slices written by hand come from the recording: one manifest names a host otherwise than what was applied.
    const slices = readScenarioJson<{ readonly items: readonly EndpointSlice[] }>(
      scenario,
      'truth/endpointslices.json',
    );
    const byHand = (slices?.items ?? []).filter((slice) => slice.metadata.generateName === undefined);
    const { objects } = playScenario(scenario).put(...byHand);
    for (const question of recorded.filter((q) => !isOfTheMachine(q))) {
      const answer = queryDns({ objects, clusterDomain: 'cluster.local' }, question);
      expect(summary(answer), `${question.name} ${question.type}`).toEqual(summary(question));
    }
  });
});
