import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { createSimulation, openingFiles, openingSeed, type Command, type Query } from '../sim-core/index.js';
import { open, send } from './lab.js';

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const nodes = ['node1', 'node2', 'node3'];

/** Everything a learner could see of a simulation. */
const queries: readonly Query[] = [
  { kind: 'cluster' },
  { kind: 'timeline' },
  ...nodes.map((node) => ({ kind: 'ruleset', node }) as const),
  ...nodes.map((node) => ({ kind: 'conntrack', node }) as const),
  ...[1, 2, 3, 30, 31, 32].map((id) => ({ kind: 'trace', id }) as const),
  { kind: 'ipvs', node: 'node2' },
  { kind: 'manifest' },
];

const log: readonly Command[] = [
  { type: 'send', from: { kind: 'external' }, to: '192.168.10.13:30080', protocol: 'TCP' },
  { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'demoapp', replicas: 5 },
  { type: 'send', from: { kind: 'node', node: 'node2' }, to: 'myservice.default:80', protocol: 'TCP', count: 20 },
  {
    type: 'shell',
    place: { kind: 'laptop' },
    line: 'kubectl get po -A -o wide; kubectl rollout restart deploy/demoapp',
  },
  ...['nftables', 'ipvs'].flatMap((mode): readonly Command[] => [
    { type: 'setProxyMode', mode },
    { type: 'settle' },
    { type: 'send', from: { kind: 'external' }, to: '192.168.10.13:30080', protocol: 'TCP', count: 5 },
  ]),
];

const config = { kubeProxyPods: true };

test('the same log gives the same bytes in Node and in the browser', async ({ page }) => {
  const simulation = createSimulation({ config, seed: openingSeed, files: openingFiles });
  for (const command of log) simulation.dispatch(command);
  const started = page.waitForEvent('worker');
  await page.goto('./');
  // The site's own worker, asked the way the page asks it.
  const script = (await started).url();
  const inBrowser = await page.evaluate(
    async ({ script, config, seed, files, commands, queries }) => {
      const worker = new Worker(script, { type: 'module' });
      let id = 0;
      const ask = (call: object): Promise<unknown> =>
        new Promise((resolve) => {
          const own = ++id;
          worker.addEventListener('message', function listen({ data }: MessageEvent<{ id?: number; value?: unknown }>) {
            if (data.id !== own) return;
            worker.removeEventListener('message', listen);
            resolve(data.value);
          });
          worker.postMessage({ id: own, ...call });
        });
      const applies = Object.entries(files).map(([file, manifest]) => ({ type: 'apply', manifest, file }));
      await ask({ method: 'start', args: [{ config, seed, log: [...applies, ...commands] }] });
      const answers: unknown[] = [];
      for (const query of queries) answers.push(await ask({ method: 'query', args: [query] }));
      return JSON.stringify(answers);
    },
    {
      script,
      config,
      seed: openingSeed,
      files: openingFiles,
      commands: log,
      queries,
    },
  );
  expect(digest(JSON.parse(inBrowser))).toBe(digest(queries.map((query) => simulation.query(query))));
});

test('two visits show the same', async ({ browser }) => {
  const seen: string[] = [];
  for (let visit = 0; visit < 2; visit++) {
    // A visitor of its own: nothing is kept from the one before.
    const context = await browser.newContext();
    const page = await context.newPage();
    await open(page);
    await send(page, /client/, /192\.168\.10\.13:3\d{4}/);
    seen.push(await page.getByRole('region', { name: 'Trace' }).innerText());
    await context.close();
  }
  expect(seen[1]).toBe(seen[0]);
});
