import type { ClusterView, DnsEnding, DnsMeaning, SourceRef } from '../../../sim-core/index.js';
import type { useDnsText } from '../../i18n/dns-text.js';

export type Words = ReturnType<typeof useDnsText>;

export function sourceName(source: SourceRef, words: Words): string {
  if (source.kind === 'external') return words.client;
  if (source.kind === 'node') return words.node(source.node);
  return words.pod(source.namespace === 'default' ? source.name : `${source.namespace}/${source.name}`);
}

export const sourceKey = (source: SourceRef): string => JSON.stringify(source);

/** The sentence of a name that was tried. */
export function meaningText(meaning: DnsMeaning, ending: DnsEnding, words: Words): string {
  // The sentence of a code takes the meaning with that code; indexing a union loses this.
  const say = words.meanings[meaning.code] as (meaning: DnsMeaning, ending: DnsEnding) => string;
  return say(meaning, ending);
}

/** A pod of the learner's own asks first, and any other after it. */
export function firstSource(cluster: ClusterView): SourceRef | undefined {
  const pods = cluster.sources.filter((source) => source.kind === 'pod');
  return pods.find((pod) => pod.namespace !== 'kube-system') ?? pods[0] ?? cluster.sources[0];
}

/** `myservice` from its own namespace, `web.shop` from any other. */
export function shortName(namespace: string, name: string, from: SourceRef | undefined): string {
  return from?.kind === 'pod' && from.namespace === namespace ? name : `${name}.${namespace}`;
}
