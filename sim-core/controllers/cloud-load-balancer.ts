import type { Service } from '../kube/objects.js';
import { listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { loadBalancerPins } from './pinning.js';
import { putChanged, writeObjects } from './write.js';

/** The status with what the cloud handed out; nothing, and the Service stays pending. */
function balanced(service: Service): Service {
  const ingress = service.spec.type === 'LoadBalancer' ? loadBalancerPins(service) : [];
  const hadIngress = (service.status?.loadBalancer?.ingress ?? []).length > 0;
  if (ingress.length === 0 && !hadIngress) return service;
  return { ...service, status: { ...service.status, loadBalancer: ingress.length === 0 ? {} : { ingress } } };
}

/**
 * The cloud's controller for Services of type LoadBalancer: gives out the addresses that the manifest names.
 *
 * Delay: making a load balancer is a call to a cloud, two seconds is a fast one.
 * @see staging/src/k8s.io/cloud-provider/controllers/service/controller.go (v1.34) syncLoadBalancerIfNeeded
 */
export const cloudLoadBalancerController: Controller = {
  name: 'cloud-load-balancer',
  component: 'service-controller',
  watches: ['Service'],
  delayMs: 2000,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const service of listObjects(objects, 'Service')) {
        const wanted = balanced(service);
        if (wanted === service) continue;
        const before = tx.view();
        putChanged(tx, wanted);
        if (tx.view().resourceVersion === before.resourceVersion || service.spec.type !== 'LoadBalancer') continue;
        const { name, namespace = '' } = service.metadata;
        const involved = { kind: 'Service', namespace, name } as const;
        context.emit({ reason: 'EnsuringLoadBalancer', message: 'Ensuring load balancer', involved });
        context.emit({ reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer', involved });
      }
    }),
};
