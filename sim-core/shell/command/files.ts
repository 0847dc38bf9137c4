import { asText, everywhere, failure, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';

const listFlags: readonly Flag[] = [
  { name: 'l', short: 'l', about: 'has no effect: files have no owners here' },
  { name: 'all', short: 'a', about: 'has no effect' },
  { name: 'one', short: '1', about: 'a name a line, as always' },
];

const under = (folder: string) => (name: string) =>
  name === folder || folder === '.' || name.startsWith(`${folder.replace(/^\.\/|\/$/g, '')}/`);

export const ls: Command = {
  name: 'ls',
  places: everywhere,
  summary: 'the names of files',
  usage: '[FOLDER]',
  flags: listFlags,
  run: (argv, sys) =>
    withFlags('ls', listFlags, argv, ({ words }) => {
      const [folder = '.'] = words;
      const names = sys.fileNames().filter(under(folder));
      if (names.length > 0 || folder === '.') return output(asText(names));
      return failure(`ls: cannot access '${folder}': No such file or directory\n`, 2);
    }),
};

const removeFlags: readonly Flag[] = [
  { name: 'force', short: 'f', about: 'no word about files that are not there' },
  { name: 'recursive', short: 'r', about: 'folders with all that is in them' },
];

export const rm: Command = {
  name: 'rm',
  places: everywhere,
  summary: 'removes files',
  usage: '[-rf] FILE...',
  flags: removeFlags,
  run: (argv, sys) =>
    withFlags(
      'rm',
      removeFlags,
      argv,
      (parsed) => {
        const missing = parsed.words.filter((word) => {
          const inside = parsed.on('recursive') ? sys.fileNames().filter(under(word)) : [];
          const gone = inside.map((name) => sys.removeFile(name)).length > 0;
          return !sys.removeFile(word) && !gone;
        });
        if (missing.length === 0 || parsed.on('force')) return output('');
        return failure(missing.map((name) => `rm: cannot remove '${name}': No such file or directory\n`).join(''));
      },
      1,
    ),
};

const appendFlag: readonly Flag[] = [{ name: 'append', short: 'a', about: 'after what is there' }];

export const tee: Command = {
  name: 'tee',
  places: everywhere,
  summary: 'writes its input to files and prints it',
  usage: '[-a] FILE...',
  flags: appendFlag,
  run: (argv, sys, stdin) =>
    withFlags(
      'tee',
      appendFlag,
      argv,
      (parsed) => {
        const refused = parsed.words.flatMap((path) => {
          const before = parsed.on('append') ? (sys.readFile(path) ?? '') : '';
          const problem = path === '/dev/null' ? undefined : sys.writeFile(path, before + stdin);
          return problem === undefined ? [] : [`tee: ${path}: ${problem}\n`];
        });
        return { stdout: stdin, stderr: refused.join(''), exitCode: refused.length === 0 ? 0 : 1 };
      },
      1,
    ),
};

const editor = (name: string): Command => ({
  name,
  places: ['laptop'],
  summary: 'opens a file in the editor',
  usage: 'FILE',
  flags: [],
  run: ([path]) =>
    path === undefined
      ? failure(`${name}: name the file to open\n`)
      : { ...output(''), actions: [{ kind: 'open', path }] },
});

export const vim = editor('vim');
export const vi = editor('vi');
export const nano = editor('nano');
