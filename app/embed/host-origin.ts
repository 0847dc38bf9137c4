import { pageParameters } from '../state/page-parameters.js';

/**
 * The origin of the page around this one: as the address names it, else as the browser tells it.
 * Without either nothing is heard, and only what holds nothing of the learner's is said.
 */
export function hostOrigin(): string | undefined {
  if (pageParameters.origin !== undefined) return pageParameters.origin;
  try {
    return document.referrer === '' ? undefined : new URL(document.referrer).origin;
  } catch {
    return undefined;
  }
}
