import { describe, expect, it } from 'vitest';
import { createSimulation, openingFiles, openingSeed, type Hop, type Simulation } from '../../sim-core/index.js';
import { policyQuote, serverQuote } from './engine-quote.js';
import { configInMode, proxyModes, type ProxyModeName } from './mode-config.js';
import { ruleQuote, type Quote } from './quote.js';

function opened(mode: ProxyModeName): Simulation {
  const simulation = createSimulation({ seed: openingSeed, config: configInMode(undefined, mode) ?? {} });
  for (const [file, manifest] of Object.entries(openingFiles)) simulation.dispatch({ type: 'apply', manifest, file });
  simulation.dispatch({ type: 'settle' });
  return simulation;
}

const nodeOf = ({ place }: Hop): string => ('node' in place ? place.node : '');

function quoteOf(simulation: Simulation, hop: Hop, hops: readonly Hop[]): Quote {
  const node = nodeOf(hop);
  if (hop.step.kind === 'ipvs') return serverQuote(simulation.query({ kind: 'ipvs', node }), hop);
  if (hop.step.kind === 'vfp') return policyQuote(simulation.query({ kind: 'hns', node }), hop);
  return ruleQuote(hop, hops);
}

/** All that the node's own commands print. */
function printedOn(simulation: Simulation, node: string): string {
  const rules = (['iptables', 'nftables'] as const).flatMap((engine) => {
    const view = simulation.query({ kind: 'ruleset', node, engine });
    return view?.lines.map(({ text }) => text.trim()) ?? [];
  });
  const listings = [simulation.query({ kind: 'ipvs', node }), simulation.query({ kind: 'hns', node })].flatMap(
    (view) => view?.listings.flatMap(({ text }) => text.split('\n').map((line) => line.trim())) ?? [],
  );
  return [...rules, ...listings].join('\n');
}

const textOf = (line: Quote[number]): string => line.map(({ text }) => text).join('');

describe.each(proxyModes)('what a hop quotes in %s mode', (mode) => {
  const simulation = opened(mode);
  const { targets } = simulation.query({ kind: 'cluster' });
  const asked = targets.filter(({ kind, object }) => object?.name === 'myservice' && kind !== 'pod');
  const traces = asked.flatMap(({ to, protocol }) =>
    [{ kind: 'external' as const }, { kind: 'pod' as const, namespace: 'default', name: 'client' }].flatMap(
      (from) => simulation.dispatch({ type: 'send', from, to, protocol }).traces,
    ),
  );
  const all = traces.flatMap(({ request, reply }) =>
    [request, reply].flatMap((hops) => hops.map((hop) => ({ hop, hops }))),
  );

  it('is what the node prints, with the decisive part marked', () => {
    const deciders = all.filter(({ hop }) => ['rule', 'ipvs', 'vfp'].includes(hop.step.kind));
    expect(deciders.length).toBeGreaterThan(0);
    for (const { hop, hops } of deciders) {
      if (hop.step.kind === 'vfp' && hop.step.policy === undefined) continue;
      const quote = quoteOf(simulation, hop, hops);
      expect(
        quote.flat().some(({ decisive }) => decisive),
        JSON.stringify(hop.reason),
      ).toBe(true);
      const printed = printedOn(simulation, nodeOf(hop));
      // The CNI plugin's rules are in tables of their own.
      if (hop.step.kind === 'rule' && !hop.step.ruleset.startsWith('kube-proxy')) continue;
      // The second line of a rule is the element of a set, which commands print among others.
      const lines = hop.step.kind === 'rule' ? quote.slice(0, 1) : quote;
      for (const line of lines) expect(printed, mode).toContain(textOf(line).trim().replace(/^}$/, ''));
    }
  });

  it('names the endpoint that was chosen', () => {
    const chosen = all.filter(({ hop }) => hop.step.kind === 'ipvs' || hop.reason.code === 'vfp-balances');
    if (mode === 'ipvs' || mode === 'kernelspace') expect(chosen.length).toBeGreaterThan(0);
    for (const { hop, hops } of chosen) {
      const endpoint = 'endpoint' in hop.reason ? (hop.reason.endpoint.split(':')[0] ?? '?') : '?';
      const marked = quoteOf(simulation, hop, hops).flatMap((line) =>
        line.some((part) => part.decisive) ? [textOf(line)] : [],
      );
      expect(marked.join('\n')).toContain(endpoint);
    }
  });
});
