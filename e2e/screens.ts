import { expect, type Locator, type Page } from '@playwright/test';
import { apply, type } from './lab.js';
import type { Words } from './words.js';

export const frames = {
  desktop: { width: 1440, height: 900 },
  drawer: { width: 1100, height: 800 },
  embed: { width: 800, height: 500 },
  strip: { width: 834, height: 1112 },
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 640 },
} as const;
export type Frame = keyof typeof frames;
/** A finger's screens; the others have a mouse. */
export const isTouch = (frame: Frame): boolean => frame === 'strip' || frame === 'phone' || frame === 'small';

/** A screen or a state of one: how to get there from the one before, and how to leave it. */
export interface Screen {
  readonly name: string;
  readonly go: (page: Page, words: Words) => Promise<unknown>;
  /** What is there when it is drawn. */
  readonly drawn?: (page: Page, words: Words) => Locator;
  readonly leave?: (page: Page, words: Words) => Promise<unknown>;
}

const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');
const dialogOf = (page: Page): Locator => page.locator('dialog[open]');
const leaveDialog = async (page: Page): Promise<void> => {
  await escape(page);
  await expect(dialogOf(page)).toHaveCount(0);
};
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true }).first();
const pane = (page: Page, name: string): Locator => page.locator(`[data-pane=${name}]`);

const views = {
  map: (page: Page, words: Words) =>
    page.getByRole('application', { name: words.map.label }).getByRole('button').first(),
  path: (page: Page, words: Words) => page.getByRole('region', { name: words.path.label }),
  // Where there is no room for both, the picture stands alone.
  rules: (page: Page) =>
    pane(page, 'canvas').locator('[role=option]:visible, [role=tabpanel] svg text:visible').first(),
  compare: (page: Page) => pane(page, 'canvas').getByRole('heading', { name: 'nftables' }),
  dns: (page: Page) => pane(page, 'canvas').getByRole('combobox').last(),
} as const;
type ViewName = keyof typeof views;

const view = (id: ViewName): Screen => ({
  name: `view ${id}`,
  go: (page) => page.locator(`#view-tab-${id}`).click(),
  drawn: views[id],
});

const dock = (id: 'terminal' | 'rules' | 'conntrack' | 'events'): Screen => ({
  name: `dock ${id}`,
  go: (page) => page.locator(`#dock-tab-${id}`).click(),
  drawn: (page) =>
    page
      .locator('#dock-panel')
      .locator(id === 'terminal' ? '.xterm-rows' : 'li, tr, dt, pre')
      .first(),
});

const dialog = (name: string, open: (page: Page, words: Words) => Promise<unknown>): Screen => ({
  name,
  go: open,
  drawn: dialogOf,
  leave: leaveDialog,
});

const fromBar = (name: string, label: (words: Words) => string): Screen =>
  dialog(name, (page, words) => button(page, label(words)).click());

const fromMenu = (name: string, label: (words: Words) => string): Screen =>
  dialog(name, async (page, words) => {
    await button(page, words.lab.topBar.menu).click();
    await page.getByRole('menuitem', { name: label(words), exact: true }).click();
  });

const inDialog = (name: string, tab: (words: Words) => string): Screen => ({
  name,
  go: (page, words) =>
    dialogOf(page)
      .getByRole('tab', { name: tab(words) })
      .click(),
  leave: leaveDialog,
});
/** Stays open for the screen after it. */
const kept = ({ leave: _, ...screen }: Screen): Screen => screen;

const menu = (name: string, label: (words: Words) => string): Screen => ({
  name,
  go: (page, words) => button(page, label(words)).click(),
  drawn: (page) => page.getByRole('menu'),
  leave: escape,
});

const detail = (kind: string, label: RegExp): Screen => ({
  name: `detail of a ${kind}`,
  go: async (page) => {
    await page
      .getByRole('application')
      .locator('[role=button]')
      .filter({ has: page.locator('title', { hasText: label }) })
      .first()
      .focus();
    await page.keyboard.press('Enter');
  },
  leave: escape,
});

export const rejected: Screen = {
  name: 'a rejected edit',
  go: async (page) => {
    await type(page, 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodeProt }\n');
    await apply(page);
  },
  drawn: (page) => pane(page, 'editor').getByRole('button', { name: /NodePort/ }),
};
const unreadable: Screen = {
  name: 'YAML that cannot be read',
  go: async (page) => {
    await type(page, 'apiVersion: v1\nkind: Service\nmetadata:\n\tname: web\n');
    await apply(page);
  },
  drawn: (page) =>
    pane(page, 'editor')
      .getByText(/found character that cannot start any token/)
      .first(),
};

const palette = dialog('palette', (page) => page.keyboard.press('ControlOrMeta+k'));
const found: Screen = {
  name: 'palette, asked',
  go: (page) => page.keyboard.type('node'),
  drawn: (page) => dialogOf(page).getByRole('option').first(),
};
const nothingFound: Screen = {
  name: 'palette, nothing found',
  go: (page) => page.keyboard.type('qqqq'),
  drawn: (page) => dialogOf(page).locator('[role=listbox]:not(:has([role=option]))'),
  leave: leaveDialog,
};

const bringing: readonly Screen[] = [
  kept(fromBar('bring your own', (words) => words.takeAway.bringYourOwn)),
  inDialog('bring your own: rules', (words) => words.bringYourOwn.tabs.rules),
];
const sharing: readonly Screen[] = [
  kept(fromBar('share', (words) => words.share.button)),
  inDialog('share: embed', (words) => words.share.tabs.embed),
];

const mapStates: readonly Screen[] = [
  ...(['zones', 'nodes', 'pods', 'rules'] as const).map((level): Screen => ({
    name: `map: ${level}`,
    go: (page, words) => page.getByRole('radio', { name: words.map.detail[level], exact: true }).click(),
  })),
  {
    name: 'map: search',
    go: async (page, words) => {
      await button(page, words.map.search.label).click();
      await page.keyboard.type('app=demoapp');
    },
    drawn: (page) => pane(page, 'canvas').locator('output'),
    leave: escape,
  },
  {
    name: 'map: a source is picked',
    go: async (page) => {
      await page.getByRole('application').locator('[data-id^="pod/"]').first().focus();
      await page.keyboard.press('Enter');
    },
    leave: escape,
  },
];

const past: Screen = dialog('going on from the past', async (page, words) => {
  const slider = page.getByRole('slider', { name: words.timeline.position });
  const box = await slider.locator('xpath=..').boundingBox();
  if (box === null) throw new Error('the line is there');
  await page.mouse.click(box.x + box.width * 0.3, box.y + box.height / 2);
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d\d:/);
  await pane(page, 'canvas').focus();
  await page.keyboard.press('s');
});
const toNow: Screen = { name: 'back in the present', go: (page, words) => button(page, words.timeline.now).click() };

const scenarios = dialog('scenarios', (page, words) =>
  page.getByRole('button', { name: new RegExp(`^${words.lab.topBar.scenario}: `) }).click(),
);
const mode = (name: string): Screen =>
  dialog(`mode ${name}`, (page, words) =>
    page.getByRole('radiogroup', { name: words.lab.topBar.proxyLabel }).getByRole('radio', { name }).click(),
  );
const keySheet = fromBar('keyboard map', (words) => words.lab.topBar.keyboard);
const exporting = fromBar('export', (words) => words.takeAway.button);
const files = menu('files menu', (words) => words.editor.fileMenu.label);
const counts = menu('how many packets', (words) => words.lab.sender.howMany);
const sheet = (name: string, label: (words: Words) => string): Screen => ({
  name,
  go: (page, words) => button(page, label(words)).click(),
  leave: escape,
});
const viewNames = ['path', 'rules', 'compare', 'dns', 'map'] as const;
const tab = (id: 'path' | 'yaml' | 'trace' | 'rules' | 'shell'): Screen => ({
  name: `tab ${id}`,
  go: (page, words) =>
    page
      .getByRole('navigation', { name: words.lab.views.label })
      .getByRole('button', { name: words.lab.views[id] })
      .click(),
});
const phoneView = (id: 'compare' | 'dns'): Screen => ({
  ...fromMenu(`view ${id}`, (words) => words.lab.views[id]),
  drawn: views[id],
  leave: () => Promise.resolve(),
});

const at = (name: string, address: string, drawn: NonNullable<Screen['drawn']>): Screen => ({
  name,
  go: async (page) => {
    // A change of the part after # alone loads nothing.
    await page.goto('about:blank');
    await page.goto(address);
  },
  drawn,
});
const sendButton = (page: Page, words: Words): Locator =>
  page.getByRole('button', { name: new RegExp(`^${words.lab.sender.send}`) }).first();
const emptyCluster = at('an empty cluster', './?scenario=empty', (page, words) =>
  page.getByRole('heading', { name: words.lab.empty.title }),
);
const badLink = at('a bad link', './#v1.broken', dialogOf);
const pasting: Screen = {
  name: 'a bad link, another pasted',
  go: async (page, words) => {
    await button(page, words.share.bad.paste).click();
    await dialogOf(page).getByRole('textbox').fill('#v1.worse');
    await page.keyboard.press('Enter');
  },
  drawn: (page) => dialogOf(page).getByRole('alert'),
};
const noScenario = at('no such scenario', './?scenario=nowhere', (page, words) =>
  page.getByText(words.lab.notices.noScenarioTitle),
);
/** The engine falls over and is put up again. */
const crash: Screen = {
  name: 'after a crash',
  go: async (page) => {
    await page.addInitScript(() => {
      const { Worker } = window;
      window.Worker = class extends Worker {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          window.addEventListener('kubehop-test:crash', () => this.dispatchEvent(new ErrorEvent('error')), {
            once: true,
          });
        }
      };
    });
    await page.goto('about:blank');
    await page.goto('./?scenario=opening');
    await expect(page.getByRole('application').getByRole('button').first()).toBeVisible({ timeout: 20_000 });
    await page.evaluate(() => {
      window.dispatchEvent(new Event('kubehop-test:crash'));
    });
    await page.keyboard.press('s');
  },
  drawn: (page, words) => page.getByText(words.lab.notices.restartedTitle),
};
const scale = at('scale', './?scenario=scale', (page, words) =>
  page.getByRole('radio', { name: words.map.detail.zones, exact: true }),
);
const courseFrame = (page: Page) => page.frameLocator('#first >> iframe');

/** A row of screens at one size, in an order in which one leads to the next. */
export interface Tour {
  readonly name: string;
  readonly frame: Frame;
  /** Where it begins; the Lab with a packet at its end when absent. */
  readonly begin?: Screen;
  readonly screens: readonly Screen[];
}

export const tours: readonly Tour[] = [
  {
    name: 'views',
    frame: 'desktop',
    screens: [
      ...viewNames.map(view),
      ...(['rules', 'conntrack', 'events', 'terminal'] as const).map(dock),
      rejected,
      unreadable,
    ],
  },
  {
    name: 'dialogs',
    frame: 'desktop',
    screens: [
      ...sharing,
      exporting,
      keySheet,
      ...bringing,
      mode('userspace'),
      mode('kernelspace'),
      scenarios,
      files,
      counts,
      kept(palette),
      found,
      nothingFound,
    ],
  },
  {
    name: 'map',
    frame: 'desktop',
    screens: [
      detail('Pod', /demoapp/),
      detail('Service', /myservice/),
      detail('node', /node2/),
      ...mapStates,
      past,
      toNow,
    ],
  },
  {
    name: 'drawer',
    frame: 'drawer',
    screens: [
      { name: 'trace drawer', go: (page, words) => button(page, words.lab.panes.showTrace).click() },
      ...viewNames.map(view),
      ...sharing,
      exporting,
      files,
      counts,
      rejected,
    ],
  },
  {
    name: 'strip',
    frame: 'strip',
    screens: [
      ...viewNames.map(view),
      sheet('YAML sheet', (words) => words.lab.views.yaml),
      sheet('terminal sheet', (words) => words.lab.dock.terminal),
      ...sharing,
      exporting,
      ...bringing,
      keySheet,
      counts,
      mapStates[4] ?? keySheet,
    ],
  },
  {
    name: 'phone',
    frame: 'phone',
    screens: [
      ...(['yaml', 'trace', 'rules', 'shell', 'path'] as const).map(tab),
      menu('menu', (words) => words.lab.topBar.menu),
      kept(fromMenu('share', (words) => words.share.button)),
      inDialog('share: embed', (words) => words.share.tabs.embed),
      fromMenu('export', (words) => words.takeAway.button),
      kept(fromMenu('bring your own', (words) => words.takeAway.bringYourOwn)),
      inDialog('bring your own: rules', (words) => words.bringYourOwn.tabs.rules),
      fromMenu('scenarios', (words) => words.lab.topBar.scenario),
      fromMenu('palette', (words) => words.lab.topBar.find),
      phoneView('dns'),
      phoneView('compare'),
    ],
  },
  {
    name: 'small phone',
    frame: 'small',
    screens: [
      ...(['yaml', 'trace', 'rules', 'shell', 'path'] as const).map(tab),
      menu('menu', (words) => words.lab.topBar.menu),
      fromMenu('share', (words) => words.share.button),
      fromMenu('scenarios', (words) => words.lab.topBar.scenario),
      phoneView('dns'),
      phoneView('compare'),
    ],
  },
  { name: 'small phone, empty', frame: 'small', begin: emptyCluster, screens: [noScenario, badLink, pasting] },
  { name: 'desktop, seldom', frame: 'desktop', begin: emptyCluster, screens: [noScenario, badLink, pasting, crash] },
  // All Pods with all rules are as many of the same: the other levels stand for them.
  { name: 'scale', frame: 'drawer', begin: scale, screens: mapStates.slice(0, 3) },
  {
    name: 'embed',
    frame: 'embed',
    begin: at('embed', './?embed=1', sendButton),
    screens: [
      sheet('embed: YAML', (words) => words.lab.views.yaml),
      at('embed: views', './?embed=1&panes=path,rules,compare,dns,map', (page) => page.locator('#view-tab-path')),
      ...(['rules', 'compare', 'dns', 'map'] as const).map(view),
      at('embed: read only', './?embed=1&readonly=1&hide=open,strip', views.map),
    ],
  },
  {
    name: 'course page',
    frame: 'desktop',
    begin: at('course page', './course/index.html', (page) =>
      courseFrame(page).getByRole('button', { name: /^Send/ }).first(),
    ),
    screens: [],
  },
];
