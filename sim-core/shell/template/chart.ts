import { err, ok, type Result } from '../../base/result.js';
import { TemplateEngine } from './evaluate.js';
import { helmFunctions } from './functions.js';
import { parseTemplate } from './parser.js';
import type { ParsedTemplate } from './tree.js';
import { isMap, printed, type Value, type ValueMap } from './value.js';
import { parseYaml } from './yaml.js';

/** A chart folder: paths are those inside it. */
export interface Chart {
  readonly name: string;
  readonly about: ValueMap;
  readonly values: string;
  readonly templates: readonly (readonly [path: string, text: string])[];
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
}

/** `--set` and `--set-string`, as given. */
export interface SetFlags {
  readonly values: readonly string[];
  readonly texts: readonly string[];
}

/** Gathers a chart from the learner's files; Chart.yaml may be missing when there are templates. */
export function chartFiles(
  names: readonly string[],
  folder: string,
  read: (path: string) => string | undefined,
): Result<Chart, string> {
  const inside = (path: string): string => (folder === '.' || folder === '' ? path : `${folder}/${path}`);
  const templates = names
    .filter((name) => name.startsWith(inside('templates/')))
    .map((name) => [name.slice(inside('').length), read(name) ?? ''] as const);
  const about = read(inside('Chart.yaml'));
  if (about === undefined && templates.length === 0) {
    const single = read(folder);
    if (single === undefined) return err(`path "${folder}" not found`);
    return err(
      `file '${folder}' does not appear to be a chart: a chart is a folder with Chart.yaml, values.yaml and templates/`,
    );
  }
  if (about === undefined) return err(`Chart.yaml file is missing`);
  const parsed = parseYaml(about);
  if (!parsed.ok) return err(`cannot load Chart.yaml: ${parsed.error}`);
  const fields = isMap(parsed.value) ? parsed.value : {};
  const name = typeof fields['name'] === 'string' ? fields['name'] : '';
  if (name === '') return err('validation: chart.metadata.name is required');
  return ok({ name, about: fields, values: read(inside('values.yaml')) ?? '', templates });
}

/** Over `base`; null takes a key away. @see helm pkg/chartutil/coalesce.go */
export function overlay(base: ValueMap, over: ValueMap): ValueMap {
  const result: Record<string, Value> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = isMap(value) && isMap(below) ? overlay(below, value) : value;
  }
  return result;
}

/** `a.b=c,d[0]=e` one after the other. @see helm pkg/strvals/parser.go */
function setValues(values: ValueMap, text: string, asText: boolean): Result<ValueMap, string> {
  let result = values;
  for (const part of text.split(/(?<!\\),(?![^{]*\})/)) {
    const [, key, value = ''] = /^((?:[^=\\]|\\.)+)=([^]*)$/.exec(part) ?? [];
    if (key === undefined) return err(`failed parsing --set data: key "${part}" has no value`);
    const path = key.split(/(?<!\\)\./).flatMap((name) => name.replace(/\\(.)/g, '$1'));
    result = overlay(result, nestedValue(path, asText ? value : scalar(value)));
  }
  return ok(result);
}

const nestedValue = ([first = '', ...rest]: readonly string[], value: Value): ValueMap => ({
  [first]: rest.length === 0 ? value : nestedValue(rest, value),
});

function scalar(text: string): Value {
  if (/^\{.*\}$/.test(text)) return text.slice(1, -1).split(',').map(scalar);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?(?:0|[1-9]\d{0,17})$/.test(text)) return BigInt(text);
  return text.replace(/\\(.)/g, '$1');
}

function valuesOf(chart: Chart, layers: readonly string[], sets: SetFlags): Result<ValueMap, string> {
  let values: ValueMap = {};
  for (const [index, text] of [chart.values, ...layers].entries()) {
    const parsed = parseYaml(text);
    if (!parsed.ok) return err(`failed to parse ${index === 0 ? 'values.yaml' : 'values'}: ${parsed.error}`);
    values = overlay(values, isMap(parsed.value) ? parsed.value : {});
  }
  for (const [texts, asText] of [[sets.values, false] as const, [sets.texts, true] as const]) {
    for (const text of texts) {
      const set = setValues(values, text, asText);
      if (!set.ok) return set;
      values = set.value;
    }
  }
  return ok(values);
}

const kubeVersion = 'v1.34.0';
const apiVersions = [
  'v1',
  'apps/v1',
  'discovery.k8s.io/v1',
  'networking.k8s.io/v1',
  'batch/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
];

function dataOf(chart: Chart, release: Release, values: ValueMap): ValueMap {
  const capital = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);
  const about = Object.fromEntries(Object.entries(chart.about).map(([key, value]) => [capital(key), value]));
  return {
    Values: values,
    Chart: { ...about, IsRoot: true },
    Release: {
      Name: release.name,
      Namespace: release.namespace,
      Service: 'Helm',
      IsInstall: true,
      IsUpgrade: false,
      Revision: 1n,
    },
    Capabilities: {
      KubeVersion: { Version: kubeVersion, GitVersion: kubeVersion, Major: '1', Minor: '34' },
      APIVersions: { Has: { call: ([version = null]) => apiVersions.includes(printed(version)) } },
      HelmVersion: { Version: 'v3.18.4' },
    },
  };
}

/** The order in which Helm writes kinds; those that are not here come last. @see helm pkg/release/util/kind_sorter.go */
const installOrder = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];

interface Manifest {
  readonly path: string;
  readonly content: string;
}

/** All documents that the chart's templates make, as `helm template` prints them. */
export function renderChart(
  chart: Chart,
  release: Release,
  layers: readonly string[],
  sets: SetFlags,
  only: readonly string[],
): Result<string, string> {
  const values = valuesOf(chart, layers, sets);
  if (!values.ok) return values;
  const parsed: ParsedTemplate[] = [];
  for (const [path, text] of chart.templates) {
    const template = parseTemplate(`${chart.name}/${path}`, text);
    if (!template.ok) return err(`parse error at (${template.error.replace(/^template: ([^:]+:\d+): /, '$1): ')}`);
    parsed.push(template.value);
  }
  const engine = new TemplateEngine(helmFunctions, parsed, parseTemplate);
  const data = dataOf(chart, release, values.value);
  const manifests: Manifest[] = [];
  for (const [file] of chart.templates) {
    const path = `${chart.name}/${file}`;
    if (/(?:^|\/)_[^/]*$|NOTES\.txt$/.test(file)) continue;
    const text = engine.render(path, { ...data, Template: { Name: path, BasePath: `${chart.name}/templates` } });
    if (!text.ok) return text;
    if (only.length > 0 && !only.includes(file)) continue;
    manifests.push(...documentsOf(path, text.value.replaceAll('<no value>', '')));
  }
  const missing = only.find((file) => !manifests.some(({ path }) => path === `${chart.name}/${file}`));
  if (missing !== undefined) return err(`could not find template ${missing} in chart`);
  const sorted = manifests.toSorted((a, b) => rankOf(a) - rankOf(b));
  return ok(sorted.map(({ path, content }) => `---\n# Source: ${path}\n${content}\n`).join(''));
}

/** @see helm pkg/release/util/manifest.go SplitManifests */
const documentsOf = (path: string, text: string): readonly Manifest[] =>
  text
    .trim()
    .split(/(?:^|\s*\n)---\s*/)
    .map((content) => content.trim())
    .filter((content) => content.replace(/^#.*$/gm, '').trim() !== '')
    .map((content) => ({ path, content }));

function rankOf({ content }: Manifest): number {
  const [, kind = ''] = /^kind:\s*["']?(\w+)/m.exec(content) ?? [];
  const rank = installOrder.indexOf(kind);
  return rank < 0 ? installOrder.length : rank;
}
