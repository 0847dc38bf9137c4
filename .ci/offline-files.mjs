/** A build step: tells the service worker which files there are, and names that set by its content. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';

/** Fonts for scripts that the page's own words do not use come from the network when a learner's text needs them. */
const seldom = /-(cyrillic|cyrillic-ext|greek|greek-ext|vietnamese|latin-ext)-.*\.woff2$/;
/** Large, and the page has a smaller stand-in for each, or uses another in its place. */
const large = /monaco|editor\.worker|xterm|yaml-|assets\/host-|\.ttf$/;

/** @returns {import('vite').Plugin} */
export const offlineFiles = () => {
  let publicDir = '';
  return {
    name: 'offline-files',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('the build made no service worker');
        const built = Object.values(bundle).filter(
          ({ fileName }) => fileName !== 'sw.js' && !/^\.vite\//.test(fileName),
        );
        const names = built
          .map(({ fileName }) => fileName)
          .filter((name) => !seldom.test(name) && !name.endsWith('.map'));
        const copied = readdirSync(publicDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) =>
            `${entry.parentPath ?? entry.path}/${entry.name}`.slice(publicDir.length + 1).replaceAll('\\', '/'),
          );
        const files = [...names, ...copied].map((name) => (name === 'index.html' ? './' : name)).sort();
        const hash = createHash('sha256').update(files.join('\n'));
        for (const one of built) {
          if (!one.fileName.startsWith('assets/')) hash.update(one.type === 'chunk' ? one.code : one.source);
        }
        const kept = {
          version: hash.digest('hex').slice(0, 16),
          first: files.filter((name) => !large.test(name)),
          later: files.filter((name) => large.test(name)),
        };
        worker.code = `const keptFiles = ${JSON.stringify(kept)};\n${worker.code}`;
      },
    },
  };
};
