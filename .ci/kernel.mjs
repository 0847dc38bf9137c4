/**
 * Runs the kernel test where it can run: as root on Linux. Fetches the distribution's packages when tools are missing.
 * A machine on which it cannot run is said so in one line; on one on which it must, that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What `npm run test:kernel` answers where it cannot run. */
const cannotRun = 77;

/** Programs and the Debian packages that bring them. */
const tools = [
  ['ip', 'iproute2'],
  ['iptables-restore', 'iptables'],
  ['nft', 'nftables'],
  ['conntrack', 'conntrack'],
  ['python3', 'python3'],
];

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin` };
const isMissing = ([program]) => spawnSync(program, ['--version'], { stdio: 'ignore', env }).error !== undefined;

function fetchTools() {
  const packages = tools.filter(isMissing).map(([, name]) => name);
  if (packages.length === 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`Installing ${packages.join(', ')} for the kernel test.`);
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}

if (process.platform === 'linux' && process.getuid?.() === 0) fetchTools();
const { status } = spawnSync('npm', ['run', '--silent', 'test:kernel'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status === cannotRun && process.env.KERNEL_TEST !== 'required') {
  console.log('The kernel test was skipped.');
} else if (status !== 0) {
  process.exit(1);
}
