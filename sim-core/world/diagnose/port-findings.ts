import { compareCodeUnits } from '../../base/order.js';
import { listeningPorts } from '../../controllers/pinning.js';
import { findPort, isHeadless } from '../../controllers/service-endpoints.js';
import type { Pod, ServicePort } from '../../kube/objects.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Finding, NamedPort } from '../view-diagnosis.js';
import type { At, ServiceScene } from './scene.js';

type Of<C extends Finding['code']> = readonly At<Extract<Finding, { readonly code: C }>>[];

const namedPorts = (pods: readonly Pod[]): readonly NamedPort[] =>
  pods
    .flatMap(({ spec }) => spec.containers)
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ name, protocol = 'TCP' }) => (name === undefined ? [] : [{ name, protocol }]));

const boundOn = (pod: Pod, protocol: ServiceProtocol): readonly number[] =>
  listeningPorts(pod).flatMap((bound) => (bound.protocol === protocol ? bound.port : []));

const eachPort = <T>(
  { service }: ServiceScene,
  look: (port: ServicePort, index: number) => readonly T[],
): readonly T[] => (service.spec.ports ?? []).flatMap(look);

export const targetPortName = (scene: ServiceScene): Of<'target-port-name'> =>
  eachPort(scene, (port, index) => {
    const { pods } = scene;
    const { targetPort: name, protocol } = port;
    const lacking = pods.filter((pod) => findPort(pod, port) === undefined);
    if (typeof name !== 'string' || lacking.length === 0) return [];
    const all = namedPorts(lacking);
    const other = all.find((one) => one.name === name)?.protocol;
    const names = [...new Set(all.flatMap((one) => (one.protocol === protocol ? one.name : [])))].sort(
      compareCodeUnits,
    );
    return [
      {
        field: `spec.ports[${index}].targetPort`,
        finding: {
          code: 'target-port-name',
          name,
          protocol,
          pods: pods.length,
          lacking: lacking.length,
          names,
          ...(other !== undefined && { otherProtocol: other }),
        },
      },
    ];
  });

export const targetPortClosed = (scene: ServiceScene): Of<'target-port-closed'> =>
  // A headless Service's clients do not come by this port.
  isHeadless(scene.service)
    ? []
    : eachPort(scene, (port, index) => {
        const { pods } = scene;
        const { protocol } = port;
        const lacking = pods.filter((pod) => {
          const number = findPort(pod, port);
          return number !== undefined && !boundOn(pod, protocol).includes(number);
        });
        const [first] = lacking;
        if (first === undefined) return [];
        const bound = [...new Set(lacking.flatMap((pod) => boundOn(pod, protocol)))].sort((a, b) => a - b);
        return [
          {
            field: `spec.ports[${index}].targetPort`,
            finding: {
              code: 'target-port-closed',
              port: findPort(first, port) ?? port.port,
              protocol,
              pods: pods.length,
              lacking: lacking.length,
              bound,
            },
          },
        ];
      });

/** Clients of a headless Service connect to a Pod's own address: nothing maps `port` to `targetPort` for them. */
export const headlessPort = (scene: ServiceScene): Of<'headless-port'> =>
  !isHeadless(scene.service)
    ? []
    : eachPort(scene, (port, index) => {
        const { pods } = scene;
        const astray = pods.find((pod) => {
          const target = findPort(pod, port);
          const bound = boundOn(pod, port.protocol);
          return target !== undefined && target !== port.port && bound.includes(target) && !bound.includes(port.port);
        });
        const targetPort = astray && findPort(astray, port);
        if (targetPort === undefined) return [];
        return [
          { field: `spec.ports[${index}].port`, finding: { code: 'headless-port', port: port.port, targetPort } },
        ];
      });
