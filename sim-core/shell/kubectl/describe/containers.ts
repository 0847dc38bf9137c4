import type { Container } from '../../../kube/objects.js';
import { formatDate } from '../time.js';
import { fieldsOf, listOf, numberOf, textOf, textsOf, type Fields } from '../fields.js';
import { line } from './lines.js';

const at = (level: number): string => '  '.repeat(level);

/**
 * Containers of a pod or of a template; `space` stands before the label, and one blank of it before names.
 * @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeContainers
 */
export function containerLines(
  label: string,
  containers: readonly Container[],
  statuses: readonly Fields[] | undefined,
  space: '' | '  ',
): string {
  const name = space === '' ? at(1) : `${space} `;
  const all = containers.map((container) => {
    const status = statuses?.find((candidate) => candidate['name'] === container.name);
    return `${name}${container.name}:\n${basics(container, status)}${commands(container)}${
      status === undefined ? '' : states(status)
    }${resources(container)}${probes(container)}${environment(container)}${mounts(container)}`;
  });
  return `${space}${label}:\n${all.join('')}`;
}

function basics(container: Container, status: Fields | undefined): string {
  const ports = container.ports ?? [];
  const containerPorts = ports.map(
    ({ name, containerPort, protocol = 'TCP' }) =>
      `${containerPort}/${protocol}${name === undefined || name === '' ? '' : ` (${name})`}`,
  );
  const hostPorts = ports.map(
    ({ name, hostPort = 0, protocol = 'TCP' }) =>
      `${hostPort}/${protocol}${name === undefined || name === '' ? '' : ` (${name})`}`,
  );
  const plural = ports.length > 1 ? 's' : '';
  return [
    status === undefined ? '' : line(`${at(2)}Container ID`, textOf(status, 'containerID')),
    line(`${at(2)}Image`, container.image ?? ''),
    status === undefined ? '' : line(`${at(2)}Image ID`, textOf(status, 'imageID')),
    line(`${at(2)}Port${plural}`, containerPorts.join(', ') || '<none>'),
    line(`${at(2)}Host Port${plural}`, hostPorts.join(', ') || '<none>'),
  ].join('');
}

const commands = (container: Container): string =>
  (['command', 'args'] as const)
    .map((field) => {
      const words = textsOf(container, field).flatMap((word) => word.split('\n'));
      const label = field === 'command' ? 'Command' : 'Args';
      return words.length === 0 ? '' : `${at(2)}${label}:\n${words.map((word) => `${at(3)}${word}\n`).join('')}`;
    })
    .join('');

const stateLine = (label: string, state: Fields): string => {
  if ('running' in state)
    return line(`${at(2)}${label}`, 'Running') + dateLine('Started', fieldsOf(state, 'running'), 'startedAt');
  if ('terminated' in state) {
    const ended = fieldsOf(state, 'terminated');
    return [
      line(`${at(2)}${label}`, 'Terminated'),
      textOf(ended, 'reason') === '' ? '' : line(`${at(3)}Reason`, textOf(ended, 'reason')),
      line(`${at(3)}Exit Code`, numberOf(ended, 'exitCode') ?? 0),
      dateLine('Started', ended, 'startedAt'),
      dateLine('Finished', ended, 'finishedAt'),
    ].join('');
  }
  const reason = textOf(fieldsOf(state, 'waiting'), 'reason');
  return line(`${at(2)}${label}`, 'Waiting') + (reason === '' ? '' : line(`${at(3)}Reason`, reason));
};

const dateLine = (label: string, state: Fields, field: string): string =>
  line(`${at(3)}${label}`, formatDate(numberOf(state, field) ?? 0));

const states = (status: Fields): string => {
  const last = fieldsOf(status, 'lastState');
  return [
    stateLine('State', fieldsOf(status, 'state')),
    'terminated' in last ? stateLine('Last State', last) : '',
    line(`${at(2)}Ready`, status['ready'] === true ? 'True' : 'False'),
    line(`${at(2)}Restart Count`, numberOf(status, 'restartCount') ?? 0),
  ].join('');
};

const resources = (container: Container): string =>
  (['limits', 'requests'] as const)
    .map((field) => {
      const amounts = Object.keys(fieldsOf(container['resources'], field)).sort();
      const rows = amounts.map((name) =>
        line(`${at(3)}${name}`, textOf(fieldsOf(container['resources'], field), name)),
      );
      return rows.length === 0 ? '' : `${at(2)}${field === 'limits' ? 'Limits' : 'Requests'}:\n${rows.join('')}`;
    })
    .join('');

const probes = (container: Container): string =>
  (
    [
      ['Liveness', 'livenessProbe'],
      ['Readiness', 'readinessProbe'],
      ['Startup', 'startupProbe'],
    ] as const
  )
    .map(([label, field]) =>
      container[field] === undefined ? '' : line(`${at(2)}${label}`, probeText(fieldsOf(container, field))),
    )
    .join('');

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) DescribeProbe */
function probeText(probe: Fields): string {
  const [http, tcp, exec] = [fieldsOf(probe, 'httpGet'), fieldsOf(probe, 'tcpSocket'), fieldsOf(probe, 'exec')];
  const count = (field: string, otherwise: number): number => numberOf(probe, field) ?? otherwise;
  const times = `delay=${count('initialDelaySeconds', 0)}s timeout=${count('timeoutSeconds', 1)}s period=${count('periodSeconds', 10)}s #success=${count('successThreshold', 1)} #failure=${count('failureThreshold', 3)}`;
  if ('httpGet' in probe) {
    const scheme = (textOf(http, 'scheme') || 'HTTP').toLowerCase();
    return `http-get ${scheme}://${textOf(http, 'host')}:${textOf(http, 'port')}${textOf(http, 'path')} ${times}`;
  }
  if ('tcpSocket' in probe) return `tcp-socket ${textOf(tcp, 'host')}:${textOf(tcp, 'port')} ${times}`;
  if ('exec' in probe) return `exec [${textsOf(exec, 'command').join(' ')}] ${times}`;
  if ('grpc' in probe)
    return `grpc <pod>:${textOf(fieldsOf(probe, 'grpc'), 'port')} ${textOf(fieldsOf(probe, 'grpc'), 'service')} ${times}`;
  return `unknown ${times}`;
}

function environment(container: Container): string {
  const variables = listOf(container, 'env');
  if (variables.length === 0) return line(`${at(2)}Environment`, '<none>');
  const rows = variables.map((variable) => {
    const source = fieldsOf(variable, 'valueFrom');
    const field = textOf(fieldsOf(source, 'fieldRef'), 'fieldPath');
    const value = field === '' ? textOf(variable, 'value') : ` (v1:${field})`;
    return line(`${at(3)}${textOf(variable, 'name')}`, value);
  });
  return `${at(2)}Environment:\n${rows.join('')}`;
}

function mounts(container: Container): string {
  const all = listOf(container, 'volumeMounts');
  if (all.length === 0) return line(`${at(2)}Mounts`, '<none>');
  const rows = all.map((mount) => {
    const flags = [
      mount['readOnly'] === true ? 'ro' : 'rw',
      ...(textOf(mount, 'subPath') === '' ? [] : [`path="${textOf(mount, 'subPath')}"`]),
    ];
    return `${at(3)}${textOf(mount, 'mountPath')} from ${textOf(mount, 'name')} (${flags.join(',')})\n`;
  });
  return `${at(2)}Mounts:\n${rows.join('')}`;
}
