import { describe, expect, it } from 'vitest';
import { openingFiles } from '../scenario/start.js';
import type { Command } from './command.js';
import { createSimulation, type Simulation } from './simulation.js';

const many = (count: number, to = 'myservice:80', summary = true): Command => ({
  type: 'send',
  from: { kind: 'pod', namespace: 'default', name: 'client' },
  to,
  protocol: 'TCP',
  count,
  ...(summary && { summary: true }),
});

const opened = (): Simulation => createSimulation({ seed: 7, files: openingFiles });

describe('many packets summed up', () => {
  it('names a way for each packet, and the backends of the packets sent one by one', () => {
    const [each, summed] = [opened(), opened()];
    const traces = each.dispatch(many(200, 'myservice:80', false)).traces;
    const { flights } = summed.dispatch(many(200));
    const backends = flights?.packets.map((route) => flights.routes[route]?.backend?.ip);
    expect(backends).toEqual(traces.map((trace) => trace.backend?.local.ip));
    expect(new Set(backends).size).toBeGreaterThan(1);
  });

  it('keeps the hops of the first packet on each way, under its own id', () => {
    const sim = opened();
    const { flights, traces } = sim.dispatch(many(1000));
    expect(flights?.packets).toHaveLength(1000);
    expect(traces.map((trace) => trace.id)).toEqual(flights?.routes.map((route) => route.trace));
    expect(traces.length).toBeLessThanOrEqual(24);
    for (const { trace } of flights?.routes ?? []) expect(sim.query({ kind: 'trace', id: trace })?.id).toBe(trace);
  });

  it('is one mark on the timeline, and the next packet is numbered after all of them', () => {
    const sim = opened();
    const { events, flights } = sim.dispatch(many(1000));
    const marks = events.filter((event) => event.kind === 'packet');
    expect(marks).toMatchObject([{ traceId: flights?.first, text: 'TCP myservice:80: 1000 packets: 1000 answered' }]);
    const { traces } = sim.dispatch(many(1, 'myservice:80', false));
    expect(traces[0]?.id).toBe((flights?.first ?? 0) + 1000);
  });

  it.each([
    ['too many', many(1001)],
    ['none', many(0)],
    ['too many with all their hops', many(501, 'myservice:80', false)],
  ])('refuses %s', (_, command) => {
    expect(opened().dispatch(command)).toMatchObject({ accepted: false, traces: [] });
  });

  it('says where packets end that nobody answers', () => {
    const { flights } = opened().dispatch(many(10, '10.244.77.77:80'));
    expect(flights?.routes).toHaveLength(1);
    expect(flights?.routes[0]?.backend).toBeUndefined();
    expect(flights?.routes[0]?.outcome).not.toBe('answered');
  });
});
