import { compareCodeUnits } from '../../../base/order.js';
import type { ResourceInfo } from '../../../kube/resource.js';
import { resources } from '../../../kube/resource.js';
import { getObject, listObjects } from '../../../kube/store.js';
import { hostPort } from '../../../net/ip.js';
import { failure, output, type CommandResult } from '../../command.js';
import { alignColumns } from '../columns.js';
import { namespaceVariable, type Call, type Verb } from '../verb.js';

const gap = 3;
const kubernetesVersion = 'v1.34.9';

const byGroupAndName = (a: ResourceInfo, b: ResourceInfo): number =>
  compareCodeUnits(a.group, b.group) || compareCodeUnits(a.plural, b.plural);

/** @see k8s.io/kubectl/pkg/cmd/apiresources/apiresources.go (v1.34) */
export const apiResources: Verb = {
  name: 'api-resources',
  usage: '',
  summary: 'Lists the kinds of objects that there are.',
  flags: [
    { name: 'namespaced', takes: 'true|false', about: 'only those in namespaces, or only the others' },
    { name: 'api-group', takes: 'GROUP', about: 'only those of a group' },
    { name: 'no-headers', about: 'no first line' },
    { name: 'output', short: 'o', takes: 'FORMAT', about: 'name' },
  ],
  run: ({ flags }) => {
    const [namespaced, group] = [flags.value('namespaced'), flags.value('api-group')];
    const shown = Object.values(resources)
      .filter((resource) => namespaced === undefined || String(resource.namespaced) === namespaced)
      .filter((resource) => group === undefined || resource.group === group)
      .toSorted(byGroupAndName);
    if (flags.value('output') === 'name') {
      return output(shown.map(({ plural, group: g }) => `${g === '' ? plural : `${plural}.${g}`}\n`).join(''));
    }
    const rows = shown.map((r) => [r.plural, r.shortNames.join(','), r.apiVersion, String(r.namespaced), r.kind]);
    const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
    return output(`${alignColumns(flags.on('no-headers') ? rows : [header, ...rows], gap).join('\n')}\n`);
  },
};

export const apiVersions: Verb = {
  name: 'api-versions',
  usage: '',
  summary: 'Lists the groups and versions of the API.',
  flags: [],
  run: () => {
    const versions = new Set(Object.values(resources).map(({ apiVersion }) => apiVersion));
    return output(`${[...versions].toSorted(compareCodeUnits).join('\n')}\n`);
  },
};

export const version: Verb = {
  name: 'version',
  usage: '',
  summary: 'Shows the versions of kubectl and of the server.',
  flags: [
    { name: 'client', about: "only kubectl's" },
    { name: 'output', short: 'o', takes: 'FORMAT', about: 'is not modelled' },
  ],
  run: ({ flags }) => {
    const client = `Client Version: ${kubernetesVersion}\nKustomize Version: v5.7.1\n`;
    return output(flags.on('client') ? client : `${client}Server Version: ${kubernetesVersion}\n`);
  },
};

/** @see k8s.io/kubectl/pkg/cmd/clusterinfo/clusterinfo.go (v1.34) */
export const clusterInfo: Verb = {
  name: 'cluster-info',
  usage: '',
  summary: 'Shows where the API server is.',
  flags: [],
  run: ({ sys, flags }) => {
    if (flags.words.length > 0) return failure('error: cluster-info dump is not modelled\n');
    const [subset] = getObject(sys.objects(), 'Endpoints', 'default', 'kubernetes')?.subsets ?? [];
    const [slice] = listObjects(sys.objects(), 'EndpointSlice', 'default').filter(
      ({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes',
    );
    const ip = subset?.addresses?.[0]?.ip ?? slice?.endpoints?.[0]?.addresses[0] ?? '';
    const port = subset?.ports?.[0]?.port ?? slice?.ports?.[0]?.port ?? 0;
    const server = `https://${hostPort(ip, port)}`;
    const services = listObjects(sys.objects(), 'Service', 'kube-system')
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/cluster-service'] === 'true')
      .map(({ metadata, spec }) => {
        const portName = spec.ports?.[0]?.name;
        const proxied = portName === undefined ? metadata.name : `${metadata.name}:${portName}`;
        const shown = metadata.labels?.['kubernetes.io/name'] ?? metadata.name;
        return `${shown} is running at ${server}/api/v1/namespaces/kube-system/services/${proxied}/proxy\n`;
      });
    const hint = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";
    return output(`Kubernetes control plane is running at ${server}\n${services.join('')}${hint}`);
  },
};

const contextName = 'kubehop';

export const config: Verb = {
  name: 'config',
  usage: 'current-context|get-contexts|use-context|set-context|view',
  summary: 'Shows the one context that there is, and sets its namespace.',
  flags: [
    { name: 'current', about: 'of the context in use' },
    { name: 'minify', about: 'has no effect: there is one context' },
  ],
  run: (call) => {
    const [what = '', name] = call.flags.words;
    const action = configActions[what];
    return action === undefined
      ? failure(
          `error: unknown command ${JSON.stringify(`config ${what}`.trim())}\nSupported here: ${Object.keys(configActions).join(' ')}\n`,
        )
      : action(call, name);
  },
};

const configActions: Readonly<Record<string, (call: Call, name: string | undefined) => CommandResult>> = {
  'current-context': () => output(`${contextName}\n`),
  'get-contexts': ({ sys }) => {
    const rows = [
      ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'],
      ['*', contextName, contextName, 'admin', sys.variables.get(namespaceVariable) ?? ''],
    ];
    return output(`${alignColumns(rows, gap).join('\n')}\n`);
  },
  'use-context': (_call, name) =>
    name === contextName
      ? output(`Switched to context "${contextName}".\n`)
      : failure(`error: no context exists with the name: ${JSON.stringify(name ?? '')}\n`),
  'set-context': ({ flags }, name) => {
    if (!flags.on('current') && name !== contextName)
      return failure('error: there is one context here: use --current\n');
    const namespace = flags.value('namespace') ?? 'default';
    const modified = output(`Context "${contextName}" modified.\n`);
    return { ...modified, actions: [{ kind: 'set', variables: { [namespaceVariable]: namespace } }] };
  },
  view: ({ sys }) => {
    const namespace = sys.variables.get(namespaceVariable);
    const context = [
      `    cluster: ${contextName}`,
      ...(namespace === undefined ? [] : [`    namespace: ${namespace}`]),
      '    user: admin',
    ];
    return output(
      [
        'apiVersion: v1',
        'contexts:',
        '- context:',
        ...context,
        `  name: ${contextName}`,
        `current-context: ${contextName}`,
        'kind: Config',
        '',
      ].join('\n'),
    );
  },
};
