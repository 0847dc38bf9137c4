import { failure, type Command, type CommandResult } from './command.js';
import { parseFlags, supportedFlags, type FlagError, type ParsedFlags } from './flags.js';

/** As getopt words it, with what there is instead. */
export function flagRefusal(name: string, error: FlagError, flags: Command['flags']): string {
  const subject = error.letter === undefined ? `option '${error.written}'` : `option -- '${error.letter}'`;
  const problem =
    error.problem === 'needs-value'
      ? `${name}: ${subject} requires an argument`
      : `${name}: ${error.letter === undefined ? 'unrecognized' : 'invalid'} ${subject}`;
  return `${problem}\n${supportedFlags(flags)}\n`;
}

/** Reads a command's words by its own table and runs it, or says which flags it has. */
export function withFlags(
  name: string,
  flags: Command['flags'],
  argv: readonly string[],
  run: (parsed: ParsedFlags) => CommandResult,
  exitCode = 2,
): CommandResult {
  const parsed = parseFlags(argv, flags);
  return parsed.ok ? run(parsed.value) : failure(flagRefusal(name, parsed.error, flags), exitCode);
}
