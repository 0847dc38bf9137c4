import { describe } from './verb/describe.js';
import { get } from './verb/get.js';
import type { Verb } from './verb.js';

/** Every verb that is modelled, in the order in which `kubectl help` lists them. */
export const verbs: readonly Verb[] = [get, describe];
