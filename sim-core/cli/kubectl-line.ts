import type { Command } from '../world/command.js';

/** What a kubectl command line asks of the cluster, or why that is not known. */
export type KubectlLine =
  { readonly ok: true; readonly commands: readonly Command[] } | { readonly ok: false; readonly message: string };

/** A script's command line, without the word kubectl, as the terminal runs it; `read` knows the files beside the script. */
export function parseKubectl(line: string, read: (file: string) => string | undefined): KubectlLine {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|([^\s=]+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  const files = words.flatMap((name): readonly (readonly [string, string])[] => {
    const text = /\.(?:ya?ml|json)$/.test(name) ? read(name) : undefined;
    return text === undefined ? [] : [[name, text]];
  });
  const command: Command = {
    type: 'shell',
    place: { kind: 'laptop' },
    line: `kubectl ${line}`,
    files: Object.fromEntries(files),
  };
  return { ok: true, commands: [command] };
}
