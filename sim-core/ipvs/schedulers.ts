import type { SchedulerName } from './model.js';
import type { Scheduler } from './scheduler/definition.js';
import { destinationHashing, sourceHashing } from './scheduler/hashing.js';
import {
  leastConnection,
  neverQueue,
  shortestExpectedDelay,
  weightedLeastConnection,
} from './scheduler/least-connection.js';
import { localityLeastConnection, replicatedLocality } from './scheduler/locality.js';
import { maglevHashing } from './scheduler/maglev.js';
import { roundRobin } from './scheduler/round-robin.js';
import { weightedRoundRobin } from './scheduler/weighted-round-robin.js';

/** Every scheduler; a name without one does not compile. */
export const schedulers: Readonly<Record<SchedulerName, Scheduler>> = {
  rr: roundRobin,
  wrr: weightedRoundRobin,
  lc: leastConnection,
  wlc: weightedLeastConnection,
  lblc: localityLeastConnection,
  lblcr: replicatedLocality,
  dh: destinationHashing,
  sh: sourceHashing,
  sed: shortestExpectedDelay,
  nq: neverQueue,
  mh: maglevHashing,
};
