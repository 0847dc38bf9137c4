import { wantsMore } from './completeness.js';

/** A prompt that was copied along: `$ `, `/ # `, `[root@node1 ~]# `, `root@node1:~# `. */
const prompt = /^\s*(?:\$|[~/][\w./-]*\s*#|\[[^\]\n]{1,60}\]\s*[$#]|[\w.-]+@[\w.-]+(?::[^\s#$]*)?\s*[$#])\s+/;

export interface Paste {
  /** Whole commands, in order; each may have several lines. */
  readonly commands: readonly string[];
  /** What follows the last newline, and waits for Enter. */
  readonly rest: string;
  /** Lines left out: output that was copied along with prompts. */
  readonly skipped: number;
}

const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ');

/** Takes a pasted text apart. Where lines have prompts, those that have none are what the commands printed. */
export function readPaste(pasted: string): Paste {
  const text = tidy(pasted);
  const lines = text.split('\n');
  const prompted = prompt.test(lines.find((line) => line.trim() !== '') ?? '');
  const commands: string[] = [];
  let open: string[] = [];
  let skipped = 0;
  for (const line of lines.slice(0, -1)) {
    const starts = open.length === 0;
    if (starts && prompted && !prompt.test(line)) {
      if (line.trim() !== '') skipped += 1;
      continue;
    }
    open.push(starts ? line.replace(prompt, '') : line.replace(/^> (?=\S)/, prompted ? '' : '> '));
    const command = open.join('\n');
    if (wantsMore(command)) continue;
    if (command.trim() !== '') commands.push(command);
    open = [];
  }
  const last = lines.at(-1) ?? '';
  if (open.length > 0) return { commands, rest: [...open, last].join('\n'), skipped };
  if (prompted && lines.length > 1 && !prompt.test(last)) {
    return { commands, rest: '', skipped: skipped + (last.trim() === '' ? 0 : 1) };
  }
  return { commands, rest: last.replace(prompt, ''), skipped };
}
