import { describe, expect, it } from 'vitest';
import { Terminal } from '../../test/terminal.js';

/** Lines one after the other at one prompt; what the last of them prints. */
function last(...lines: readonly string[]): string {
  const terminal = new Terminal();
  return lines.map((line) => terminal.run(line)).at(-1) ?? '';
}

const deployment = 'kubectl create deployment web --image=nginx --replicas=2 --port=80';
const service = 'kubectl create service clusterip web --tcp=80:8080';

describe('verbs that change objects', () => {
  it.each<readonly [lines: readonly string[], printed: string]>([
    [[deployment], 'deployment.apps/web created\n'],
    [[deployment, deployment], 'error: failed to create deployment: deployments.apps "web" already exists\n'],
    [[deployment, 'kubectl expose deployment web'], 'service/web exposed\n'],
    [['kubectl expose deployment web'], 'Error from server (NotFound): deployments.apps "web" not found\n'],
    [[service, 'kubectl label svc web app=x'], "error: 'app' already has a value (web), and --overwrite is false\n"],
    [[service, 'kubectl label svc web app=x --overwrite'], 'service/web labeled\n'],
    [[service, 'kubectl label svc web app-'], 'service/web unlabeled\n'],
    [[service, 'kubectl annotate svc web a=b'], 'service/web annotated\n'],
    [[service, 'kubectl delete svc/web'], 'service "web" deleted from default namespace\n'],
    [['kubectl delete svc web --ignore-not-found'], ''],
    [['kubectl get svc web -o yaml'], 'Error from server (NotFound): services "web" not found\n'],
    [['kubectl delete svc web'], 'Error from server (NotFound): services "web" not found\n'],
    [[deployment, 'kubectl scale deploy/web --replicas=3'], 'deployment.apps/web scaled\n'],
    [
      [deployment, 'kubectl scale deploy/web --replicas=3', 'kubectl get deploy web -o jsonpath={.status.replicas}'],
      '3',
    ],
    [[deployment, 'kubectl rollout status deploy/web'], 'deployment "web" successfully rolled out\n'],
    [[deployment, 'kubectl rollout restart deploy/web'], 'deployment.apps/web restarted\n'],
    [[deployment, 'kubectl set image deploy/web nginx=nginx:1.25'], 'deployment.apps/web image updated\n'],
    [[deployment, 'kubectl set image deploy/web other=x'], 'error: unable to find container named "other"\n'],
    [[service, `kubectl patch svc web -p '{"spec":{"type":"NodePort"}}'`], 'service/web patched\n'],
    [['kubectl apply'], 'error: must specify one of -f and -k\n'],
    [['kubectl apply -f nosuch.yaml'], 'error: the path "nosuch.yaml" does not exist\n'],
    [['kubectl run t --image=busybox'], 'pod/t created\n'],
    [['kubectl run t --image=busybox', 'kubectl exec t -- hostname'], 't\n'],
    [
      ['kubectl run t --image=busybox', 'kubectl exec t'],
      'error: you must specify at least one command for the container\n',
    ],
    [['kubectl create ns prod', 'kubectl -n prod get svc'], 'No resources found in prod namespace.\n'],
    [
      [
        deployment,
        'kubectl delete deploy web --cascade=orphan',
        'kubectl get rs -o jsonpath={.items[*].spec.replicas}',
      ],
      '2',
    ],
    [
      ['kubectl run t --image=busybox', 'kubectl delete pod t --grace-period=5 --force'],
      'error: --force and --grace-period greater than 0 cannot be specified together\n',
    ],
    [
      [deployment, 'kubectl delete deploy web --cascade=maybe'],
      'error: invalid cascade value (maybe). Must be "background", "foreground", or "orphan"\n',
    ],
    [
      [service, 'kubectl patch svc web -p xx'],
      'Error from server (BadRequest): json: cannot unmarshal string into Go value of type map[string]interface {}\n',
    ],
    [
      [service, `kubectl patch svc web --type=json -p '{"op":"remove"}'`],
      'Error from server (BadRequest): json: cannot unmarshal object into Go value of type jsonpatch.Patch\n',
    ],
    [['kubectl cordon node1'], 'node/node1 cordoned\n'],
  ])('%j', (lines, printed) => {
    expect(last(...lines)).toBe(printed);
  });

  it('takes a rollout back', () => {
    const image = "kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[*].image}'";
    const set = 'kubectl set image deploy/web nginx=nginx:1.25';
    expect(last(deployment, set, image)).toBe('nginx:1.25');
    expect(last(deployment, set, 'kubectl rollout undo deploy/web', image)).toBe('nginx');
  });

  it('prints what it would make', () => {
    expect(last(`${service} --dry-run=client -o yaml`)).toContain('  - name: 80-8080\n    port: 80\n');
    expect(last(`${service} --dry-run=server`)).toBe('service/web created (server dry run)\n');
    expect(last(`${service} --dry-run=client`, 'kubectl get svc web')).toContain('not found');
  });
});

describe('kubectl get', () => {
  it.each([
    ['-o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.spec.podCIDR}{"\\n"}{end}\'', 'node1\t10.244.1.0/24\n'],
    [`-o jsonpath='{.items[?(@.metadata.name=="node2")].spec.podCIDR}'`, '10.244.2.0/24'],
    ["-o jsonpath='{.items[-1:].metadata.name}'", 'node3'],
    ["-o jsonpath='{.items[*].metadata.labels.kubernetes\\.io/hostname}'", 'node1 node2 node3'],
    ["-o go-template='{{range .items}}{{.metadata.name}},{{end}}'", 'node1,node2,node3,'],
    ['-o custom-columns=N:.metadata.name,C:.spec.podCIDR --no-headers', 'node1   10.244.1.0/24\n'],
    ['--field-selector metadata.name=node2 -o name', 'node/node2\n'],
    ['--sort-by=.spec.podCIDR -L kubernetes.io/hostname', 'HOSTNAME\n'],
    ['-o nosuch', 'error: unable to match a printer suitable for the output format "nosuch"'],
    ["-o jsonpath='{.items'", 'error: error parsing jsonpath {.items, unclosed action\n'],
  ])('nodes %s', (flags, printed) => {
    expect(last(`kubectl get nodes ${flags}`)).toContain(printed);
  });

  it('shows only rows that changed to one who watches', () => {
    const terminal = new Terminal();
    const watching = terminal.dispatch('kubectl get svc -w').shell?.actions?.find(({ kind }) => kind === 'watch');
    if (watching?.kind !== 'watch') throw new Error('nothing is watched');
    terminal.run(service);
    const { stdout } = terminal.simulation.query({ ...watching, place: terminal.place });
    expect(stdout).toMatch(/^web +ClusterIP/);
    expect(stdout).not.toContain('kubernetes');
  });
});

describe('kubectl describe', () => {
  const rows = (text: string): readonly string[] =>
    text.split('\n').map((row) => row.replaceAll(/ {2,}/g, '  ').trimEnd());

  it('a Deployment', () => {
    expect(rows(last(deployment, 'kubectl describe deploy web'))).toEqual(
      expect.arrayContaining([
        'Replicas:  2 desired | 2 updated | 2 total | 2 available | 0 unavailable',
        'RollingUpdateStrategy:  25% max unavailable, 25% max surge',
        '   nginx:'.replace('   ', '  '),
        '  Available  True  MinimumReplicasAvailable',
        'OldReplicaSets:  <none>',
      ]),
    );
  });

  it('pods by a part of their name, two lines apart', () => {
    const text = last(deployment, 'kubectl describe pod web-');
    expect(text.split('\n\n\nName: ')).toHaveLength(2);
    expect(text).toContain('Tolerations:                  node.kubernetes.io/not-ready:NoExecute op=Exists for 300s\n');
  });

  it('says what is not there', () => {
    expect(last('kubectl describe svc web')).toBe('Error from server (NotFound): services "web" not found\n');
    expect(last('kubectl describe pods')).toBe('No resources found in default namespace.\n');
  });
});

it.each([
  ['kubectl frobnicate', 'error: unknown command "frobnicate" for "kubectl"\n\nSupported here: create'],
  ['kubectl descibe pods', 'Did you mean this?\n\tdescribe\n'],
  ['kubectl get pods --wat', "error: unknown flag: --wat\nSee 'kubectl get --help' for usage.\nSupported here: -o"],
  ['kubectl explain svc.spec.ports', 'FIELD: ports <[]ServicePort>\n'],
  ['kubectl explain svc.spec.nosuch', 'error: field "nosuch" does not exist\n'],
  ['kubectl explain deploy', 'GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n'],
  ['kubectl events', 'No resources found in default namespace.\n'],
  ['kubectl port-forward svc/web 80', 'error: port-forward is not modelled'],
])('%s', (line, printed) => {
  expect(last(line)).toContain(printed);
});
