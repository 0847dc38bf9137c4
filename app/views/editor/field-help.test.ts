import { describe, expect, it } from 'vitest';
import { completions, fieldHelp } from './field-help.js';
import { clusterVocabulary, yamlPlace } from './schema-place.js';

const text = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  ports:
    - port: 80
      targetPort: 8080
      
  selector:
    app: web
---
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
      - name: web
        ports:
        - containerPort: 8080
`;

describe('the place in a YAML text', () => {
  it.each([
    [1, 4, 'Service', '', 'apiVersion', 'name'],
    [6, 5, 'Service', 'spec', 'type', 'name'],
    [6, 10, 'Service', 'spec', 'type', 'value'],
    [8, 8, 'Service', 'spec.ports', 'port', 'name'],
    [9, 10, 'Service', 'spec.ports', 'targetPort', 'name'],
    [10, 7, 'Service', 'spec.ports', '', 'name'],
    [12, 6, 'Service', 'spec.selector', 'app', 'name'],
    [20, 10, 'Deployment', 'spec.template.spec.containers', 'name', 'name'],
    [22, 12, 'Deployment', 'spec.template.spec.containers.ports', 'containerPort', 'name'],
  ])('line %i, column %i: %s %s %s, its %s', (line, column, kind, path, name, at) => {
    const place = yamlPlace(text, line, column);
    expect([place.kind, place.path.join('.'), place.name, place.at]).toEqual([kind, path, name, at]);
  });

  it('offers what a port lacks', () => {
    const labels = completions(yamlPlace(text, 10, 7)).map(({ label }) => label);
    expect(labels).toEqual(['name', 'protocol', 'appProtocol', 'nodePort']);
  });

  it('offers the values of a field, and kinds', () => {
    expect(completions(yamlPlace(text, 6, 10)).map(({ label }) => label)).toContain('LoadBalancer');
    expect(completions(yamlPlace('kind: ', 1, 7)).map(({ label }) => label)).toContain('EndpointSlice');
  });

  it.each(['en', 'zh-CN'] as const)('says what a field is for (%s)', (language) => {
    const help = fieldHelp(yamlPlace(text, 9, 10), language);
    expect(help?.title).toBe('spec.ports.targetPort: integer or string');
    expect(help?.text).not.toBe('');
    expect(fieldHelp(yamlPlace(text, 22, 12), language)?.text).not.toBe('');
    expect(fieldHelp(yamlPlace('x: y', 1, 1), language)).toBeUndefined();
  });
});

describe('cluster.yaml', () => {
  const cluster = [
    'mode: ipvs',
    'nodes:',
    '  - name: node1',
    '    os: windows',
    '    ',
    '    missingModules:',
    '      - i',
    'kubeProxy:',
    '  detectLocalMode: NodeCIDR',
    '  ipvs:',
    '    scheduler: ',
    '',
  ].join('\n');
  const at = (line: number, column: number) =>
    completions(yamlPlace(cluster, line, column), clusterVocabulary).map(({ insert }) => insert);

  it.each([
    [1, 7, ['iptables', 'ipvs', 'nftables', 'userspace', 'kernelspace']],
    [4, 9, ['linux', 'windows']],
    [5, 5, ['ip: ', 'ip6: ', 'extraIPs:', 'podCIDR: ', 'podCIDR6: ', 'zone: ', 'proxyMode: ']],
    [7, 9, ['ip_vs', 'ip_vs_rr']],
    [9, 20, ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix', 'None']],
    [10, 4, ['masqueradeAll: ', 'nodePortAddresses:', 'localhostNodePorts: ', 'detectLocal:']],
    [11, 16, ['rr', 'wrr', 'lc']],
    [12, 1, ['seed: ', 'serviceCIDRs:', 'dualStack: ', 'ipMasq: ', 'cloud: ']],
  ])('offers at line %i, column %i what its reader knows', (line, column, some) => {
    expect(at(line, column)).toEqual(expect.arrayContaining(some));
  });

  it('does not offer fields that are there', () => {
    expect(at(5, 5)).not.toContain('os: ');
    expect(at(12, 1)).not.toContain('mode: ');
  });

  it('explains every setting in both languages', () => {
    const said = new Set<string>();
    const explain = (path: readonly string[]): void => {
      for (const [name, { schema }] of Object.entries(clusterVocabulary.struct(path)?.fields ?? {})) {
        const place = { kind: undefined, path, name, at: 'name', siblings: [] } as const;
        for (const language of ['en', 'zh-CN'] as const) {
          const help = fieldHelp(place, language, clusterVocabulary);
          expect(help?.text, `${name} in ${language}`).toMatch(/.{8}/);
        }
        said.add([...path, name].join('.'));
        if (schema.is === 'struct' || schema.is === 'list') explain([...path, name]);
      }
    };
    explain([]);
    expect(said.size).toBeGreaterThan(28);
  });
});
