import { describe, expect, it } from 'vitest';
import type { EndpointSlice, KubeObject, Namespace, Service, ServiceSpec } from '../kube/objects.js';
import { ApiTx, emptyApiObjects } from '../kube/store.js';
import type { ApiObjects } from '../kube/store.js';
import { candidateNames, resolve, searchList } from './resolver.js';

const namespace = (name: string): Namespace => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const service = (ns: string, name: string, spec: Partial<ServiceSpec>): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: ns },
  spec: { type: 'ClusterIP', sessionAffinity: 'None', ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }], ...spec },
});
const slice: EndpointSlice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'db-x', namespace: 'prod', labels: { 'kubernetes.io/service-name': 'db' } },
  addressType: 'IPv4',
  ports: [{ name: '', port: 5432, protocol: 'TCP' }],
  endpoints: [
    { addresses: ['10.244.1.5'], hostname: 'db-0', conditions: { ready: true } },
    { addresses: ['10.244.2.5'], conditions: { ready: true } },
    { addresses: ['10.244.3.5'], hostname: 'db-2', conditions: { ready: false } },
  ],
};

function world(...objects: readonly KubeObject[]): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  for (const object of objects) tx.put(object);
  return tx.commit();
}

const objects = world(
  namespace('default'),
  namespace('prod'),
  service('default', 'web', { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10', 'fd00:10:96::a'] }),
  service('prod', 'web', { clusterIP: '10.96.0.20', clusterIPs: ['10.96.0.20'] }),
  service('prod', 'db', { clusterIP: 'None', clusterIPs: ['None'] }),
  service('prod', 'empty', { clusterIP: 'None', clusterIPs: ['None'] }),
  service('prod', 'alias', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }),
  service('prod', 'twice', { type: 'ExternalName', externalName: 'alias.prod.svc.cluster.local' }),
  service('prod', 'loop', { type: 'ExternalName', externalName: 'loop.prod.svc.cluster.local' }),
  service('prod', 'outside', { type: 'ExternalName', externalName: 'db.example.com' }),
  slice,
);

describe('resolver', () => {
  it.each([
    ['default', 'web', 'NOERROR', ['10.96.0.10', 'fd00:10:96::a']],
    ['prod', 'web', 'NOERROR', ['10.96.0.20']],
    ['default', 'web.prod', 'NOERROR', ['10.96.0.20']],
    ['default', 'web.prod.svc', 'NOERROR', ['10.96.0.20']],
    ['default', 'web.prod.svc.cluster.local', 'NOERROR', ['10.96.0.20']],
    ['default', 'WEB.prod.svc.cluster.local.', 'NOERROR', ['10.96.0.20']],
    ['default', 'web.prod.', 'NXDOMAIN', []],
    ['default', 'nope', 'NXDOMAIN', []],
    ['nowhere', 'web', 'NXDOMAIN', []],
    ['prod', 'db', 'NOERROR', ['10.244.1.5', '10.244.2.5']],
    ['prod', 'db-0.db', 'NOERROR', ['10.244.1.5']],
    ['prod', '10-244-2-5.db', 'NOERROR', ['10.244.2.5']],
    ['prod', '10-244-1-5.db', 'NXDOMAIN', []],
    ['prod', 'db-2.db', 'NXDOMAIN', []],
    ['prod', 'empty', 'NXDOMAIN', []],
    ['prod', 'alias', 'NOERROR', ['10.96.0.10', 'fd00:10:96::a']],
    ['prod', 'twice', 'NOERROR', ['10.96.0.10', 'fd00:10:96::a']],
    ['prod', 'loop', 'NOERROR', []],
    ['prod', 'outside', 'NOERROR', []],
    ['default', '10-244-9-9.prod.pod.cluster.local', 'NOERROR', ['10.244.9.9']],
    ['default', '10.1.2.3', 'NOERROR', ['10.1.2.3']],
  ])('in %s, %s is %s %j', (client, name, rcode, addresses) => {
    expect(resolve(objects, name, client, 'cluster.local')).toMatchObject({ rcode, addresses });
  });

  it('names the end of a chain of aliases', () => {
    expect(resolve(objects, 'twice', 'prod', 'cluster.local').cname).toBe('web.default.svc.cluster.local.');
    expect(resolve(objects, 'outside', 'prod', 'cluster.local').cname).toBe('db.example.com.');
  });

  it('asks by the search list, both families, until a name is there', () => {
    const asked = resolve(objects, 'web.prod', 'default', 'cluster.local').queries.map(
      (q) => `${q.question.name} ${q.question.type}`,
    );
    expect(asked).toEqual([
      'web.prod.default.svc.cluster.local. A',
      'web.prod.default.svc.cluster.local. AAAA',
      'web.prod.svc.cluster.local. A',
      'web.prod.svc.cluster.local. AAAA',
    ]);
  });

  it('tries a name with five dots as it is first', () => {
    expect(candidateNames('a.b.c.d.e.f', searchList('ns', 'x.y'))).toEqual([
      'a.b.c.d.e.f.',
      'a.b.c.d.e.f.ns.svc.x.y.',
      'a.b.c.d.e.f.svc.x.y.',
      'a.b.c.d.e.f.x.y.',
    ]);
  });

  it('serves another cluster domain', () => {
    expect(resolve(objects, 'web', 'prod', 'k8s.test').addresses).toEqual(['10.96.0.20']);
  });
});
