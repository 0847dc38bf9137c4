/** Runs the controllers to rest over recorded scenarios, for tests. */
import { parse, parseAllDocuments } from 'yaml';
import { bootstrapObjects } from '../apiserver/bootstrap.js';
import type { BootstrapConfig } from '../apiserver/bootstrap.js';
import { Prng, createPrng } from '../base/prng.js';
import type { Controller, ControllerEvent } from '../controllers/controller.js';
import { controllers as allControllers } from '../controllers/registry.js';
import type { Kind } from '../kube/key.js';
import type { KubeObject, ObjectsByKind } from '../kube/objects.js';
import { ApiTx, getObject, keyOf, listObjects } from '../kube/store.js';
import type { ApiObjects } from '../kube/store.js';
import { defaultClusterConfig } from '../world/config.js';
import { readScenarioFile } from './recorded.js';

const MAX_ROUNDS = 500;

export class ControlPlane {
  objects: ApiObjects;
  now = 0;
  readonly events: ControllerEvent[] = [];
  readonly #prng = new Prng(createPrng(7));
  readonly #controllers: readonly Controller[];

  constructor(config: Partial<BootstrapConfig> = {}, controllers: readonly Controller[] = allControllers) {
    this.objects = bootstrapObjects({ ...defaultClusterConfig, ...config });
    this.#controllers = controllers;
  }

  put(...objects: readonly KubeObject[]): this {
    const tx = new ApiTx(this.objects);
    for (const object of objects) {
      const { namespace, name } = object.metadata;
      const stored = getObject(tx.view(), object.kind, namespace, name);
      const creationTimestamp = stored?.metadata.creationTimestamp ?? this.now;
      tx.put({ ...object, metadata: { ...object.metadata, creationTimestamp } } as KubeObject);
    }
    this.objects = tx.commit();
    return this;
  }

  delete(kind: Kind, namespace: string, name: string): this {
    const object = getObject(this.objects, kind, namespace, name);
    if (object === undefined) return this;
    const tx = new ApiTx(this.objects);
    if (object.kind === 'Pod') tx.put({ ...object, metadata: { ...object.metadata, deletionTimestamp: this.now } });
    else tx.delete(keyOf(object));
    this.objects = tx.commit();
    return this;
  }

  edit<K extends Kind>(kind: K, namespace: string, name: string, change: (o: ObjectsByKind[K]) => KubeObject): this {
    const object = getObject(this.objects, kind, namespace, name);
    return object === undefined ? this : this.put(change(object));
  }

  list<K extends Kind>(kind: K): readonly ObjectsByKind[K][] {
    return listObjects(this.objects, kind);
  }

  /** One pass over all controllers; true when something changed. */
  round(): boolean {
    const before = this.objects;
    for (const controller of this.#controllers) {
      this.now += 1;
      this.objects = controller.reconcile(this.objects, {
        now: this.now,
        prng: this.#prng,
        emit: (event) => this.events.push(event),
      });
    }
    return this.objects !== before;
  }

  /** Lets time pass until the next deadline is over. */
  passDeadline(): this {
    const deadlines = this.#controllers.flatMap((c) => c.verdictAt?.(this.objects, this.now) ?? []);
    this.now = Math.max(this.now, ...deadlines);
    return this.settle();
  }

  /** Rounds and waits until nothing is left to do. */
  settle(): this {
    for (let i = 0; i < MAX_ROUNDS; i++) {
      if (this.round()) continue;
      const wakes = this.#controllers.flatMap((c) => c.wakeAt?.(this.objects, this.now) ?? []);
      if (wakes.length === 0) return this;
      this.now = Math.max(this.now, ...wakes.slice(0, 1), Math.min(...wakes));
    }
    throw new Error('the controllers do not come to rest');
  }
}

/** Documents of a manifest as objects, with the few defaults that the controllers need. */
export function manifestObjects(text: string): readonly KubeObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const object = document.toJS() as (KubeObject & { subsets?: unknown }) | null;
    if (object === null || typeof object !== 'object') return [];
    const namespace = object.kind === 'Namespace' ? {} : { namespace: object.metadata.namespace ?? 'default' };
    return [{ ...withPortDefaults(object), metadata: { ...object.metadata, ...namespace } } as KubeObject];
  });
}

function withPortDefaults(object: KubeObject): KubeObject {
  if (object.kind === 'EndpointSlice') {
    const ports = object.ports?.map((p) => ({ ...p, name: p.name ?? '', protocol: p.protocol ?? ('TCP' as const) }));
    return { ...object, ...(ports === undefined ? {} : { ports }) };
  }
  if (object.kind !== 'Endpoints') return object;
  const subsets = object.subsets?.map((s) => ({
    ...s,
    ports: s.ports?.map((p) => ({ ...p, protocol: (p.protocol as typeof p.protocol | undefined) ?? 'TCP' })),
  }));
  return { ...object, ...(subsets === undefined ? {} : { subsets }) } as KubeObject;
}

/** The cluster of a scenario before its manifests. */
export function scenarioControlPlane(scenario: string): ControlPlane {
  const text = readScenarioFile(scenario, 'cluster.yaml');
  const cluster = (text === undefined ? {} : (parse(text) as Partial<BootstrapConfig> | null)) ?? {};
  const { nodes, serviceCIDRs } = cluster;
  return new ControlPlane({
    ...(nodes === undefined ? {} : { nodes }),
    ...(serviceCIDRs === undefined ? {} : { serviceCIDRs }),
  });
}
