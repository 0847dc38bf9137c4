import { describe, expect, it } from 'vitest';
import { writeRule } from '../../netfilter/iptables/write.js';
import { recordedCluster, recordedObjects } from '../../test/recorded-cluster.js';
import { compileDataplane } from '../compile.js';

/** Every rule with an origin, as `field: rule`, of one node of a recorded scenario. */
function origins(scenario: string, node: string): readonly string[] {
  const { nodes, config } = recordedCluster(scenario);
  const found = nodes.find((one) => one.name === node);
  if (found === undefined) return [];
  const { dataplane } = compileDataplane(recordedObjects(scenario, 'truth'), found, config);
  return [...dataplane.iptables.values()].flatMap(({ tables }) =>
    tables.flatMap(({ chains }) =>
      [...chains.values()].flatMap(({ name, rules }) =>
        rules.flatMap((rule) => (rule.origin ? [`${rule.origin.field}: ${writeRule(name, rule)}`] : [])),
      ),
    ),
  );
}

describe('the field a rule comes from', () => {
  it.each([
    ['12-loadbalancer-source-ranges', 'node1', /^spec\.ports\[0\]\.port: -A KUBE-SERVICES -d 10\.96\.71\.1/],
    [
      '12-loadbalancer-source-ranges',
      'node1',
      /^spec\.ports\[0\]\.targetPort: .* --to-destination 10\.244\.1\.11:8080/,
    ],
    [
      '12-loadbalancer-source-ranges',
      'node1',
      /^spec\.ports\[0\]\.nodePort: -A KUBE-NODEPORTS -p tcp .* --dport 30711/,
    ],
    ['12-loadbalancer-source-ranges', 'node1', /^spec\.type: -A KUBE-SERVICES -d 203\.0\.113\.71/],
    ['12-loadbalancer-source-ranges', 'node1', /^spec\.loadBalancerSourceRanges\[1\]: .* -s 192\.168\.10\.0\/28/],
    ['12-loadbalancer-source-ranges', 'node1', /^spec\.loadBalancerSourceRanges: -A KUBE-PROXY-FIREWALL/],
    ['12-loadbalancer-source-ranges', 'node1', /^spec\.selector: -A KUBE-SVC-PFINMTQ5Y2TT4XZK .* -m statistic/],
    ['13-external-ips-dashboard', 'node1', /^spec\.externalIPs\[0\]: -A KUBE-SERVICES/],
    ['22-session-affinity', 'node1', /^spec\.sessionAffinity: -A KUBE-SVC-\w+ .* --rcheck --seconds 60/],
    ['11-loadbalancer-local-healthcheck', 'node3', /^spec\.externalTrafficPolicy: -A KUBE-EXTERNAL-SERVICES .* DROP/],
    ['11-loadbalancer-local-healthcheck', 'node3', /^spec\.healthCheckNodePort: -A KUBE-NODEPORTS .* ACCEPT/],
    ['29-internal-traffic-policy-local', 'node3', /^spec\.internalTrafficPolicy: -A KUBE-SERVICES .* DROP/],
    ['21-zero-endpoints', 'node1', /^spec\.selector: -A KUBE-EXTERNAL-SERVICES .* REJECT/],
  ])('%s %s %s', (scenario, node, expected) => {
    expect(origins(scenario, node)).toContainEqual(expect.stringMatching(expected));
  });
});
