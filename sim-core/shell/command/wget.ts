import { everywhere, failure, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { curl } from './curl.js';

const flags: readonly Flag[] = [
  { name: 'quiet', short: 'q', about: 'no progress' },
  { name: 'output-document', short: 'O', takes: 'FILE', about: '- prints the answer' },
  { name: 'timeout', short: 'T', takes: 'SECONDS', about: 'the longest it may take' },
  { name: 'spider', about: 'only ask, print nothing' },
];

/** BusyBox's words for what curl calls by number. @see busybox networking/wget.c */
function busyboxWords(code: number, url: string, curlText: string): string {
  const host = url.replace(/^[a-z]+:\/\//, '').replace(/[/:].*$/, '');
  if (code === 6) return `wget: bad address '${host}'\n`;
  if (code === 7) return `wget: can't connect to remote host: Connection refused\n`;
  if (code === 28) return 'wget: download timed out\n';
  return curlText.replace(/^curl: \(\d+\)/, 'wget:');
}

export const wget: Command = {
  name: 'wget',
  places: everywhere,
  summary: 'asks a URL over TCP, as BusyBox has it',
  usage: '-qO- [-T SECONDS] URL',
  flags,
  run: (argv, sys, stdin, shell) =>
    withFlags(
      'wget',
      flags,
      argv,
      (parsed) => {
        const [url] = parsed.words;
        if (url === undefined) return failure('wget: missing URL\n');
        const timeout = parsed.value('timeout');
        const words = ['-sS', ...(timeout === undefined ? [] : ['-m', timeout]), url];
        const result = curl.run(words, sys, stdin, shell);
        if (result.exitCode !== 0) return failure(busyboxWords(result.exitCode, url, result.stderr));
        const printed = parsed.value('output-document') === '-' && !parsed.on('spider');
        return printed ? result : { ...result, stdout: '' };
      },
      1,
    ),
};
