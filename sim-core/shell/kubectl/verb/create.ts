import type { JsonObject } from '../../../kube/json.js';
import type { Json } from '../../../kube/objects.js';
import { err, ok, type Result } from '../../../base/result.js';
import { failure } from '../../command.js';
import type { Flag } from '../../flags.js';
import { createGenerated, dryRunFlag, outputFlag, type Generated } from '../changing.js';
import { filenameFlag, type Call, type Verb } from '../verb.js';
import { fromFiles } from './apply.js';

const flags: readonly Flag[] = [
  filenameFlag,
  { name: 'image', takes: 'IMAGE', about: 'of a deployment; several make several containers' },
  { name: 'replicas', short: 'r', takes: 'COUNT', about: 'of a deployment' },
  { name: 'port', takes: 'PORT', about: 'the container port of a deployment' },
  { name: 'tcp', takes: 'PORT:TARGET', about: 'a port of a Service' },
  { name: 'clusterip', takes: 'IP', about: 'of a Service; None makes it headless' },
  { name: 'node-port', takes: 'PORT', about: 'of a NodePort Service' },
  { name: 'external-name', takes: 'NAME', about: 'of an ExternalName Service' },
  { name: 'from-literal', takes: 'KEY=VALUE', about: 'an entry of a ConfigMap' },
  { name: 'from-file', takes: '[KEY=]FILE', about: 'an entry of a ConfigMap' },
  { name: 'save-config', about: 'has no effect' },
  { name: 'validate', takes: 'true|false', about: 'has no effect: the server always looks' },
  dryRunFlag,
  outputFlag,
];

/** @see k8s.io/kubectl/pkg/cmd/create (v1.34) */
export const create: Verb = {
  name: 'create',
  usage: '-f FILE | deployment|service|namespace|configmap NAME',
  summary: 'Makes objects from a manifest or from flags.',
  flags,
  run: (call) => {
    const [what, ...words] = call.flags.words;
    if (what === undefined) return fromFiles(call, 'create');
    const generator = generators.find(({ names }) => names.includes(what));
    if (generator === undefined) {
      const known = generators.map(({ names: [name = ''] }) => name).join(' ');
      return failure(`error: Unexpected args: [${call.flags.words.join(' ')}]\nSupported here: -f FILE, ${known}\n`);
    }
    const generated = generator.generate(call, words);
    return generated.ok ? createGenerated(call, generated.value) : failure(generated.error);
  },
};

interface Generator {
  readonly names: readonly string[];
  generate(call: Call, words: readonly string[]): Result<Generated, string>;
}

const exactlyOne = (words: readonly string[], usage: string): Result<string, string> => {
  const [name] = words;
  if (name !== undefined && words.length === 1) return ok(name);
  return err(
    `error: exactly one NAME is required, got ${words.length}\nSee 'kubectl create ${usage} -h' for help and examples\n`,
  );
};

const inNamespace = ({ flags: given }: Call): JsonObject => {
  const namespace = given.value('namespace');
  return namespace === undefined ? {} : { namespace };
};

const generators: readonly Generator[] = [
  { names: ['deployment', 'deploy'], generate: deployment },
  { names: ['service', 'svc'], generate: service },
  {
    names: ['namespace', 'ns'],
    generate: (_call, words) => {
      const name = exactlyOne(words, 'namespace');
      return name.ok
        ? ok({ object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: name.value }, spec: {}, status: {} } })
        : name;
    },
  },
  { names: ['configmap', 'cm'], generate: configMap },
  {
    names: ['serviceaccount', 'sa'],
    generate: (call, words) => {
      const name = exactlyOne(words, 'serviceaccount');
      if (!name.ok) return name;
      const metadata = { name: name.value, ...inNamespace(call) };
      return ok({
        object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
        failure: 'failed to create serviceaccount',
      });
    },
  },
];

/** A container's name is its image's, without registry and tag. @see create_deployment.go buildPodSpec */
const containerName = (image: string): string =>
  (image.split('/').at(-1) ?? image)
    .split('@')[0]
    ?.split(':')[0]
    ?.replaceAll(/[^a-z0-9-]/g, '-') ?? image;

function deployment(call: Call, words: readonly string[]): Result<Generated, string> {
  const name = exactlyOne(words, 'deployment');
  if (!name.ok) return name;
  const images = call.flags.values('image').flatMap((value) => value.split(','));
  if (images.length === 0) return err('error: required flag(s) "image" not set\n');
  const command = call.flags.rest ?? [];
  if (images.length > 1 && command.length > 0) {
    return err('error: cannot specify multiple --image options and command\n');
  }
  const port = call.flags.value('port');
  const labels = { app: name.value };
  const containers: readonly Json[] = images.map((image, i) => ({
    ...(command.length > 0 && { command }),
    image,
    name: containerName(image),
    ...(port !== undefined && i === 0 && { ports: [{ containerPort: Number(port) }] }),
    resources: {},
  }));
  const object: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels, name: name.value, ...inNamespace(call) },
    spec: {
      replicas: Number(call.flags.value('replicas') ?? 1),
      selector: { matchLabels: labels },
      strategy: {},
      template: { metadata: { labels }, spec: { containers } },
    },
    status: {},
  };
  return ok({ object, failure: 'failed to create deployment' });
}

const serviceTypes: Readonly<Record<string, string>> = {
  clusterip: 'ClusterIP',
  nodeport: 'NodePort',
  loadbalancer: 'LoadBalancer',
  externalname: 'ExternalName',
};

function service(call: Call, [type = '', ...words]: readonly string[]): Result<Generated, string> {
  const known = serviceTypes[type];
  if (known === undefined) {
    return err(
      `error: unknown command ${JSON.stringify(`service ${type}`.trim())}\nSupported here: ${Object.keys(serviceTypes).join(' ')}\n`,
    );
  }
  const name = exactlyOne(words, `service ${type}`);
  if (!name.ok) return name;
  const { flags: given } = call;
  const ports = readPorts(
    given.values('tcp').flatMap((value) => value.split(',')),
    given.value('node-port'),
  );
  if (!ports.ok) return ports;
  const clusterIP = given.value('clusterip');
  const headless = clusterIP === 'None';
  if (ports.value.length === 0 && known !== 'ExternalName' && !headless) {
    return err('error: at least one tcp port specifier must be provided\n');
  }
  const externalName = given.value('external-name');
  if (known === 'ExternalName' && externalName === undefined)
    return err('error: required flag(s) "external-name" not set\n');
  const labels = { app: name.value };
  const object: JsonObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { labels, name: name.value, ...inNamespace(call) },
    spec: {
      ...(clusterIP !== undefined && { clusterIP }),
      ...(externalName !== undefined && known === 'ExternalName' && { externalName }),
      ...(ports.value.length > 0 && { ports: ports.value }),
      selector: labels,
      type: known,
    },
    status: { loadBalancer: {} },
  };
  return ok({ object, failure: `failed to create ${known} service` });
}

/** `80`, `80:8080`, `5678:http`. @see create_service.go parsePorts */
function readPorts(specs: readonly string[], nodePort: string | undefined): Result<readonly JsonObject[], string> {
  const ports: JsonObject[] = [];
  for (const spec of specs) {
    const [port = '', target = port] = spec.split(':');
    if (!/^\d+$/.test(port)) {
      return err(`error: strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax\n`);
    }
    ports.push({
      name: port === target ? port : `${port}-${target}`,
      ...(nodePort !== undefined && { nodePort: Number(nodePort) }),
      port: Number(port),
      protocol: 'TCP',
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
    });
  }
  return ok(ports);
}

function configMap(call: Call, words: readonly string[]): Result<Generated, string> {
  const name = exactlyOne(words, 'configmap');
  if (!name.ok) return name;
  const entries: [string, string][] = [];
  for (const literal of call.flags.values('from-literal')) {
    const equals = literal.indexOf('=');
    if (equals < 1) return err(`error: invalid literal source ${literal}, expected key=value\n`);
    entries.push([literal.slice(0, equals), literal.slice(equals + 1)]);
  }
  for (const source of call.flags.values('from-file')) {
    const equals = source.indexOf('=');
    const path = source.slice(equals + 1);
    const text = call.sys.readFile(path);
    if (text === undefined) return err(`error: error reading ${path}: no such file or directory\n`);
    entries.push([equals < 0 ? (path.split('/').at(-1) ?? path) : source.slice(0, equals), text]);
  }
  const data = Object.fromEntries(entries);
  const metadata = { name: name.value, ...inNamespace(call) };
  const object = { apiVersion: 'v1', ...(entries.length > 0 && { data }), kind: 'ConfigMap', metadata };
  return ok({ object, failure: 'failed to create configmap' });
}
