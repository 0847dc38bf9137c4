import { err, ok, type Result } from '../../base/result.js';
import type { KubeObject } from '../../kube/objects.js';
import { printedResource } from '../../kube/resource.js';
import { TemplateEngine } from '../template/evaluate.js';
import { goFunctions } from '../template/functions.js';
import { parseTemplate } from '../template/parser.js';
import { fromJson } from '../template/value.js';
import { alignColumns, none } from './columns.js';
import { jsonPath, jsonPathAsJson, pathText } from './json-path.js';
import { inKeyOrder, toJson, toYaml, withTimes } from './structured.js';
import { columnGap } from './table.js';

export const outputFormats = ['wide', 'yaml', 'json', 'name', 'jsonpath=…', 'go-template=…', 'custom-columns=…'];

/** What is printed: the one object that was named, or a list. */
export interface Printable {
  readonly whole: unknown;
  readonly objects: readonly KubeObject[];
  readonly headers: boolean;
}

type Writer = (argument: string, printable: Printable) => Result<string, string>;

const unquoted = (template: string): string => template.replace(/^'(.*)'$/s, '$1');

/** Outputs by the word before `=`; all but tables. */
const writers: Readonly<Record<string, Writer>> = {
  yaml: (_argument, { whole }) => ok(toYaml(whole)),
  json: (_argument, { whole }) => ok(toJson(whole)),
  name: (_argument, { objects }) => ok(objects.map((o) => `${printedResource(o.kind)}/${o.metadata.name}\n`).join('')),
  jsonpath: (template, { whole }) => jsonPath(unquoted(template), whole),
  'jsonpath-as-json': (template, { whole }) => jsonPathAsJson(unquoted(template), whole),
  'go-template': (template, { whole }) => goTemplate(unquoted(template), whole),
  'custom-columns': (columns, printable) => customColumns(columns, printable),
};

const needsArgument: Readonly<Record<string, string>> = {
  jsonpath: 'error: template format specified but no template given\n',
  'jsonpath-as-json': 'error: template format specified but no template given\n',
  'go-template': 'error: template format specified but no template given\n',
  'custom-columns': 'error: custom-columns format specified but no custom columns given\n',
};

/** The writer of `-o`; undefined for a table, an error in kubectl's words for what is not known. */
export function writerOf(
  output: string | undefined,
): Result<((printable: Printable) => Result<string, string>) | undefined, string> {
  if (output === undefined || output === '' || output === 'wide') return ok(undefined);
  const equals = output.indexOf('=');
  const [name, argument] = equals < 0 ? [output, ''] : [output.slice(0, equals), output.slice(equals + 1)];
  const writer = Object.hasOwn(writers, name) ? writers[name] : undefined;
  if (writer === undefined) {
    return err(
      `error: unable to match a printer suitable for the output format "${output}", supported here: ${outputFormats.join(', ')}\n`,
    );
  }
  const missing = needsArgument[name];
  if (missing !== undefined && argument === '') return err(missing);
  return ok((printable) => writer(argument, printable));
}

function goTemplate(template: string, whole: unknown): Result<string, string> {
  const parsed = parseTemplate('output', template);
  if (!parsed.ok) return err(`error: error parsing template ${JSON.stringify(template)}, template: ${parsed.error}\n`);
  const engine = new TemplateEngine(goFunctions, [parsed.value], parseTemplate);
  const written = engine.render('output', fromJson(inKeyOrder(withTimes(whole))));
  return written.ok ? written : err(`error: error executing template ${JSON.stringify(template)}: ${written.error}\n`);
}

/** `NAME:.metadata.name,IP:.status.podIP`. @see k8s.io/kubectl/pkg/cmd/get/customcolumn.go (v1.34) */
function customColumns(text: string, { objects, headers }: Printable): Result<string, string> {
  const columns = text.split(/,(?![^[({]*[\])}])/).map((column) => column.split(/:(.*)/s));
  const bad = columns.find(([, path]) => path === undefined || path === '');
  if (bad !== undefined) {
    return err(`error: unexpected custom-columns spec: ${bad[0] ?? ''}, expected <header>:<json-path-expr>\n`);
  }
  const rows = objects.map((object) => columns.map(([, path = '']) => pathText(path, object) || none));
  const all = [...(headers ? [columns.map(([header = '']) => header)] : []), ...rows];
  return ok(`${alignColumns(all, columnGap).join('\n')}\n`);
}
