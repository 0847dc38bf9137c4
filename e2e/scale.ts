import { deflateRawSync } from 'node:zlib';

/** How large a cluster is to be. */
export interface Scale {
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly services: number;
}

/** The cluster of the sixty-frames promise: 1,000 Pods. */
export const thousandPods: Scale = { nodes: 50, podsPerNode: 20, services: 60 };

const zones = ['zone-a', 'zone-b', 'zone-c'];
const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

const workload = (name: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - { name: app, image: "${image}", ports: [{ containerPort: 8080 }] }
`;

const service = (name: string, app: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: { app: ${app} }
  ports: [{ port: 80, targetPort: 8080 }]
`;

/** Of the Deployment that the Service `web` stands for. */
const webPods = 24;
const podsPerWorkload = 40;

/** A link to a cluster of any size: the fragment of an address of the Lab. */
export function scaleLink({ nodes, podsPerNode, services }: Scale): string {
  const pods = nodes * podsPerNode;
  const web = Math.min(webPods, pods);
  const others = Math.ceil((pods - web) / podsPerWorkload);
  const sizes = Array.from({ length: others }, (_, i) => Math.min(podsPerWorkload, pods - web - i * podsPerWorkload));
  const workloads = [workload('web', web), ...sizes.map((size, i) => workload(`app-${i + 1}`, size))];
  const doors = Array.from({ length: services }, (_, i) =>
    i === 0 ? service('web', 'web') : service(`svc-${i}`, `app-${1 + (i % Math.max(1, others))}`),
  );
  const files = [
    { name: 'service.yaml', text: doors.join('---\n') },
    { name: 'workloads.yaml', text: workloads.join('---\n') },
  ];
  const digits = String(nodes).length;
  const lab = {
    seed: 7,
    config: {
      nodes: Array.from({ length: nodes }, (_, i) => ({
        name: `n-${String(i + 1).padStart(digits, '0')}`,
        ip: `192.168.${10 + Math.floor(i / 200)}.${11 + (i % 200)}`,
        podCIDR: `10.244.${i + 1}.0/24`,
        zone: zones[Math.floor((i * zones.length) / nodes)] ?? '',
      })),
    },
    active: 'service.yaml',
    files,
    log: [...files.map(({ name, text }) => ({ type: 'apply', manifest: text, file: name })), { type: 'settle' }],
    view: 'map',
  };
  const data = deflateRawSync(JSON.stringify(lab)).toString('base64url');
  return `#v1.${data.length.toString(36)}.${data}`;
}
