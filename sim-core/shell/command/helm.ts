import { everywhere, failure, output, type Command, type CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { chartFiles, renderChart, type Release } from '../template/chart.js';
import type { Sys } from '../sys.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'values', short: 'f', takes: 'FILE', about: 'values over those of the chart' },
  { name: 'set', takes: 'KEY=VALUE', about: 'one value: a.b=c,d=e' },
  { name: 'set-string', takes: 'KEY=VALUE', about: 'the same, always as text' },
  { name: 'namespace', short: 'n', takes: 'NAME', about: 'the namespace of the release' },
  { name: 'show-only', short: 's', takes: 'TEMPLATE', about: 'only this file of the chart' },
  { name: 'name-template', takes: 'NAME', about: 'the name of the release' },
  { name: 'debug', about: 'has no effect' },
];

function template(parsed: ParsedFlags, sys: Sys, stdin: string): CommandResult {
  const words = parsed.words.slice(1);
  const [name, given] = words.length > 1 ? words : ['release-name', words[0]];
  if (given === undefined) {
    return failure(
      'Error: "helm template" requires at least 1 argument\n\nUsage:  helm template [NAME] [CHART] [flags]\n',
    );
  }
  const folder = given.replace(/^\.\/(?=.)|\/+$/g, '');
  const chart = chartFiles(sys.fileNames(), folder, (path) => sys.readFile(path));
  if (!chart.ok) return failure(`Error: ${chart.error}\n`);
  const layers: string[] = [];
  for (const file of parsed.values('values').flatMap((list) => list.split(','))) {
    const text = file === '-' ? stdin : sys.readFile(file);
    if (text === undefined) return failure(`Error: open ${file}: no such file or directory\n`);
    layers.push(text);
  }
  const release: Release = {
    name: parsed.value('name-template') ?? name ?? 'release-name',
    namespace: parsed.value('namespace') ?? 'default',
  };
  const only = parsed.values('show-only');
  const sets = { values: parsed.values('set'), texts: parsed.values('set-string') };
  const rendered = renderChart(chart.value, release, layers, sets, only);
  return rendered.ok ? output(rendered.value) : failure(`Error: ${rendered.error}\n`);
}

export const helm: Command = {
  name: 'helm',
  places: everywhere,
  summary: 'renders the templates of a chart: helm template NAME CHART',
  usage: 'template [NAME] CHART [-f FILE] [--set KEY=VALUE] [-n NAMESPACE]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags(
      'helm',
      flags,
      argv,
      (parsed) => {
        const [verb] = parsed.words;
        if (verb === 'template') return template(parsed, sys, stdin);
        const what = verb === undefined ? 'no command given' : `unknown command "${verb}" for "helm"`;
        return failure(`Error: ${what}\nSupported here: helm template [NAME] CHART | kubectl apply -f -\n`);
      },
      1,
    ),
};
