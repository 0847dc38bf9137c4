import { getFlags, getObjects } from '../get.js';
import { warningsFirst } from '../view.js';
import type { Verb } from '../verb.js';

/** @see k8s.io/kubectl/pkg/cmd/events/events.go (v1.34) */
export const events: Verb = {
  name: 'events',
  usage: '',
  summary: 'Lists what happened, oldest first.',
  flags: getFlags,
  run: ({ sys, flags, namespace }) =>
    warningsFirst(
      getObjects(
        { objects: sys.objects(), now: sys.now() },
        { ...flags, words: ['events'], value: (name) => (name === 'sort-by' ? '.lastTimestamp' : flags.value(name)) },
        namespace,
      ),
    ),
};
