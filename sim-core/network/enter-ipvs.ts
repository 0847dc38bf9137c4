import type { IpvsRef } from '../proxy/dataplane.js';
import type { Flight, HookPoint, HookVerdict } from './flight.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';

export function enterIpvs(_node: NodeStack, _flight: Flight, _point: HookPoint, _engine: IpvsRef, _journey: Journey): HookVerdict {
  return { kind: 'pass' };
}
