import { describe, expect, it } from 'vitest';
import { createSimulation, readClusterFile } from '../../../sim-core/index.js';
import { nearest } from './nearest.js';
import { quickFixes } from './quick-fixes.js';

const head = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n';

/** What the server has against a text, and the ways out. */
function fixesOf(text: string, before?: string) {
  const simulation = createSimulation({ seed: 1 });
  if (before !== undefined) simulation.dispatch({ type: 'apply', manifest: before, file: 'a.yaml' });
  const { problems } = simulation.dispatch({ type: 'apply', manifest: text, file: 'a.yaml' });
  const fixes = problems[0] === undefined ? [] : quickFixes(problems[0], text);
  const left = fixes.map((fix) => {
    const again = createSimulation({ seed: 1 });
    if (before !== undefined) again.dispatch({ type: 'apply', manifest: before, file: 'a.yaml' });
    return again.dispatch({ type: 'apply', manifest: fix.text, file: 'a.yaml' }).problems.length;
  });
  return { fixes: fixes.map(({ kind, what }) => `${kind} ${what}`), left };
}

describe('quick fixes', () => {
  it.each([
    ['type: NodePort\n  ports:\n    - port: 80\n      nodePort: 80', ['remove nodePort', 'replace 30080']],
    ['type: NodePrt\n  ports:\n    - port: 80', ['replace NodePort']],
    ['ports:\n    - port: 80\n      targetport: 8080', ['replace targetPort']],
    ['selektor:\n    app: web\n  ports:\n    - port: 80', ['replace selector']],
    ['ports:\n    - port: "80"', ['replace 80']],
    ['ports:\n    - port: 80\n      targetPort: "8080"', ['replace 8080']],
    ['selector:\n    app: true\n  ports:\n    - port: 80', ['replace "true"']],
    ['ports:\n    - targetPort: 8080\n      protocol: TCP', ['insert port: 8080']],
    ['ports:\n    - port: 80\n      protocol: tcp', ['replace TCP']],
    ['clusterIP: 10.96.0.1\n  ports:\n    - port: 80', ['remove clusterIP']],
    ['ports:\n\t- port: 80', ['tabs ']],
  ])('%j: %j, and then it is accepted', (spec, expected) => {
    const { fixes, left } = fixesOf(`${head}  ${spec}\n`);
    expect(fixes).toEqual(expected);
    expect(left.every((count) => count === 0)).toBe(true);
  });

  it('names ports one after the other', () => {
    const { fixes, left } = fixesOf(`${head}  ports:\n    - port: 80\n    - port: 443\n`);
    expect([fixes, left]).toEqual([['insert name: port-80'], [1]]);
  });

  it('keeps the address that an object has', () => {
    const text = (ip: string) => `${head}  clusterIP: ${ip}\n  ports:\n    - port: 80\n`;
    expect(fixesOf(text('10.96.5.6'), text('10.96.5.5'))).toEqual({ fixes: ['remove clusterIP'], left: [0] });
  });

  it.each([
    ['apiVersion: v1\nkind: Servce\nmetadata: {name: a}\n', ['replace Service']],
    ['apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n', ['replace apps/v1']],
    ['apiVersion: v1\nkind: Xyzzy\nmetadata: {name: a}\n', []],
  ])('%j: %j', (text, expected) => expect(fixesOf(text).fixes).toEqual(expected));

  it.each([
    ['kubeProxy:\n  masquradeAll: true\n', 'masqueradeAll'],
    ['nodes:\n  - name: a\n    podCidr: 10.244.7.0/24\n', 'podCIDR'],
    ['mode: iptable\n', 'iptables'],
    ['nodes:\n  - name: a\n    os: Linux\n', 'linux'],
    ['favourite: red\n', 'favourite'],
  ])('mends %j of cluster.yaml with %s', (text, what) => {
    const [problem] = readClusterFile(text).problems;
    const fixes = problem === undefined ? [] : quickFixes(problem, text);
    expect(fixes.map((fix) => fix.what)).toEqual([what]);
    expect(fixes.flatMap((fix) => readClusterFile(fix.text).problems)).toEqual([]);
  });

  it.each([
    ['targetport', ['port', 'targetPort', 'nodePort'], 'targetPort'],
    ['xyz', ['port', 'name'], undefined],
    ['app', ['app.kubernetes.io/name', 'ap'], 'ap'],
  ])('%s among %j is %s', (word, all, meant) => expect(nearest(word, all)).toBe(meant));
});
