import type { Deployment } from '../kube/objects.js';

/** How a Deployment wants to be moved to a new template, in pods. */
export interface Rollout {
  readonly kind: 'RollingUpdate' | 'Recreate';
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

const DEFAULT_LIMIT = '25%';

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

function resolve(limit: unknown, replicas: number, round: (n: number) => number): number {
  if (typeof limit === 'number') return Math.max(0, Math.trunc(limit));
  const percent = typeof limit === 'string' ? /^(\d+)%$/.exec(limit)?.[1] : undefined;
  return percent === undefined ? 0 : round((Number(percent) * replicas) / 100);
}

/**
 * Surge rounds up and unavailability down; if both come out zero, one pod may be missing.
 * @see pkg/controller/deployment/util/deployment_util.go (v1.34) ResolveFenceposts
 */
export function rolloutOf(deployment: Deployment): Rollout {
  const replicas = deployment.spec.replicas ?? 1;
  const strategy = deployment.spec['strategy'];
  if (fieldOf(strategy, 'type') === 'Recreate')
    return { kind: 'Recreate', replicas, maxSurge: 0, maxUnavailable: replicas };
  const limits = fieldOf(strategy, 'rollingUpdate');
  const maxSurge = resolve(fieldOf(limits, 'maxSurge') ?? DEFAULT_LIMIT, replicas, Math.ceil);
  const unavailable = resolve(fieldOf(limits, 'maxUnavailable') ?? DEFAULT_LIMIT, replicas, Math.floor);
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas);
  return { kind: 'RollingUpdate', replicas, maxSurge, maxUnavailable };
}
