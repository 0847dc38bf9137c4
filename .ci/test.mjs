/** All tests, in the order in which they are cheapest to fail: types, lint and layers, unit tests, the kernel, build, browser. */
import { spawnSync } from 'node:child_process';
import { requireChromium } from './browser.mjs';

const executable = requireChromium();
const steps = [
  ['Types', 'npx', ['tsc', '-b']],
  ['Lint and layers', 'npm', ['run', '--silent', 'lint']],
  ['Unit tests', 'npx', ['vitest', 'run']],
  ['Kernel test', 'node', ['.ci/kernel.mjs']],
  ['Build', 'npx', ['vite', 'build', '--logLevel', 'warn']],
  ['Size budget', 'node', ['.ci/size.mjs']],
  ['Browser tests', 'npx', ['playwright', 'test']],
];
const times = [];
for (const [name, command, args] of steps) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CHROMIUM_PATH: executable },
  });
  times.push(`${name.toLowerCase()} ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (status !== 0) {
    console.error(`\n${name}: failed (${times.join(', ')})`);
    process.exit(1);
  }
}
console.log(`\nAll passed: ${times.join(', ')}`);
