/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, Playwright's own, or one of the system's.
 * With `install`, fetches one when there is none: Playwright's download, or the distribution's package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {string | undefined} the path of an executable */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return existsSync(given) ? given : undefined;
  try {
    const own = chromium.executablePath();
    if (existsSync(own)) return own;
  } catch {
    // Playwright knows no build for this system; the system's own browser may do.
  }
  return systemPaths.find((path) => existsSync(path));
}

const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

/** @returns {string} the path of an executable; ends the process with a clear message when there is none */
export function requireChromium() {
  let path = findChromium();
  if (path) return path;
  console.log('No Chromium found; installing one for the browser tests.');
  run('npx', ['playwright', 'install', 'chromium']);
  path = findChromium();
  if (!path && process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('The download did not work; trying the distribution’s package.');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
    path = findChromium();
  }
  if (path) return path;
  console.error(
    [
      'The browser tests need a Chromium and none could be found or installed.',
      'Install Chromium or Chrome, or set CHROMIUM_PATH to its executable, and run `npm test` again.',
    ].join('\n'),
  );
  process.exit(1);
}
