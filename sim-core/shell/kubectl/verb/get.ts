import { getFlags, getObjects } from '../get.js';
import { warningsFirst } from '../view.js';
import type { Verb } from '../verb.js';

export const get: Verb = {
  name: 'get',
  usage: 'TYPE[,TYPE] [NAME…] | TYPE/NAME…',
  summary: 'Displays one or many resources.',
  flags: getFlags,
  run: ({ sys, flags, namespace, argv }) => {
    const objects = sys.objects();
    const result = getObjects({ objects, now: sys.now() }, flags, namespace);
    const watches = flags.on('watch') || flags.on('watch-only');
    if (!watches || result.exitCode !== 0) return warningsFirst(result);
    const stdout = flags.on('watch-only') ? '' : result.stdout;
    const line = `kubectl get ${argv.join(' ')}`;
    return { ...result, stdout, actions: [{ kind: 'watch', line, since: objects.resourceVersion }] };
  },
};
