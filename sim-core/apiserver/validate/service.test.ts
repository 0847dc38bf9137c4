/** Services that no recording holds, in the words of pkg/apis/core/validation/validation.go (v1.34). */
import { describe, expect, it } from 'vitest';
import type { Service } from '../../kube/objects.js';
import { errorText } from './field-error.js';
import { defaultServiceRules, validateService, validateServiceUpdate } from './service.js';

const valid: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'valid', namespace: 'valid' },
  spec: {
    ports: [{ name: 'p', protocol: 'TCP', port: 8675, targetPort: 8675 }],
    selector: { key: 'val' },
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
  },
};

const withSpec = (spec: Partial<Service['spec']>): Service => ({ ...valid, spec: { ...valid.spec, ...spec } });
const dual = { ipFamilyPolicy: 'RequireDualStack' } as const;

const rows: readonly (readonly [name: string, service: Service, errors: readonly string[]])[] = [
  [
    'addresses without the first of them',
    withSpec({ clusterIPs: ['10.0.0.1'] }),
    ['spec.clusterIPs: Invalid value: ["10.0.0.1"]: must be empty when `clusterIP` is not specified'],
  ],
  [
    'an empty first address',
    withSpec({ ...dual, clusterIP: '', clusterIPs: ['', '2001::1'] }),
    [
      'spec.clusterIPs: Invalid value: ["","2001::1"]: must be empty when `clusterIP` is not specified',
      'spec.clusterIPs[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
  ],
  [
    'three addresses of both families',
    withSpec({ ...dual, clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '2001::1', '10.0.0.10'] }),
    ['spec.clusterIPs: Invalid value: ["10.0.0.1","2001::1","10.0.0.10"]: may only hold up to 2 values'],
  ],
  [
    'three addresses of one family',
    withSpec({ ...dual, clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }),
    [
      'spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2","10.0.0.3"]: may only hold up to 2 values',
      'spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2","10.0.0.3"]: may specify no more than one IP for each IP family',
    ],
  ],
  [
    'the first address comes before the families',
    withSpec({ clusterIP: '10.0.0.10', clusterIPs: ['10.0.0.1'], ipFamilies: ['IPv4', 'IPv4'] }),
    [
      'spec.clusterIPs: Invalid value: ["10.0.0.1"]: first value must match `clusterIP`',
      'spec.ipFamilies[1]: Duplicate value: "IPv4"',
    ],
  ],
];

describe('validateService', () => {
  it.each(rows)('%s', (_name, service, errors) => {
    expect(validateService(service).map(errorText)).toEqual(errors);
  });

  it('a list that is not there is null', () => {
    const old = withSpec({ clusterIP: '1.2.3.4', clusterIPs: ['1.2.3.4'] });
    expect(validateServiceUpdate(valid, old).map(errorText)).toEqual([
      'spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset',
    ]);
  });

  it.each([
    [false, 1],
    [true, 0],
  ])('a name that begins with a digit, relaxed: %s', (relaxedNames, count) => {
    const service = { ...valid, metadata: { ...valid.metadata, name: '1-web' } };
    expect(validateService(service, { ...defaultServiceRules, relaxedNames })).toHaveLength(count);
  });
});
