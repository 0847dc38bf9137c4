import { err, ok, type Result } from '../../base/result.js';
import type { JsonObject } from '../../kube/json.js';
import { isJsonObject, member, stringMember } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import type { ObjectKey } from '../../kube/key.js';
import { kindOf, resources } from '../../kube/resource.js';
import { parseManifests } from '../../kube/yaml/manifests.js';
import type { CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import type { ApiEdit, EditAnswer } from '../sys.js';
import { toJson, toYaml } from './structured.js';
import type { Call } from './verb.js';

export const dryRunFlag: Flag = { name: 'dry-run', takes: 'client|server', about: 'says what would be done' };
export const outputFlag: Flag = { name: 'output', short: 'o', takes: 'FORMAT', about: 'yaml, json or name' };

/** What the words of a dry run end with. */
const dryRunSuffix: Readonly<Record<string, string>> = { client: ' (dry run)', server: ' (server dry run)' };

/** `--dry-run` alone was given up; only the two strategies are left. */
export function dryRunOf(flags: ParsedFlags): Result<string, string> {
  const given = flags.value('dry-run') ?? 'none';
  if (given === 'none' || given === 'client' || given === 'server') return ok(given);
  return err(`error: Invalid dry-run value (${given}). Must be "none", "server", or "client".\n`);
}

/** Sends one edit; a dry run keeps nothing and says so after each line. */
export function send({ sys, flags }: Call, edit: ApiEdit): EditAnswer {
  const suffix = dryRunSuffix[flags.value('dry-run') ?? ''];
  if (suffix === undefined) return sys.edit(edit);
  const answer = sys.edit(edit, { dryRun: true });
  return { ...answer, stdout: answer.stdout.replaceAll(/\n/g, `${suffix}\n`) };
}

/** The answers of edits, one after the other; one that was refused makes the command fail. */
export const answered = (answers: readonly EditAnswer[]): CommandResult => ({
  stdout: answers.map(({ stdout }) => stdout).join(''),
  stderr: answers.map(({ stderr }) => stderr).join(''),
  exitCode: answers.every(({ accepted }) => accepted) ? 0 : 1,
});

export interface ManifestFile {
  readonly filename: string;
  readonly text: string;
}

/** What `-f` names: files, `.` for all of them, `-` for the pipe. */
export function manifestFiles({ sys, flags, stdin }: Call): Result<readonly ManifestFile[], string> {
  const files: ManifestFile[] = [];
  for (const name of flags.values('filename').flatMap((value) => value.split(','))) {
    if (name === '-') files.push({ filename: 'STDIN', text: stdin });
    else if (/^https?:\/\//.test(name)) {
      return err(`error: unable to read URL "${name}": the simulation reaches no network; paste the file instead\n`);
    } else if (name === '.' || name === './') {
      const all = sys.fileNames().filter((file) => /\.(ya?ml|json)$/.test(file));
      files.push(...all.map((filename) => ({ filename, text: sys.readFile(filename) ?? '' })));
    } else {
      const text = sys.readFile(name);
      if (text === undefined) return err(`error: the path "${name}" does not exist\n`);
      files.push({ filename: name, text });
    }
  }
  return ok(files);
}

/** The objects that manifests name, where their kinds are known. */
export function keysOfManifests(files: readonly ManifestFile[], namespace: string): readonly ObjectKey[] {
  return files.flatMap(({ text }) =>
    parseManifests(text).documents.flatMap(({ value }): readonly ObjectKey[] => {
      const kind = kindOf(stringMember(value, 'apiVersion'), stringMember(value, 'kind'));
      if (kind === undefined) return [];
      const metadata = member(value, 'metadata');
      const own = stringMember(metadata, 'namespace');
      const place = resources[kind].namespaced ? own || namespace : '';
      return [{ kind, namespace: place, name: stringMember(metadata, 'name') }];
    }),
  );
}

/** A YAML or JSON text that holds one object. */
export function readObjectText(text: string): JsonObject | undefined {
  const { documents, problems } = parseManifests(text);
  const [document] = documents;
  return problems.length === 0 && documents.length === 1 && isJsonObject(document?.value) ? document.value : undefined;
}

/** A YAML or JSON text of any shape, such as a patch that is a list. */
export function readAnyText(text: string): Json | undefined {
  const { documents, problems } = parseManifests(`value: ${text.includes('\n') ? `\n${indent(text)}` : text}`);
  const [document] = documents;
  return problems.length === 0 && documents.length === 1 ? member(document?.value, 'value') : undefined;
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');

/** How a generator's refusal begins; without words of its own it is the server's. */
export interface Generated {
  readonly object: JsonObject;
  /** `failed to create deployment`. */
  readonly failure?: string;
}

/** Creates an object made from flags, or prints it when asked with `-o` in a dry run. */
export function createGenerated(call: Call, { object, failure }: Generated, done = 'created'): CommandResult {
  const { flags, namespace } = call;
  const dryRun = dryRunOf(flags);
  if (!dryRun.ok) return { stdout: '', stderr: dryRun.error, exitCode: 1 };
  const output = flags.value('output');
  const printer = output === 'yaml' ? toYaml : output === 'json' ? toJson : undefined;
  if (dryRun.value === 'client' && printer !== undefined) return { stdout: printer(object), stderr: '', exitCode: 0 };
  const manifest = JSON.stringify(object);
  const answer = send(call, { type: 'create', manifest, filename: 'STDIN', namespace });
  const stderr = answer.stderr.replaceAll(/error when creating "STDIN": /g, '');
  const own = failure === undefined ? stderr : stderr.replace(/^Error from server \(\w+\): /, `error: ${failure}: `);
  const stdout = output === 'name' ? answer.stdout.replaceAll(/ created.*$/gm, '') : answer.stdout;
  return { stdout: stdout.replaceAll(' created', ` ${done}`), stderr: own, exitCode: answer.accepted ? 0 : 1 };
}
