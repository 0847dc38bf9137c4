import { failure, inCluster, output, type Command } from '../command.js';

/** Everything that can be had is there already. */
const installer = (name: string, present: (program: string) => string): Command => ({
  name,
  places: inCluster,
  summary: 'installs nothing: the programs that there are, are there already',
  usage: 'install PACKAGE...',
  flags: [],
  run: (argv, _sys, _stdin, { commands }) => {
    const [verb, ...rest] = argv.filter((word) => !word.startsWith('-'));
    if (verb === 'update') return output('');
    if (verb !== 'install' || rest.length === 0) return failure(`${name}: only install is modelled\n`);
    const programs: Readonly<Record<string, string>> = {
      dnsutils: 'dig',
      'bind-utils': 'dig',
      'net-tools': 'netstat',
      iproute2: 'ip',
      'netcat-openbsd': 'nc',
      'gettext-base': 'envsubst',
    };
    const missing = rest.filter((word) => !commands.some(({ name: own }) => own === (programs[word] ?? word)));
    if (missing.length > 0)
      return failure(missing.map((word) => `E: Unable to locate package ${word}\n`).join(''), 100);
    return output(rest.map((word) => `${present(word)}\n`).join(''));
  },
});

const debian = (program: string): string => `${program} is already the newest version.`;

export const aptGet = installer('apt-get', debian);
export const apt = installer('apt', debian);
export const yum = installer('yum', (program) => `Package ${program} is already installed.`);
