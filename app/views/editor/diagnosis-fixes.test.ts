import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../../sim-core/index.js';
import { diagnosisFixes } from './diagnosis-fixes.js';

const pod = `
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {app: shop}}
spec:
  containers:
    - {name: c, image: i, ports: [{name: http, containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
`;

/** Every fix that is offered, tried: what is still to be found then. */
function mended(spec: string, cloud = true) {
  const text = pod + spec;
  const simulation = createSimulation({ seed: 1, config: { cloud } });
  const look = (manifest: string) => {
    expect(simulation.dispatch({ type: 'apply', manifest, file: 'a.yaml' }).problems).toEqual([]);
    simulation.dispatch({ type: 'settle' });
    return simulation.query({ kind: 'diagnoses', files: { 'a.yaml': manifest } });
  };
  const fixes = look(text).flatMap((one) => diagnosisFixes(one, text));
  return fixes.map(({ what, text: fixed }) => [what, look(fixed).map(({ finding }) => finding.code)]);
}

describe('ways out of what will disappoint', () => {
  it.each([
    ['  selector:\n    app: shopp\n  ports:\n    - port: 8080\n', 'app: shop'],
    ['  selector: {app: "shopp"}\n  ports:\n    - port: 8080\n', 'app: shop'],
    ['  selector:\n    app: shop\n  ports:\n    - port: 80\n      targetPort: web\n', 'http'],
    ['  selector:\n    app: shop\n  ports:\n    - port: 80\n      targetPort: 80\n', '8080'],
    ['  selector:\n    app: shop\n  ports:\n    - port: 80\n', 'targetPort: 8080'],
    ['  selector:\n    app: shop\n  ports:\n    - name: x\n      port: 80\n', 'targetPort: 8080'],
    ['  clusterIP: None\n  selector:\n    app: shop\n  ports:\n    - port: 80\n      targetPort: 8080\n', '8080'],
    [
      '  type: NodePort\n  externalTrafficPolicy: Local\n  selector:\n    app: shop\n  ports:\n    - port: 8080\n',
      'Cluster',
    ],
    ['  internalTrafficPolicy: Local\n  selector:\n    app: shop\n  ports:\n    - port: 8080\n', 'Cluster'],
  ])('mends %j with %s', (spec, what) => {
    expect(mended(spec)).toEqual([[what, []]]);
  });

  it('takes a node port where no cloud gives addresses', () => {
    expect(mended('  type: LoadBalancer\n  selector:\n    app: shop\n  ports:\n    - port: 8080\n', false)).toEqual([
      ['NodePort', []],
    ]);
  });

  it('offers nothing where it can only guess', () => {
    expect(mended('  selector:\n    tier: back\n  ports:\n    - port: 8080\n')).toEqual([]);
    expect(mended('  ports:\n    - port: 8080\n')).toEqual([]);
  });
});
