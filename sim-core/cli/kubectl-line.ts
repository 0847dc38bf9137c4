import { kindOfArgument } from '../kube/resource.js';
import type { Kind } from '../kube/key.js';
import type { Command } from '../world/command.js';

/** What a kubectl command line asks of the cluster, or why that is not known. */
export type KubectlLine =
  { readonly ok: true; readonly commands: readonly Command[] } | { readonly ok: false; readonly message: string };

interface Arguments {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

const valueFlags: ReadonlySet<string> = new Set(['-f', '--filename', '-n', '--namespace', '--replicas']);

/** Reads `scale`, `apply`, `delete`, `label` and `annotate` as a script would call them. */
export function parseKubectl(line: string, read: (file: string) => string | undefined): KubectlLine {
  const { words, flags } = splitArguments(line);
  const [verb = '', ...rest] = words;
  const namespace = flags.get('-n') ?? flags.get('--namespace') ?? 'default';
  switch (verb) {
    case 'apply':
      return applyLine(flags, namespace, read);
    case 'delete':
      return withObjects(rest, namespace, (keys, extra) =>
        extra.length > 0 ? unknown(line) : done(keys.map((key) => ({ type: 'delete', ...key }))),
      );
    case 'scale':
      return withObjects(rest, namespace, (keys) => scaleLine(keys, Number(flags.get('--replicas') ?? NaN)));
    case 'label':
    case 'annotate':
      return withObjects(rest, namespace, (keys, changes) => done(keys.map((key) => editLine(verb, key, changes))));
    default:
      return unknown(line);
  }
}

const done = (commands: readonly Command[]): KubectlLine => ({ ok: true, commands });
const unknown = (line: string): KubectlLine => ({ ok: false, message: `error: unknown command "${line}"` });

function splitArguments(line: string): Arguments {
  const parts = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const [, name, value] = /^(--?[a-z][a-z-]*)(?:=(.*))?$/.exec(part) ?? [];
    if (name === undefined) words.push(part);
    else if (value !== undefined) flags.set(name, value);
    else if (valueFlags.has(name)) flags.set(name, parts[++i] ?? '');
    else flags.set(name, 'true');
  }
  return { words, flags };
}

function applyLine(
  flags: ReadonlyMap<string, string>,
  namespace: string,
  read: (file: string) => string | undefined,
): KubectlLine {
  const filename = flags.get('-f') ?? flags.get('--filename');
  if (filename === undefined) return { ok: false, message: 'error: must specify one of -f and -k' };
  const manifest = read(filename);
  if (manifest === undefined) return { ok: false, message: `error: the path "${filename}" does not exist` };
  const serverSide = flags.get('--server-side') === 'true';
  return done([{ type: 'apply', manifest, filename, namespace, ...(serverSide && { serverSide }) }]);
}

interface NamedObject {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

/** `KIND NAME…` or `KIND/NAME…`; what follows and holds `=` or ends in `-` is no name. */
function withObjects(
  words: readonly string[],
  namespace: string,
  use: (keys: readonly NamedObject[], rest: readonly string[]) => KubectlLine,
): KubectlLine {
  const isChange = (word: string): boolean => word.includes('=') || word.endsWith('-');
  const named = words.filter((word) => !isChange(word));
  const [first = '', ...others] = named;
  const slashed = first.includes('/');
  const pairs = slashed ? named.map((word) => word.split('/', 2)) : others.map((name) => [first, name]);
  const keys: NamedObject[] = [];
  for (const [resource = '', name = ''] of pairs) {
    const kind = kindOfArgument(resource);
    if (kind === undefined)
      return { ok: false, message: `error: the server doesn't have a resource type "${resource}"` };
    keys.push({ kind, namespace: kind === 'Namespace' || kind === 'Node' ? '' : namespace, name });
  }
  if (keys.length === 0) return { ok: false, message: 'error: resource(s) were provided, but no name was specified' };
  return use(keys, words.filter(isChange));
}

function scaleLine(keys: readonly NamedObject[], replicas: number): KubectlLine {
  const commands = keys.flatMap(({ kind, ...key }): readonly Command[] =>
    kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet'
      ? [{ type: 'scale', kind, ...key, replicas }]
      : [],
  );
  return commands.length === keys.length
    ? done(commands)
    : { ok: false, message: 'error: cannot scale: only workloads have replicas' };
}

function editLine(verb: 'label' | 'annotate', key: NamedObject, changes: readonly string[]): Command {
  const edits = Object.fromEntries(
    changes.map((change): readonly [string, string | null] => {
      const equals = change.indexOf('=');
      return equals === -1 ? [change.slice(0, -1), null] : [change.slice(0, equals), change.slice(equals + 1)];
    }),
  );
  return verb === 'label' ? { type: 'label', ...key, labels: edits } : { type: 'annotate', ...key, annotations: edits };
}
