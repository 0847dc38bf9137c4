import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [{ name: 'F', short: 'F', takes: 'SEPARATOR', about: 'what parts the fields' }];

/** `{print $1, $NF}`, optionally behind `NR>1`, `NR==2` or `/pattern/`: what snippets use it for. */
const program = /^\s*(?:NR\s*(==|>|<|>=|<=|!=)\s*(\d+)|\/(.+)\/)?\s*\{\s*print\s*([^{}]*)\}\s*$/;

const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

function value(expression: string, line: string, fields: readonly string[]): string {
  const text = /^"(.*)"$/.exec(expression)?.[1];
  if (text !== undefined) return text;
  if (expression === '$0' || expression === '') return line;
  const index = expression === '$NF' ? fields.length : Number(expression.slice(1));
  return fields[index - 1] ?? '';
}

export const awk: Command = {
  name: 'awk',
  places: everywhere,
  summary: "fields of lines: '{print $1}'",
  usage: "[-F SEPARATOR] '{print $N, ...}' [FILE...]",
  flags,
  run: (argv, sys, stdin) =>
    withFlags('awk', flags, argv, (parsed) => {
      const [text = '', ...files] = parsed.words;
      const [whole, operator, number, pattern, printed = ''] = program.exec(text) ?? [];
      const items = printed.trim().split(/\s*,\s*/);
      if (whole === undefined || !items.every((item) => /^(\$\d+|\$NF|"[^"]*"|)$/.test(item))) {
        return failure("awk: only programs such as '{print $1, $NF}', 'NR>1 {print $2}' are modelled\n", 2);
      }
      const input = readInputs(files, sys, stdin);
      if (!input.ok) return failure(`awk: ${input.error}\n`, 2);
      const separator = parsed.value('F');
      const lines = linesOf(input.value).filter((line, index) => {
        if (operator !== undefined) return compare[operator]?.(index + 1, Number(number)) ?? false;
        return pattern === undefined || line.includes(pattern);
      });
      return output(
        asText(
          lines.map((line) => {
            const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
            return items.map((item) => value(item, line, fields)).join(' ');
          }),
        ),
      );
    }),
};
