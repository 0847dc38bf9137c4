/**
 * How the page is cut into files. What a visit needs before it can be used comes in a few of them, not in forty, and
 * the page names the one that every visit needs, so that it is asked for before a script has found out.
 */

/** What a visit goes through: the door, then the Lab or the embedded Lab, in one of the languages. */
const doors = { first: '/app/main.tsx', lab: '/app/shell/start.tsx', embed: '/app/embed/start.tsx' };
const languages = ['/app/i18n/en/index.ts', '/app/i18n/zh-CN/index.ts'];

/** The simulation's own modules are cut by what is used of each, which is known later than here. */
const isPage = (id) => !id.includes('/sim-core/');

/** Every module that one imports, itself included; `lazily` also what it may import some day. */
function reached(start, importsOf) {
  const seen = new Set();
  const next = [start];
  while (next.length > 0) {
    const id = next.pop();
    if (seen.has(id) || !isPage(id)) continue;
    seen.add(id);
    next.push(...importsOf(id));
  }
  return seen;
}

/** The file for each module that a visit begins with. */
function firstFiles(graph) {
  const ids = [...graph.getModuleIds()];
  const door = (name) => {
    const id = ids.find((candidate) => candidate.endsWith(name));
    if (id === undefined) throw new Error(`there is no ${name} to begin with`);
    return id;
  };
  const now = (id) => graph.getModuleInfo(id)?.importedIds ?? [];
  const everSo = (id) => [...now(id), ...(graph.getModuleInfo(id)?.dynamicallyImportedIds ?? [])];
  const [first, lab, embed] = [doors.first, doors.lab, doors.embed].map((name) => reached(door(name), now));
  const later = reached(door(doors.embed), everSo);
  const files = new Map();
  for (const id of lab) files.set(id, embed.has(id) ? 'page' : later.has(id) ? 'panes' : 'lab');
  for (const id of embed) if (!lab.has(id)) files.set(id, 'embedded');
  const [one, other] = languages.map((name) => reached(door(name), now));
  for (const id of [...first, ...[...one].filter((word) => other.has(word))]) files.set(id, 'first');
  return files;
}

/** What the file that every visit needs is made of, and what it needs itself: the page names all of it. */
function wanted(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const page = chunks.find(({ name }) => name === 'page');
  if (page === undefined) throw new Error('the build made no file that both pages share');
  const files = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const scripts = reached(page.fileName, (name) => files.get(name)?.imports ?? []);
  const sheets = [...scripts].flatMap((name) => [...(files.get(name)?.viteMetadata?.importedCss ?? [])]);
  return { scripts, sheets: new Set(sheets) };
}

/**
 * Chromium reads this: what is in such a file runs at once, so its functions are compiled while the file arrives, on
 * another thread, and not one by one on the page's own.
 */
const eager = '//# allFunctionsCalledOnLoad\n';

const link = (rel, file) => ({
  tag: 'link',
  attrs: { rel, crossorigin: true, href: `./${file}` },
  injectTo: 'head',
});

/** @returns {import('vite').Plugin} */
export const firstLoad = () => {
  let files = new Map();
  return {
    name: 'first-load',
    apply: 'build',
    enforce: 'post',
    buildEnd() {
      files = firstFiles(this);
    },
    outputOptions: (options) => ({
      ...options,
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: (id) => files.get(id) ?? null }] },
    }),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const names = new Set(files.values());
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk' && names.has(file.name)) file.code = eager + file.code;
        }
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const { scripts, sheets } = wanted(bundle);
        const named = (file) => html.includes(`"./${file}"`);
        return [
          ...[...scripts].filter((file) => !named(file)).map((file) => link('modulepreload', file)),
          ...[...sheets].filter((file) => !named(file)).map((file) => link('stylesheet', file)),
        ];
      },
    },
  };
};
