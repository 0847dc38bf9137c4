import { describe, expect, it } from 'vitest';
import { createSimulation, openingFiles } from '../../../sim-core/index.js';
import type { FlightBatch } from '../../state/flights.js';
import { countPerRoute, mostInFlight, planFlights, pointOn, shareOf, underWay } from './flight-plan.js';

function sent(count: number, to = 'myservice:80'): FlightBatch {
  const sim = createSimulation({ seed: 3, files: openingFiles });
  const from = { kind: 'pod', namespace: 'default', name: 'client' } as const;
  const { flights, traces } = sim.dispatch({ type: 'send', from, to, protocol: 'TCP', count, summary: true });
  if (flights === undefined) throw new Error('a summary was asked for');
  return { flights, traces };
}

const corner = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 50 },
];
const batch = sent(1000);
const plan = planFlights(batch, 'client', () => corner);

describe('many packets on a map', () => {
  it('go along their line, and round its corners', () => {
    const line = plan.lines[0];
    if (line === undefined) throw new Error('there is a line');
    expect([0, 0.5, 2 / 3, 1].map((share) => pointOn(line, share))).toEqual([
      { x: 0, y: 0 },
      { x: 75, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 50 },
    ]);
  });

  it('leave one after the other, so many at a time, and all arrive', () => {
    let most = 0;
    for (let elapsed = 0; elapsed <= plan.end; elapsed += 10) {
      const [landed, launched] = underWay(plan, elapsed);
      expect(landed).toBeLessThanOrEqual(launched);
      most = Math.max(most, launched - landed);
    }
    expect(most).toBeGreaterThan(mostInFlight * 0.9);
    expect(most).toBeLessThanOrEqual(mostInFlight + 1);
    expect(underWay(plan, plan.end + 1)).toEqual([1000, 1000]);
  });

  it('are counted by endpoint', () => {
    const { endpoints, lost } = shareOf(batch);
    expect(endpoints.length).toBeGreaterThan(1);
    expect(endpoints.reduce((sum, { count }) => sum + count, lost)).toBe(1000);
    expect(lost).toBe(0);
    expect(shareOf(batch, 0).endpoints.every(({ count }) => count === 0)).toBe(true);
    expect(countPerRoute(batch.flights.packets, batch.flights.routes.length).reduce((a, b) => a + b)).toBe(1000);
  });

  it('are counted as lost where nobody answers', () => {
    const nowhere = sent(20, '10.244.99.9:80');
    expect(shareOf(nowhere)).toEqual({ endpoints: [], lost: 20 });
    expect(planFlights(nowhere, 'client', () => corner).lines.map(({ arrives }) => arrives)).toEqual([false]);
  });
});
