/**
 * The words kubectl puts around results and errors.
 *
 * @see kubectl/pkg/cmd/util/helpers.go (v1.34) checkErr, StandardErrorMessage, MultilineError, AddSourceToErr
 */
import { goQuote } from '../kube/yaml/go-syntax.js';
import { refusalMessage, type Refusal } from './refusal.js';
import { errorText } from './validate/field-error.js';

/** An error of one object, or of reading the file. */
export type CommandError =
  /** kubectl's own; printed after `error: ` when it is the only one. */
  | { readonly text: string }
  /** The server's, with what kubectl was doing to which file. */
  | { readonly refusal: Refusal; readonly verb?: string; readonly source?: string };

/** The message as kubectl carries it on, with its own words in front. */
function carried(error: Extract<CommandError, { refusal: Refusal }>): string {
  const message = refusalMessage(error.refusal);
  if (error.verb === undefined || error.source === undefined) return message;
  return `error when ${error.verb} ${goQuote(error.source)}: ${message}`;
}

function oneOfMany(error: CommandError): string {
  if ('text' in error) return error.text;
  const reason = error.refusal.type === 'invalid' ? 'Invalid' : error.refusal.reason;
  return `Error from server${reason === '' ? '' : ` (${reason})`}: ${carried(error)}`;
}

function alone(error: CommandError): string {
  if ('text' in error) return error.text.startsWith('error: ') ? error.text : `error: ${error.text}`;
  const { refusal } = error;
  if (refusal.type !== 'invalid') return oneOfMany(error);
  const subject = invalidSubject(refusal);
  const causes = [...new Set(refusal.errors.map(errorText))];
  if (causes.length === 0) return `${subject}: the server rejected our request due to an error in our request`;
  if (causes.length === 1) return `${subject}: ${causes[0] ?? ''}`;
  return `${subject}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`;
}

/** `The Service "x" is invalid`; a patch that cannot be applied is nobody's. */
export const invalidSubject = (refusal: Extract<Refusal, { type: 'invalid' }>): string =>
  refusal.kind === '' ? 'The request is invalid' : `The ${refusal.kind} ${goQuote(refusal.name)} is invalid`;

/** What kubectl writes to stderr at the end; empty without errors. */
export function errorOutput(errors: readonly CommandError[]): string {
  const [first] = errors;
  if (first === undefined) return '';
  if (errors.length === 1) return `${alone(first)}\n`;
  return errors.map((error) => `${oneOfMany(error)}\n`).join('');
}

/** Each warning is shown once a command. */
export class WarningWriter {
  readonly #seen: string[] = [];

  add(warnings: readonly string[]): void {
    for (const warning of warnings) if (!this.#seen.includes(warning)) this.#seen.push(warning);
  }

  output(): string {
    return this.#seen.map((warning) => `Warning: ${warning}\n`).join('');
  }
}
