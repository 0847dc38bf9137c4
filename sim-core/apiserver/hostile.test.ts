/** Input that wants to hang, overflow or confuse: a clear problem, and soon. */
import { describe, expect, it } from 'vitest';
import { createPrng, Prng } from '../base/prng.js';
import { applyManifests } from './apply.js';
import { bootstrapObjects } from './bootstrap.js';
import { defaultApiServerConfig, type ApplyOutcome } from './state.js';

const boot = bootstrapObjects({
  nodes: [],
  serviceCIDRs: ['10.96.0.0/16'],
  apiServer: { ip: '192.168.10.2', port: 6443 },
  clusterDomain: 'cluster.local',
});

/** The time is the CPU's: other programs of the machine do not count. */
function timed(text: string): { readonly outcome: ApplyOutcome; readonly ms: number } {
  const context = { config: defaultApiServerConfig, prng: new Prng(createPrng(1)), now: 0 };
  const start = process.cpuUsage();
  const outcome = applyManifests(boot, text, context, { filename: 'f.yaml' });
  const { user, system } = process.cpuUsage(start);
  return { outcome, ms: (user + system) / 1000 };
}

const service = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${more}}\nspec: {ports: [{port: 80}]}\n`;

const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  .concat(Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`))
  .join('\n');

const rejected: readonly (readonly [string, string])[] = [
  ['an alias bomb', `${bomb}\n`],
  ['five megabytes of text', 'a: b\n'.repeat(1_000_000)],
  ['ten thousand documents', Array.from({ length: 10_000 }, (_, i) => service(`s${i}`)).join('---\n')],
  ['deep flow nesting', `a: ${'['.repeat(50_000)}`],
  ['deep flow maps', `a: ${'{a: '.repeat(50_000)}`],
  ['deep block nesting', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['a self reference', 'a: &a [*a]\n'],
  ['null bytes', service('nul').replace('port: 80', 'port: 80\0')],
  ['only null bytes', '\0\0\0\0'],
  ['a lone surrogate', `a: "\ud800`],
  ['an unfinished string', 'apiVersion: "v1\nkind: Service\n'],
  ['nothing', ''],
  ['a scalar', 'hello'],
  ['a list', '- a\n- b\n'],
  ['binary noise', '\u0001\u0002\u0003%&*@`'],
  ['a long line of quotes', `a: ${'"'.repeat(200_001)}`],
  ['many anchors', Array.from({ length: 20_000 }, (_, i) => `k${i}: &k${i} x`).join('\n')],
];

describe('hostile input', () => {
  it.each(rejected)('%s is refused at once', (_name, text) => {
    const { outcome, ms } = timed(text);
    expect(ms).toBeLessThan(1_000);
    expect(outcome.objects).toBe(boot);
    expect(outcome.problems.length).toBeGreaterThan(0);
    expect(outcome.stderr).toMatch(/^error: /);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'a field named %s is unknown',
    (key) => {
      const { outcome } = timed(service('p').replace('spec: {', `spec: {${key}: {polluted: yes}, `));
      expect(outcome.stderr).toContain(`strict decoding error: unknown field "spec.${key}"`);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor'])('a label named %s is only a label', (key) => {
    const { outcome } = timed(service('p', `, labels: {${key}: "x"}`));
    const stored = outcome.objects.kinds.Service.get('default/p');
    const accepted = key === 'constructor';
    expect(outcome.results[0]?.outcome).toBe(accepted ? 'created' : 'rejected');
    if (accepted) expect(Object.entries(stored?.metadata.labels ?? {})).toEqual([[key, 'x']]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('a Service named __proto__ is refused by its name', () => {
    expect(timed(service('__proto__')).outcome.stderr).toContain('metadata.name: Invalid value: "__proto__"');
  });

  it('a thousand Services are accepted and none shares an address', () => {
    const { outcome } = timed(Array.from({ length: 1_000 }, (_, i) => service(`s${i}`)).join('---\n'));
    expect(outcome.stderr).toBe('');
    const ips = [...outcome.objects.kinds.Service.values()].map((s) => s.spec.clusterIP);
    expect(new Set(ips).size).toBe(ips.length);
  });
});
