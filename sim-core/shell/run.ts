import { failure, output, type Command, type CommandResult, type Shell } from './command.js';
import { flagHelp } from './flags.js';
import { Interpreter } from './interpreter.js';
import { commands } from './registry.js';
import type { Sys } from './sys.js';
import { readScript } from './syntax/reader.js';

/** How much one line of the prompt may do, however its loops and `sh -c` stand in each other. */
export interface Budget {
  commands: number;
  characters: number;
  depth: number;
}

const mostOf = (): Budget => ({ commands: 3000, characters: 2_000_000, depth: 30 });

/** Runs command lines at a place, as a shell does: what they print, and what they ask of the terminal. */
export const runLine = (line: string, sys: Sys): CommandResult => createShell(mostOf()).runLine(line, sys);

/** Runs one program by its words. */
export const runCommand = (argv: readonly string[], sys: Sys, stdin: string): CommandResult =>
  createShell(mostOf()).run(argv, sys, stdin);

function createShell(budget: Budget): Shell {
  const within = (run: () => CommandResult): CommandResult => {
    if (budget.depth <= 0) return failure('sh: commands stand in each other too deep\n');
    budget.depth -= 1;
    const result = run();
    budget.depth += 1;
    return result;
  };
  const shell: Shell = {
    commands,
    run: (argv, sys, stdin) => within(() => run(argv, sys, stdin, shell, budget)),
    runLine: (line, sys) =>
      within(() => {
        const script = readScript(line);
        return script.ok
          ? new Interpreter(sys, shell, budget).runScript(script.value)
          : failure(`bash: ${script.error}\n`, 2);
      }),
  };
  return shell;
}

function run(argv: readonly string[], sys: Sys, stdin: string, shell: Shell, budget: Budget): CommandResult {
  const [name = '', ...rest] = argv;
  if (name === '') return output('');
  if (budget.commands <= 0) return failure('sh: stopped: this line has run too many commands\n', 130);
  budget.commands -= 1;
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return failure(`bash: ${name}: command not found\n${whatThereIs(sys)}\n`, 127);
  if (!command.places.includes(sys.place.kind)) {
    const where = command.places.map((place) => placeWords[place]).join(' or ');
    return failure(`bash: ${name}: command not found\nHere it runs ${where}.\n`, 127);
  }
  if (rest[0] === '--help' && command.name !== 'kubectl') return output(helpOf(command));
  return command.run(rest, sys, stdin, shell);
}

const placeWords = { laptop: 'on your machine', node: 'on a node', pod: 'in a pod' } as const;

const whatThereIs = (sys: Sys): string =>
  `There is: ${commands
    .filter((command) => command.places.includes(sys.place.kind))
    .map((command) => command.name)
    .join(' ')}`;

const helpOf = ({ name, usage, summary, flags }: Command): string =>
  `${summary}\n\nUsage: ${`${name} ${usage}`.trim()}\n${flags.length > 0 ? `\nFlags:\n${flagHelp(flags)}` : ''}`;
