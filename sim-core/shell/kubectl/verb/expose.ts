import { err, ok, type Result } from '../../../base/result.js';
import type { JsonObject } from '../../../kube/json.js';
import type { KubeObject, ServicePort } from '../../../kube/objects.js';
import { failure, type CommandResult } from '../../command.js';
import { createGenerated, dryRunFlag, outputFlag } from '../changing.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import type { Call, Verb } from '../verb.js';
import { podSelectorOf, templateOf } from '../workload.js';

/** @see k8s.io/kubectl/pkg/cmd/expose/expose.go (v1.34) */
export const expose: Verb = {
  name: 'expose',
  usage: 'TYPE NAME [--port=PORT] [--target-port=PORT] [--type=TYPE]',
  summary: 'Makes a Service for a workload, a pod or another Service.',
  flags: [
    { name: 'port', takes: 'PORT', about: "the Service's port; that of the containers when absent" },
    { name: 'target-port', takes: 'PORT', about: 'a number or a name' },
    { name: 'protocol', takes: 'PROTOCOL', about: 'TCP when absent' },
    { name: 'name', takes: 'NAME', about: "the Service's; that of the object when absent" },
    { name: 'type', takes: 'TYPE', about: 'ClusterIP, NodePort, LoadBalancer or ExternalName' },
    { name: 'selector', takes: 'LABELS', about: 'instead of those of the object' },
    { name: 'labels', short: 'l', takes: 'LABELS', about: 'of the Service' },
    { name: 'cluster-ip', takes: 'IP', about: 'None makes it headless' },
    { name: 'external-ip', takes: 'IP', about: 'an address that leads here' },
    { name: 'load-balancer-ip', takes: 'IP', about: 'a wish to the cloud' },
    { name: 'session-affinity', takes: 'KIND', about: 'None or ClientIP' },
    dryRunFlag,
    outputFlag,
  ],
  run: exposeObject,
};

function exposeObject(call: Call): CommandResult {
  const { flags, sys, namespace } = call;
  const keys = targets(sys.objects(), flags.words, { namespace });
  if (!keys.ok) return failure(keys.error);
  const [key] = keys.value;
  if (key === undefined) return failure('error: resource(s) were provided, but no name was specified\n');
  const object = storedObject(sys.objects(), key);
  if (object === undefined) return failure(notFoundText(key.kind, key.name));
  const generated = serviceFor(call, object);
  return generated.ok ? createGenerated(call, { object: generated.value }, 'exposed') : failure(generated.error);
}

const pairs = (text: string): JsonObject =>
  Object.fromEntries(
    text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

function selectorFor(object: KubeObject, given: string | undefined): Result<JsonObject, string> {
  if (given !== undefined) return ok(pairs(given));
  if (object.kind === 'Pod') {
    const { labels } = object.metadata;
    if (labels !== undefined && Object.keys(labels).length > 0) return ok(labels);
    return err(
      "error: couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed\n",
    );
  }
  const selector = podSelectorOf(object);
  if (selector?.matchLabels !== undefined && (selector.matchExpressions ?? []).length === 0)
    return ok(selector.matchLabels);
  const exposable = ['Deployment', 'ReplicaSet', 'ReplicationController', 'Service', 'StatefulSet', 'DaemonSet'];
  if (!exposable.includes(object.kind)) return err(`error: cannot expose a ${object.kind}\n`);
  return err(
    "error: couldn't retrieve selectors via --selector flag or introspection: the object has none that a Service could use\n",
  );
}

interface PlainPort {
  readonly port: number;
  readonly protocol: string;
}

function portsOf(object: KubeObject): readonly PlainPort[] {
  if (object.kind === 'Service') {
    return (object.spec.ports ?? []).map(({ port, protocol }: ServicePort) => ({ port, protocol }));
  }
  const spec = object.kind === 'Pod' ? object.spec : templateOf(object)?.spec;
  return (spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  );
}

function serviceFor({ flags }: Call, object: KubeObject): Result<JsonObject, string> {
  const selector = selectorFor(object, flags.value('selector'));
  if (!selector.ok) return selector;
  const own = portsOf(object);
  const asked = flags.value('port')?.split(',').map(Number);
  const clusterIP = flags.value('cluster-ip');
  const wanted = asked ?? own.map(({ port }) => port);
  if (wanted.length === 0 && clusterIP !== 'None') {
    return err(
      "error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples\n",
    );
  }
  const target = flags.value('target-port');
  const targetPort = (port: number): number | string =>
    target === undefined ? port : /^\d+$/.test(target) ? Number(target) : target;
  const protocolOf = (port: number): string =>
    flags.value('protocol') ?? own.find((candidate) => candidate.port === port)?.protocol ?? 'TCP';
  const ports = wanted.map((port, i) => ({
    ...(wanted.length > 1 && { name: `port-${i + 1}` }),
    port,
    protocol: protocolOf(port),
    targetPort: targetPort(port),
  }));
  const labels = flags.value('labels');
  const objectLabels: JsonObject | undefined = labels === undefined ? object.metadata.labels : pairs(labels);
  const namespace = flags.value('namespace');
  const [type, externalIP] = [flags.value('type'), flags.value('external-ip')];
  const [balancerIP, affinity] = [flags.value('load-balancer-ip'), flags.value('session-affinity')];
  return ok({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...(objectLabels !== undefined && { labels: objectLabels }),
      name: flags.value('name') ?? object.metadata.name,
      ...(namespace !== undefined && { namespace }),
    },
    spec: {
      ...(clusterIP !== undefined && { clusterIP }),
      ...(externalIP !== undefined && { externalIPs: externalIP.split(',') }),
      ...(balancerIP !== undefined && { loadBalancerIP: balancerIP }),
      ports,
      selector: selector.value,
      ...(affinity !== undefined && { sessionAffinity: affinity }),
      ...(type !== undefined && { type }),
    },
    status: { loadBalancer: {} },
  });
}
