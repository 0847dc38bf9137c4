import type { Scenario } from '../scenario.js';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const count = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);
const zones = ['zone-a', 'zone-b', 'zone-c'];

const node = (n: number): string =>
  `  - { name: node${n}, ip: 192.168.10.${n + 10}, podCIDR: 10.244.${n}.0/24, zone: ${zones[n % 3] ?? ''} }`;

/** Twenty pods a Deployment; Services share them, as several doors to one application do. */
const deployment = (n: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${n}
spec:
  replicas: 20
  selector:
    matchLabels:
      app: app-${n}
  template:
    metadata:
      labels:
        app: app-${n}
    spec:
      containers:
        - name: app
          image: ${image}
          ports:
            - containerPort: 8080
`;

const service = (n: number): string => `apiVersion: v1
kind: Service
metadata:
  name: svc-${n}
spec:
  selector:
    app: app-${((n - 1) % 50) + 1}
  ports:
    - port: 80
      targetPort: 8080
`;

export const scenario: Scenario = {
  seed: 1,
  files: {
    'service.yaml': count(600).map(service).join('---\n'),
    'workloads.yaml': count(50).map(deployment).join('---\n'),
    'cluster.yaml': `nodes:\n${count(50).map(node).join('\n')}\n`,
  },
  packet: {
    from: { kind: 'node', node: 'node1' },
    to: { kind: 'clusterIP', namespace: 'default', name: 'svc-7' },
    outcome: 'answered',
    shows: ['matches-cluster-ip', 'dnat'],
  },
};
