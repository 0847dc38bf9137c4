import type { Millis } from '../base/time.js';
import type { Labels, ObjectMeta, Pod, PodSpec, PodTemplate } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { keyOf } from '../kube/store.js';
import type { ControllerContext } from './controller.js';
import { admittedPodSpec, qosClass } from '../kube/pod-admission.js';
import { replicaAnnotations } from './pinning.js';
import { controllerReference, graceSeconds } from './pod-state.js';

interface Workload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface PodOrder {
  readonly owner: Workload;
  readonly template: PodTemplate;
  readonly name: string;
  readonly generateName?: string;
  /** Which replica of its workload this is, from 0: chooses among listed pins. */
  readonly replica: number;
  readonly labels?: Labels;
  readonly spec?: Partial<PodSpec>;
  readonly now: Millis;
}

/**
 * The pod of a template.
 * @see pkg/controller/controller_utils.go (v1.34) GetPodFromTemplate
 */
export function podFromTemplate(order: PodOrder): Pod {
  const { owner, template, generateName } = order;
  const annotations = replicaAnnotations(template.metadata?.annotations, order.replica);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: order.name,
      ...(generateName === undefined ? {} : { generateName }),
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      labels: { ...template.metadata?.labels, ...order.labels },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
      creationTimestamp: order.now,
      generation: 1,
    },
    spec: admittedPodSpec({ ...template.spec, ...order.spec }),
    status: { phase: 'Pending', qosClass: qosClass(template.spec) },
  };
}

/** Asks for a pod's deletion: at once if no node runs it, else its kubelet ends it. */
export function deletePod(tx: ApiTx, pod: Pod, context: ControllerContext): void {
  if (pod.spec.nodeName === undefined) tx.delete(keyOf(pod));
  else if (pod.metadata.deletionTimestamp === undefined) {
    const deletionGracePeriodSeconds = graceSeconds(pod);
    tx.put({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: context.now, deletionGracePeriodSeconds } });
  }
}
