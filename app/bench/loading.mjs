/** How long a first visit takes: nothing kept from an earlier one, no network between, a browser that already runs. */
import { slowDown } from './slow-process.mjs';

const rounds = 5;

/** Notes in the page itself when something is drawn, so that nothing else's slowness counts. */
function watch(things) {
  window.__drawn = {};
  for (const [name, selector] of Object.entries(things)) {
    window.__drawn[name] = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector(selector) === null) return;
        observer.disconnect();
        // A task after the frame that shows it: it is on the screen, and the page's thread answers again.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(0);
        });
      });
      observer.observe(document, { subtree: true, childList: true });
    });
  }
}

const things = {
  shell: '[data-pane=canvas] [role=tab]',
  cluster: '[data-pane=canvas] [role=application] [role=button]',
  editor: '.monaco-editor .view-line',
};
const drawn = (page, name) => page.evaluate((one) => window.__drawn[one], name);

async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** One first visit. `brake` is what slows it down. */
async function visit(browser, home, brake) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  // The site's process is there before the clock starts; the page's own files are not.
  await page.goto(new URL('favicon.svg', home).href);
  await page.addInitScript(watch, things);
  const release = await brake(await context.newCDPSession(page));
  try {
    await page.goto(home, { waitUntil: 'commit' });
    const [shell, cluster] = [await drawn(page, 'shell'), await drawn(page, 'cluster')];
    const [paint, bytes] = await page.evaluate(() => [
      performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      performance.getEntriesByType('resource').reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    ]);
    return { paint: paint ?? Number.NaN, shell, cluster, editor: await drawn(page, 'editor'), bytes };
  } finally {
    release();
    await context.close();
  }
}

const brakes = {
  none: () => () => undefined,
  thread: (times) => async (devtools) => {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: times });
    return () => undefined;
  },
  process: (times, browser) => async () => slowDown(await renderers(browser), times),
};

/** Measures visits and prints them. `slowed` says what is slowed, `times` how much. */
export async function loading({ browser, home, say, ms, slowed = 'none', times = 1 }) {
  const brake = slowed === 'none' ? brakes.none : brakes[slowed](times, browser);
  // The first one wakes the browser up and does not count.
  await visit(browser, home, brakes.none);
  const visits = [];
  for (let round = 0; round < rounds; round++) visits.push(await visit(browser, home, brake));
  const under = {
    none: '',
    thread: `, page's thread ${times}× slower`,
    process: `, all threads ${times}× slower`,
  }[slowed];
  const tell = (what, of) => {
    const values = visits.map((one) => one[of]).sort((a, b) => a - b);
    say(`${what}${under}`, `${ms(values[Math.floor(rounds / 2)])} (fastest of ${rounds}: ${ms(values[0])})`);
  };
  tell('first paint', 'paint');
  tell('panes drawn, page answers', 'shell');
  tell('cluster drawn, page answers', 'cluster');
  tell('editor drawn', 'editor');
  if (slowed === 'none')
    say('loaded until the cluster is drawn, not packed', `${Math.round(visits[0].bytes / 1000)} kB`);
}
