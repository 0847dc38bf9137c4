/** What the allocator says of families, in the words of pkg/registry/core/service/storage/alloc.go (v1.34). */
import { expect, it } from 'vitest';
import { createPrng, Prng } from '../../base/prng.js';
import { applyManifests } from '../apply.js';
import { bootstrapObjects } from '../bootstrap.js';
import { defaultApiServerConfig } from '../state.js';

const serviceCIDRs = ['10.96.0.0/16', 'fd00:10:96::/112'];

/** What applying specs of one Service after the other prints at last, in a cluster of both families. */
function lastWords(...specs: readonly string[]): string {
  const context = { config: { ...defaultApiServerConfig, serviceCIDRs }, prng: new Prng(createPrng(1)), now: 0 };
  const apiServer = { ip: '192.168.10.2', port: 6443 };
  let objects = bootstrapObjects({ nodes: [], serviceCIDRs, apiServer, clusterDomain: 'cluster.local' });
  let words = '';
  for (const spec of specs) {
    const manifest = `{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 80}], ${spec}}}`;
    const outcome = applyManifests(objects, manifest, context, { filename: 'f.yaml' });
    ({ objects } = outcome);
    words = outcome.stdout + outcome.stderr;
  }
  return words;
}

const dual = 'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]';
const addresses = 'clusterIP: 10.96.0.5, clusterIPs: [10.96.0.5, "fd00:10:96::5"]';
const refused = (error: string): string => `The Service "x" is invalid: ${error}\n`;

it.each<readonly [name: string, specs: readonly string[], words: string]>([
  [
    'two families for one stack',
    ['ipFamilyPolicy: SingleStack, ipFamilies: [IPv4, IPv6]'],
    refused(
      `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
    ),
  ],
  [
    'a family given back without the policy',
    [dual, 'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4]'],
    refused(
      `spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary IP family`,
    ),
  ],
  [
    'families in another order',
    [`${dual}, ${addresses}`, `ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4], ${addresses}`],
    refused(
      [
        '',
        '* spec.clusterIPs[0]: Invalid value: "10.96.0.5": expected an IPv6 value as indicated by `ipFamilies[0]`',
        '* spec.clusterIPs[1]: Invalid value: "fd00:10:96::5": expected an IPv4 value as indicated by `ipFamilies[1]`',
      ].join('\n'),
    ),
  ],
  ['the second family goes with the policy', [dual, 'ipFamilyPolicy: SingleStack'], 'service/x configured\n'],
])('%s', (_name, specs, words) => {
  expect(lastWords(...specs)).toBe(words);
});
