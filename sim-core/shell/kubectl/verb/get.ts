import { getFlags, getObjects } from '../get.js';
import type { Verb } from '../verb.js';

export const get: Verb = {
  name: 'get',
  usage: 'TYPE[,TYPE] [NAME…] | TYPE/NAME… | -f FILE',
  summary: 'Displays one or many resources.',
  flags: getFlags,
  run: ({ sys, flags }) => getObjects({ objects: sys.objects(), now: sys.now() }, flags),
};
