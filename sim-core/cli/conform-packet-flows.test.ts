import { describe, expect, it } from 'vitest';
import { readCases } from '../test/recorded.js';
import { conformPacketFlows, type PacketFlowCase, type PacketFlowFile } from './conform-packet-flows.js';

interface RecordedFlow extends PacketFlowCase {
  readonly test: string;
  readonly name: string;
  readonly expectedOutput: string;
  readonly expectedMasquerade: boolean;
}

interface RecordedFlows extends PacketFlowFile {
  readonly cases: readonly RecordedFlow[];
}

const file = readCases<RecordedFlows>('packetflows.json');
const answers = conformPacketFlows(file);
const rows = file.cases.map((flow, i) => ({ ...flow, answer: answers[i] }));

describe("packet flows of kube-proxy's own tests", () => {
  it.each(rows)(
    '$setup $test: $name ($sourceIP to $destIP:$destPort)',
    ({ answer, expectedOutput, expectedMasquerade }) => {
      expect(answer).toEqual({ output: expectedOutput, masquerade: expectedMasquerade });
    },
  );

  it('leaves out modes that have no packet flows of their own', () => {
    const [flow] = file.cases;
    const setup = flow && file.setups[flow.setup];
    expect(
      flow &&
        setup &&
        conformPacketFlows({ setups: { one: { ...setup, mode: 'ipvs' } }, cases: [{ ...flow, setup: 'one' }] }),
    ).toEqual([null]);
  });
});
