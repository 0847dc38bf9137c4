import { describeFlags, describeObjects } from '../describe/describe.js';
import { warningsFirst } from '../view.js';
import type { Verb } from '../verb.js';

export const describe: Verb = {
  name: 'describe',
  usage: 'TYPE [NAME_PREFIX…] | TYPE/NAME…',
  summary: 'Shows details of resources and what happened to them.',
  flags: describeFlags,
  run: ({ sys, flags, namespace }) =>
    warningsFirst(describeObjects({ objects: sys.objects(), now: sys.now() }, flags, namespace)),
};
