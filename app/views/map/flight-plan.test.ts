import { describe, expect, it } from 'vitest';
import { createSimulation, openingFiles } from '../../../sim-core/index.js';
import type { FlightBatch } from '../../state/flights.js';
import {
  countPerRoute,
  inFlight,
  kindOn,
  momentOf,
  mostInFlight,
  planFlights,
  pointOn,
  repliesOf,
  shareOf,
  type FlightMap,
} from './flight-plan.js';

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
const kinds = { '10.96': 'cluster', '10.24': 'pod' } as const;
const flat: FlightMap = {
  client: 'client',
  wayOf: () => corner,
  kindOf: (ip) => kinds[ip.slice(0, 5) as keyof typeof kinds] ?? 'node', // all others of this cluster are nodes'
};
const plan = planFlights(batch, flat);

describe('many packets on a map', () => {
  it('go along their line, and round its corners', () => {
    const line = plan.ways[0]?.request;
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
      const moment = momentOf(plan, elapsed);
      expect(moment.over).toBeLessThanOrEqual(moment.landed);
      expect(moment.landed).toBeLessThanOrEqual(moment.launched);
      most = Math.max(most, inFlight(plan, moment));
    }
    expect(most).toBeGreaterThan(mostInFlight * 0.9);
    expect(most).toBeLessThanOrEqual(mostInFlight + 1);
    const end = momentOf(plan, plan.end + 1);
    expect(end).toEqual({ launched: 1000, landed: 1000, over: 1000 });
    expect(inFlight(plan, end)).toBe(0);
  });

  it('are answered: each reply leaves when its request is there, and NAT is undone on its way', () => {
    const first = plan.travel + 1;
    expect(repliesOf(plan, momentOf(plan, first).landed)).toBe(1);
    expect(repliesOf(plan, momentOf(plan, first).over)).toBe(0);
    expect(repliesOf(plan, momentOf(plan, plan.end + 1).over)).toBe(1000);
    for (const [i, { request, reply }] of plan.ways.entries()) {
      const trace = batch.traces.find(({ id }) => id === batch.flights.routes[i]?.trace);
      expect([kindOn(request, 0), kindOn(request, 1)]).toEqual(['cluster', 'pod']);
      if (reply === undefined || trace === undefined) throw new Error('every way is answered');
      expect([kindOn(reply, 0), kindOn(reply, 1)]).toEqual(['pod', 'cluster']);
      expect(trace.reply.at(-1)?.after.src).toBe(trace.flow.dst);
    }
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
    const lost = planFlights(nowhere, flat);
    expect(lost.ways.map(({ arrives, reply }) => [arrives, reply])).toEqual([[false, undefined]]);
    expect(momentOf(lost, lost.travel).over).toBe(momentOf(lost, lost.travel).landed);
  });
});
