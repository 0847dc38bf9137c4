import { describe, expect, it } from 'vitest';
import type { KubeObject, Namespace } from '../kube/objects.js';
import { ApiTx, emptyApiObjects } from '../kube/store.js';
import type { ApiObjects } from '../kube/store.js';
import { manifestObjects } from '../test/control-plane.js';
import { readCases } from '../test/recorded.js';
import { stockCorefile } from './corefile.js';
import type { Corefile } from './corefile.js';
import { queryDns } from './query.js';
import type { DnsQuestion, DnsRecord } from './record.js';

interface Case {
  readonly test: string;
  readonly objects: string;
  readonly zones: readonly string[];
  readonly podMode: Corefile['pods'];
  readonly ignoreEmptyService: boolean;
  readonly exposedNamespaces: 'all' | readonly string[];
  readonly query: DnsQuestion;
  readonly expected: Readonly<Record<'answer' | 'authority' | 'additional', readonly string[]>> & {
    readonly rcode: string;
  };
}

const file = readCases<{ readonly objects: Readonly<Record<string, string>>; readonly cases: readonly Case[] }>(
  'coredns.json',
);

const ABSENT = new Set(['pod-nons', 'nsnoexist', 'svc-nons']);

/** Every namespace that something mentions is there, less those that the cases call absent. */
function objectsOf({ objects, query }: Case): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  const listed: readonly KubeObject[] = manifestObjects(file.objects[objects] ?? '');
  const asked = query.name.toLowerCase().split('.');
  const names = new Set([...listed.flatMap((o) => o.metadata.namespace ?? []), ...asked]);
  for (const name of names) {
    const namespace: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    if (!ABSENT.has(name)) tx.put(namespace);
  }
  for (const object of listed) tx.put(object);
  return tx.commit();
}

/** Serial and times of the SOA are constants of the test suite there, and nobody compares them. */
const line = (text: string): string =>
  /\tSOA\t/.test(text) ? text.replace(/^(\S+)\t\d+\tIN\tSOA\t(\S+ \S+) .*$/, '$1 SOA $2') : text.replaceAll('\t', ' ');
const lines = (records: readonly DnsRecord[]): readonly string[] =>
  records.map((r) => line(`${r.name}\t${r.ttl}\tIN\t${r.type}\t${r.data}`)).sort();

describe('CoreDNS', () => {
  it.each(file.cases.map((c) => [c.test, c.query.name, c.query.type, c] as const))(
    '%s: %s %s',
    (_test, _name, _type, c) => {
      const corefile: Corefile = {
        ...stockCorefile,
        pods: c.podMode,
        ttlSeconds: 5,
        ignoreEmptyService: c.ignoreEmptyService,
        ...(c.exposedNamespaces === 'all' ? {} : { namespaces: c.exposedNamespaces }),
        reverseZones: c.zones.slice(1),
        reverseFallthrough: false,
      };
      const answer = queryDns({ objects: objectsOf(c), clusterDomain: 'cluster.local', corefile }, c.query);
      expect({
        rcode: answer.rcode,
        answer: lines(answer.answer),
        authority: lines(answer.authority),
        additional: lines(answer.additional),
      }).toEqual({
        rcode: c.expected.rcode,
        answer: c.expected.answer.map(line).sort(),
        authority: c.expected.authority.map(line).sort(),
        additional: c.expected.additional.map(line).sort(),
      });
    },
  );
});
