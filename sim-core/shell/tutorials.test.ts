import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Terminal, inPod, onNode } from '../test/terminal.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/tutorials/${name}`, import.meta.url), 'utf8');

const chart = ['xdb/Chart.yaml', 'xdb/values.yaml', 'xdb/templates/_helpers.tpl', 'xdb/templates/services.yaml'];

/** A terminal whose learner has these files. */
function terminalWith(files: readonly string[]): Terminal {
  const terminal = new Terminal();
  for (const file of files) terminal.files[file] = fixture(file);
  return terminal;
}

/** Every name of a demoapp pod becomes its number: suffixes are random. */
const podNames = (terminal: Terminal): readonly string[] =>
  terminal
    .run('kubectl get pods -l app=demoapp -o name')
    .trim()
    .split('\n')
    .map((line) => line.replace('pod/', ''));

describe('what tutorials paste', () => {
  it('makes a Service from a file', () => {
    const terminal = terminalWith(['service-demo.yaml']);
    expect(terminal.run('kubectl create -f service-demo.yaml')).toBe('service/myservice created\n');
    const [header, kubernetes, own] = terminal.run('kubectl get svc').split('\n');
    expect(header).toMatch(/^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE$/);
    expect(kubernetes).toMatch(/^kubernetes +ClusterIP +10\.96\.0\.1 +<none> +443\/TCP +/);
    expect(own).toMatch(/^myservice +NodePort +10\.96\.\d+\.\d+ +<none> +80:3[0-2]\d{3}\/TCP +/);
  });

  it('substitutes variables and applies', () => {
    const terminal = terminalWith(['service-tmp.yaml']);
    terminal.run('kubectl create namespace england-10-200-66-1-24');
    const printed = terminal.run(
      [
        'NAMESPACE="england-10-200-66-1-24" \\',
        'NAME="client" \\',
        'SELECT_KEY="run" \\',
        'SELECT_VALUE="client" \\',
        'TARGET_PORT=19001 \\',
        'EXTERNAL_PORT=32222 \\',
        'envsubst < service-tmp.yaml | kubectl apply -f -',
      ].join('\n'),
    );
    expect(printed).toBe('service/client created\n');
    expect(terminal.run('kubectl get svc -n england-10-200-66-1-24 | tail -1')).toMatch(/ 19001:32222\/TCP /);
    expect(terminal.run('echo "[$NAME]"')).toBe('[]\n');
  });

  it('refuses the template as it stands', () => {
    const printed = terminalWith(['service-tmp.yaml']).run('kubectl apply -f service-tmp.yaml');
    expect(printed).toContain('error');
  });

  it('renders a chart with leader, follower and headless Services', () => {
    const terminal = terminalWith(chart);
    expect(terminal.run('helm template demo xdb | kubectl apply -f -')).toBe(
      ['demo-xdb', 'demo-xdb-leader', 'demo-xdb-follower'].map((name) => `service/${name} created\n`).join(''),
    );
    expect(terminal.run("kubectl get svc | awk '{print $1, $2, $3, $5}' | grep demo")).toMatch(
      /^demo-xdb ClusterIP None 3306\/TCP,8500\/TCP\ndemo-xdb-follower ClusterIP 10\.96\.33\.6 3306\/TCP\ndemo-xdb-leader NodePort \S+ 3306:30306\/TCP\n$/,
    );
  });

  it('leaves the follower out of a chart of one', () => {
    const terminal = terminalWith(chart);
    expect(terminal.run('helm template demo xdb --set replicaCount=1 | grep "^  name:"')).toBe(
      '  name: demo-xdb\n  name: demo-xdb-leader\n',
    );
  });

  it('shows variables of Services in a container that started after them', () => {
    const terminal = terminalWith(['webapp.yaml']);
    terminal.run('kubectl apply -f webapp.yaml');
    const [name = ''] = terminal.run('kubectl get pods -l app=webapp -o name').trim().split('\n');
    const pod = name.replace('pod/', '');
    const printed = terminal.run('env |grep -i webapp', inPod(pod)).trim().split('\n').sort();
    expect(printed).toEqual(
      [
        `HOSTNAME=${pod}`,
        'WEBAPP_PORT=tcp://10.96.182.209:8080',
        'WEBAPP_PORT_8080_TCP=tcp://10.96.182.209:8080',
        'WEBAPP_PORT_8080_TCP_ADDR=10.96.182.209',
        'WEBAPP_PORT_8080_TCP_PORT=8080',
        'WEBAPP_PORT_8080_TCP_PROTO=tcp',
        'WEBAPP_SERVICE_HOST=10.96.182.209',
        'WEBAPP_SERVICE_PORT=8080',
        'WEBAPP_SERVICE_PORT_HTTP=8080',
      ].sort(),
    );
    expect(terminal.run('nslookup -q=srv _http._tcp.webapp.default.svc.cluster.local', inPod(pod))).toBe(
      [
        'Server:\t\t10.96.0.10',
        'Address:\t10.96.0.10#53',
        '',
        '_http._tcp.webapp.default.svc.cluster.local\tservice = 0 100 8080 webapp.default.svc.cluster.local.',
        '',
        '',
      ].join('\n'),
    );
  });

  it('resolves and reaches a Service from a pod by kubectl exec', () => {
    const terminal = terminalWith(['demoapp.yaml']);
    terminal.run('kubectl apply -f demoapp.yaml');
    const [pod = ''] = podNames(terminal);
    expect(terminal.run(`kubectl exec ${pod} -- nslookup demoapp-svc.default.svc.cluster.local`)).toBe(
      [
        'Server:\t\t10.96.0.10',
        'Address:\t10.96.0.10#53',
        '',
        'Name:\tdemoapp-svc.default.svc.cluster.local',
        'Address: 10.96.31.12',
        '',
        '',
      ].join('\n'),
    );
    const answers = terminal.run(
      `for i in $(seq 1 12); do kubectl exec ${pod} -- curl demoapp-svc.default.svc.cluster.local -s; done | sort -u`,
    );
    const servers = new Set([...answers.matchAll(/ServerName: (\S+),/g)].map(([, name]) => name));
    expect([...servers].sort()).toEqual([...podNames(terminal)].sort());
    expect(answers).toMatch(/^iKubernetes demoapp v1\.0 !! ClientIP: 10\.244\.\d\.\d, ServerName: /);
  });

  it('gives the addresses of the pods for a headless Service', () => {
    const terminal = terminalWith(['demoapp.yaml']);
    terminal.run('sed -i "s/clusterIP: .*/clusterIP: None/" demoapp.yaml; kubectl apply -f demoapp.yaml');
    const [pod = ''] = podNames(terminal);
    const name = 'demoapp-svc.default.svc.cluster.local';
    expect(terminal.run(`kubectl exec ${pod} -- nslookup ${name} | grep -A1 Name | grep -c ${name}`)).toBe('3\n');
    expect(terminal.run(`kubectl exec ${pod} -- dig +short ${name} | sort`)).toBe(
      '10.244.1.2\n10.244.2.2\n10.244.3.2\n',
    );
    expect(terminal.run(`kubectl exec ${pod} -- ping -c 1 ${name} | grep -c '1 received'`)).toBe('1\n');
  });

  it('answers an external address on every node without a listening socket', () => {
    const terminal = terminalWith(['demoapp.yaml', 'external-ip.yaml']);
    terminal.run('kubectl apply -f demoapp.yaml -f external-ip.yaml');
    expect(terminal.run('kubectl describe svc demoapp-ext | grep "External IPs"')).toMatch(
      /^External IPs: +10\.0\.0\.168\n$/,
    );
    for (const node of ['node1', 'node2', 'node3']) {
      expect(terminal.run('ss -ntl | grep 168 ; ip a | grep 168', onNode(node))).not.toContain('10.0.0.168');
      expect(terminal.run('curl -s 10.0.0.168', onNode(node))).toMatch(/^iKubernetes demoapp v1\.0 !! ClientIP: /);
    }
  });

  it('shows the rules of one Service with live counters', () => {
    const terminal = terminalWith(['demoapp.yaml']);
    terminal.run('kubectl apply -f demoapp.yaml');
    const packets = (): number =>
      Number(
        terminal
          .run("iptables -t nat -nvL KUBE-SERVICES | grep demoapp-svc | awk '{print $1}'", onNode('node1'))
          .trim(),
      );
    expect(packets()).toBe(0);
    terminal.run(
      'for i in {1..5}; do curl -s demoapp-svc.default; curl -s 10.96.31.12 -o /dev/null; done',
      onNode('node1'),
    );
    expect(packets()).toBe(5);
    expect(terminal.run('iptables -t nat -nvL|grep demoapp-svc|wc -l', onNode('node1'))).toMatch(/^1\d\n$/);
  });

  it('knows Service names in pods only', () => {
    const terminal = terminalWith(['demoapp.yaml']);
    terminal.run('kubectl apply -f demoapp.yaml');
    const name = 'demoapp-svc.default.svc.cluster.local';
    const [pod = ''] = podNames(terminal);
    const unknown = `curl: (6) Could not resolve host: ${name}\n`;
    expect(terminal.run(`curl ${name}`)).toBe(unknown);
    expect(terminal.run(`curl ${name}`, onNode('node1'))).toBe(unknown);
    expect(terminal.run(`curl -s ${name}`, inPod(pod))).toMatch(/^iKubernetes/);
  });

  it('switches kube-proxy to ipvs by its ConfigMap and new pods', () => {
    const terminal = new Terminal({ config: { kubeProxyPods: true } });
    expect(terminal.run("kubectl get configmaps -n kube-system | awk '{print $1, $2}' | grep kube-proxy")).toBe(
      'kube-proxy 1\n',
    );
    const { shell } = terminal.dispatch('kubectl edit configmaps -n kube-system kube-proxy');
    const [edit] = shell?.actions ?? [];
    if (edit?.kind !== 'edit') throw new Error('the editor did not open');
    terminal.files[edit.file] = edit.text.replace(/mode: "?(?:iptables)?"?/, 'mode: ipvs');
    expect(terminal.run(edit.save)).toBe('configmap/kube-proxy edited\n');
    expect(terminal.run('ipvsadm -Ln | wc -l', onNode('node1'))).toBe('3\n');
    const before = terminal.run('kubectl get pod -n kube-system  -l k8s-app=kube-proxy -o name');
    expect(terminal.run('kubectl delete pod -n kube-system  -l k8s-app=kube-proxy')).toMatch(
      /^(?:pod "kube-proxy-\w+" deleted(?: from kube-system namespace)?\n){3}$/,
    );
    const after = terminal.run('kubectl get pod -n kube-system  -l k8s-app=kube-proxy -o name');
    expect(after.split('\n')).toHaveLength(4);
    expect(after).not.toBe(before);
    terminal.simulation.dispatch({ type: 'settle' });
    expect(terminal.run('ipvsadm -Ln | tail -2', onNode('node1'))).toBe(
      'TCP  10.96.0.1:443 rr\n  -> 192.168.10.2:6443            Masq    1      0          0         \n',
    );
    expect(terminal.run('ip a | grep -c "scope global kube-ipvs0"', onNode('node1'))).toBe('1\n');
  });

  it('opens files and says what is there already', () => {
    const terminal = new Terminal();
    expect(terminal.dispatch('vim recommended.yaml').shell?.actions).toEqual([
      { kind: 'open', path: 'recommended.yaml' },
    ]);
    expect(terminal.run('apt-get install dnsutils', onNode('node1'))).toBe('dnsutils is already the newest version.\n');
  });
});
