/**
 * Measures the built page in a real browser: `npm run bench:ui` after `npm run build`. Figures depend on the machine
 * and on what else it does; docs/performance.md holds those of one machine.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { requireChromium } from '../../.ci/browser.mjs';
import { loading } from './loading.mjs';
import { manyServices } from './services.mjs';

const port = Number(process.env.PORT ?? 4179);
const folder = process.env.DIST;
const home = `http://127.0.0.1:${port}/course/kubehop/`;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const share = (values, part) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;
const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`);

const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('../../e2e/serve.mjs', import.meta.url)), String(port), ...(folder ? [folder] : [])],
  { stdio: 'inherit' },
);
const browser = await chromium.launch({
  executablePath: requireChromium(),
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-background-networking', '--enable-precise-memory-info'],
});

/** A page of its own, with a Lab in its storage when files are given. */
async function visit({ files, layout } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(
    ([session, kept]) => {
      if (session !== null) localStorage.setItem('kubehop.session', session);
      if (kept !== null) localStorage.setItem('kubehop.layout', kept);
    },
    [
      files === undefined
        ? null
        : JSON.stringify({
            version: 1,
            seed: 1,
            active: Object.keys(files)[0],
            files: Object.entries(files).map(([name, text]) => ({ name, text, applied: text, problems: [] })),
            log: [],
          }),
      layout === undefined ? null : JSON.stringify(layout),
    ],
  );
  const devtools = await context.newCDPSession(page);
  await page.goto(home);
  return { page, context, devtools };
}

const standing = (page) => page.locator('[data-pane=canvas] [role=application] [role=button]').first().waitFor();

/** From a keystroke to the paint after the rule with its port is in the Rules view. */
async function typing(count) {
  // No other Service has this port, so that what is looked for is in no other rule.
  const files = { 'services.yaml': manyServices(count).replace('targetPort: 7000', 'targetPort: 9000') };
  const { page, context } = await visit({
    files,
    layout: { view: 'rules', dockOpen: true, editorOpen: true, traceOpen: true, sizes: {} },
  });
  await page.locator('[data-pane=canvas] [role=tabpanel]').waitFor({ timeout: 60_000 });
  const rail = page.locator('button[data-pane=editor]');
  if (await rail.count()) await rail.click();
  await page.locator('.monaco-editor').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2500);
  await page.locator('[data-pane=editor] [role=textbox], [data-pane=editor] textarea').first().focus();
  await page.keyboard.press('ControlOrMeta+Home');
  // The first Service's targetPort is on its ninth line.
  for (let line = 1; line < 9; line++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.evaluate(() => {
    const when = (node, holds, resolve) => {
      const observer = new MutationObserver(() => {
        if (!holds()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(node, { subtree: true, childList: true, characterData: true });
      setTimeout(() => resolve(), 5000);
    };
    window.addEventListener(
      'keydown',
      (event) => {
        const wanted = window.__wanted;
        if (wanted === undefined || (event.key !== 'Backspace' && !/^\d$/.test(event.key))) return;
        const since = () => performance.now() - event.timeStamp;
        const pane = document.querySelector('[data-pane=canvas]');
        const lines = document.querySelector('[data-pane=editor] .view-lines');
        const rules = new Promise((resolve) => {
          const isThere = () => pane.textContent.includes(wanted.text) === wanted.there;
          when(pane, isThere, () => requestAnimationFrame(() => resolve(since())));
        });
        // The editor draws inside a frame, just before it is painted.
        const editor = new Promise((resolve) => {
          when(
            lines,
            () => true,
            () => resolve(since()),
          );
        });
        window.__typed = Promise.all([rules, editor]);
      },
      { capture: true },
    );
  });
  const rules = [];
  const editor = [];
  for (let stroke = 0; stroke < 60; stroke++) {
    const back = stroke % 2 === 0;
    const digit = (nth) => `:900${nth < 0 ? 0 : 1 + (nth % 8)}`;
    const text = back ? digit(stroke / 2 - 1) : digit((stroke - 1) / 2);
    await page.evaluate((wanted) => (window.__wanted = wanted), { text, there: !back });
    await page.keyboard.press(back ? 'Backspace' : text.slice(-1));
    const [seen, drawn] = await page.evaluate(() => window.__typed);
    rules.push(seen);
    editor.push(drawn);
    await page.waitForTimeout(120);
  }
  const isSeen = (time) => time < 5000;
  const seen = rules.filter(isSeen);
  say(`keystroke to its rules, ${count} Services: median`, ms(median(seen)));
  say(`keystroke to its rules, ${count} Services: 95th of 100`, ms(share(seen, 0.95)));
  say('of that, until the editor itself draws the key: median', ms(median(editor.filter(isSeen))));
  if (seen.length < rules.length)
    say('keystrokes whose rules were not seen', `${rules.length - seen.length} of ${rules.length}`);
  await context.close();
}

/** A map with 1,000 Pods. */
async function thousandPods() {
  const files = { 'scale.yaml': manyServices(50, 20) };
  const visited = await visit({ files, layout: { view: 'map', sizes: {} } });
  await standing(visited.page);
  await visited.page.waitForTimeout(3000);
  return visited;
}

async function sendThousand(page) {
  await page.getByRole('button', { name: 'How many packets' }).click();
  await page
    .getByRole('menuitem', { name: /1,000/ })
    .or(page.getByRole('option', { name: /1,000/ }))
    .first()
    .click();
}

/** The times between the page's frames, until `millis` are over. */
const gapsOfFrames = (page, millis) =>
  page.evaluate(
    (most) =>
      new Promise((resolve) => {
        const stamps = [];
        const tick = (now) => {
          stamps.push(now);
          if (now - stamps[0] > most) resolve(stamps.slice(1).map((at, index) => at - stamps[index]));
          else requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      }),
    millis,
  );

const rate = (gaps) => (1000 / (gaps.reduce((a, b) => a + b, 0) / gaps.length)).toFixed(0);

/** Frames while many packets are on their way on a large map. */
async function animation() {
  const { page, context, devtools } = await thousandPods();
  await sendThousand(page);
  const gaps = await gapsOfFrames(page, 4000);
  say('frames a second, 1,000 Pods and 1,000 packets sent', rate(gaps));
  say('longest frame of 100 (95th)', ms(share(gaps, 0.95)));
  await devtools.send('HeapProfiler.collectGarbage');
  say(
    'memory of the page then',
    `${((await page.evaluate(() => performance.memory.usedJSHeapSize)) / 1e6).toFixed(0)} MB`,
  );
  await context.close();
}

/** Frames while a large map is dragged down and up again, and what a move costs the page's thread. */
async function panning() {
  const { page, context, devtools } = await thousandPods();
  const canvas = await page.getByRole('application').boundingBox();
  if (canvas === null) throw new Error('there is no map');
  // CPU time, so that what else the machine does is not in it.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height - 60];
  const [moves, millis] = [120, 3000];
  for (const packets of [false, true]) {
    if (packets) await sendThousand(page);
    await page.waitForTimeout(1500);
    const rested = await worked();
    await gapsOfFrames(page, millis);
    const idle = (await worked()) - rested;
    await page.mouse.move(x, y);
    await page.mouse.down();
    const begun = performance.now();
    const before = await worked();
    const frames = gapsOfFrames(page, millis);
    for (let move = 1; move <= moves; move++) {
      await page.mouse.move(x, y - 5 * Math.min(move, moves - move));
      await page.waitForTimeout(Math.max(0, (millis * move) / moves - (performance.now() - begun)));
    }
    const gaps = await frames;
    const cost = ((await worked()) - before - idle) / moves;
    await page.mouse.up();
    const what = packets ? 'dragging 1,000 Pods under packets' : 'dragging a map of 1,000 Pods';
    say(`${what}: frames a second`, rate(gaps));
    say(`${what}: longest of 100 (95th)`, ms(share(gaps, 0.95)));
    say(`${what}: CPU time of a move`, ms(cost));
  }
  await context.close();
}

try {
  await new Promise((resolve) => setTimeout(resolve, 600));
  say('machine', `${cpus().length} × ${cpus()[0]?.model.replace(/\s+/g, ' ') ?? 'unknown'}`);
  for (const [name, run] of [
    ['loading', () => loading({ browser, home, say, ms })],
    ['slow', () => loading({ browser, home, say, ms, slowed: 'thread', times: 4 })],
    ['slower', () => loading({ browser, home, say, ms, slowed: 'process', times: 4 })],
    ['typing', () => typing(100)],
    ['animation', animation],
    ['panning', panning],
  ]) {
    if (process.argv[2] !== undefined && process.argv[2] !== name) continue;
    try {
      await run();
    } catch (error) {
      say(name, `not measured: ${String(error).split('\n')[0]}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
  server.kill();
}
