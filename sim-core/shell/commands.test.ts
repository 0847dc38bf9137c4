import { beforeAll, describe, expect, it } from 'vitest';
import { defaultClusterConfig } from '../world/config.js';
import type { ShellPlace } from './sys.js';
import { Terminal, inPod, onNode } from '../test/terminal.js';

const pod = (name: string, node: string, ip: string, image: string, listens: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${name.replace(/-\d$/, '')}}
  annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: ${ip}, kubehop.dev/listen: "${listens}"}
spec:
  containers: [{name: c, image: "${image}"}]
---`;

const manifest = `${pod('web-0', 'node1', '10.244.1.9', 'nginx:1.27.3', 'TCP:80')}
${pod('web-1', 'node2', '10.244.2.9', 'nginx:1.27.3', 'TCP:80')}
${pod('api-0', 'node2', '10.244.2.8', 'registry.k8s.io/e2e-test-images/agnhost:2.53', 'TCP:8080')}
${pod('client', 'node1', '10.244.1.7', 'busybox', 'none')}
apiVersion: v1
kind: Service
metadata: {name: api}
spec:
  clusterIP: 10.96.0.77
  type: NodePort
  selector: {app: api}
  ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30077}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: http, port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec:
  clusterIP: 10.96.0.78
  selector: {app: nobody}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: far}
spec: {type: ExternalName, externalName: api.default.svc.cluster.local}
`;

const client = inPod('client');
const laptop: ShellPlace = { kind: 'laptop' };
const node1 = onNode('node1');

const lookup = (...lines: readonly string[]): string =>
  ['Server:\t\t10.96.0.10', 'Address:\t10.96.0.10#53', '', ...lines, '', ''].join('\n');

const cases: readonly (readonly [place: ShellPlace, line: string, printed: string | RegExp])[] = [
  [client, 'curl -s api/hostname', 'api-0'],
  [client, 'curl -s http://api.default.svc.cluster.local:80/clientip', /^10\.244\.1\.7:\d+$/],
  [client, 'curl -s "api/echo?msg=a+b%21"', 'a b!'],
  [client, 'curl -s far/hostname', 'api-0'],
  [client, 'curl -s 10.244.1.9 | grep title', '<title>Welcome to nginx!</title>\n'],
  [client, 'curl -s web | wc -c', '615\n'],
  [client, "curl -s -o /dev/null -w '%{http_code} %{remote_ip}:%{remote_port}\\n' api/", '200 10.96.0.77:80\n'],
  [client, "curl -s -o /dev/null -w '%{http_code}\\n' api/nothing", '404\n'],
  [client, 'curl -sf api/nothing; echo $?', '22\n'],
  [client, 'curl nothing.example', 'curl: (6) Could not resolve host: nothing.example\n'],
  [client, 'curl -s nothing.example; echo $?', '6\n'],
  [client, 'curl -sS nothing.example', 'curl: (6) Could not resolve host: nothing.example\n'],
  [client, 'curl empty', "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n"],
  [
    client,
    'curl 10.244.2.9:81',
    "curl: (7) Failed to connect to 10.244.2.9 port 81 after 0 ms: Couldn't connect to server\n",
  ],
  [client, 'curl -m 3 api:81', 'curl: (28) Connection timed out after 3001 milliseconds\n'],
  [client, 'curl -s -m 1 api:81; echo $?', '28\n'],
  [client, 'curl ftp://api', 'curl: (1) Protocol "ftp" not supported or disabled in libcurl\n'],
  [client, 'curl', "curl: try 'curl --help' for more information\n"],
  [laptop, 'curl -s 192.168.10.12:30077/hostname', 'api-0'],
  [laptop, 'curl -m 2 10.96.0.77', 'curl: (28) Connection timed out after 2001 milliseconds\n'],
  [laptop, 'curl api', 'curl: (6) Could not resolve host: api\n'],
  [node1, 'curl -s 10.96.0.77/hostname', 'api-0'],
  [client, 'wget -qO- api/hostname', 'api-0'],
  [client, 'wget -qO- nowhere', "wget: bad address 'nowhere'\n"],
  [client, 'wget -qO- empty', "wget: can't connect to remote host: Connection refused\n"],
  [client, 'nslookup api', lookup('Name:\tapi.default.svc.cluster.local', 'Address: 10.96.0.77')],
  [client, 'nslookup api.default', lookup('Name:\tapi.default.svc.cluster.local', 'Address: 10.96.0.77')],
  [client, 'nslookup nothing', lookup("** server can't find nothing: NXDOMAIN")],
  [
    client,
    'nslookup far',
    lookup(
      'far.default.svc.cluster.local\tcanonical name = api.default.svc.cluster.local.',
      'Name:\tapi.default.svc.cluster.local',
      'Address: 10.96.0.77',
    ),
  ],
  [client, 'nslookup 10.96.0.77', lookup('77.0.96.10.in-addr.arpa\tname = api.default.svc.cluster.local.')],
  [
    client,
    'nslookup -type=srv _http._tcp.api.default.svc.cluster.local',
    lookup('_http._tcp.api.default.svc.cluster.local\tservice = 0 100 80 api.default.svc.cluster.local.'),
  ],
  [client, 'dig +short api.default.svc.cluster.local', '10.96.0.77\n'],
  [client, 'dig +short api', ''],
  [client, 'dig +short +search api', '10.96.0.77\n'],
  [client, 'dig +short web.default.svc.cluster.local | sort', '10.244.1.9\n10.244.2.9\n'],
  [client, 'dig +short -x 10.96.0.77', 'api.default.svc.cluster.local.\n'],
  [
    client,
    'dig api.default.svc.cluster.local | grep -v "^;" | grep .',
    'api.default.svc.cluster.local. 30 IN\tA\t10.96.0.77\n',
  ],
  [client, 'dig nothing.default.svc.cluster.local | grep -o "status: [A-Z]*"', 'status: NXDOMAIN\n'],
  [
    node1,
    'nslookup api.default.svc.cluster.local | tail -2',
    "** server can't find api.default.svc.cluster.local: NXDOMAIN\n\n",
  ],
  [client, 'ping -c 1 web-1.nothing', 'ping: web-1.nothing: Name or service not known\n'],
  [
    client,
    'ping -c 2 10.244.2.9',
    [
      'PING 10.244.2.9 (10.244.2.9) 56(84) bytes of data.',
      '64 bytes from 10.244.2.9: icmp_seq=1 ttl=62 time=0.100 ms',
      '64 bytes from 10.244.2.9: icmp_seq=2 ttl=62 time=0.100 ms',
      '',
      '--- 10.244.2.9 ping statistics ---',
      '2 packets transmitted, 2 received, 0% packet loss, time 1000ms',
      'rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms',
      '',
    ].join('\n'),
  ],
  [client, 'ping -c 1 api | tail -2 | head -1', '1 packets transmitted, 0 received, 100% packet loss, time 0ms\n'],
  [client, 'nc -zv api 80', 'Connection to api (10.96.0.77) 80 port [tcp/http] succeeded!\n'],
  [client, 'nc -z api 80; echo $?', '0\n'],
  [client, 'nc -zv 10.244.2.9 81', 'nc: connect to 10.244.2.9 port 81 (tcp) failed: Connection refused\n'],
  [
    client,
    'cat /etc/resolv.conf',
    'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
  ],
  [node1, 'cat /etc/resolv.conf', 'nameserver 192.168.10.1\n'],
  [client, 'tail -1 /etc/hosts', '10.244.1.7\tclient\n'],
  [client, 'hostname', 'client\n'],
  [node1, 'hostname', 'node1\n'],
  [client, 'printenv API_SERVICE_HOST', '10.96.0.77\n'],
  [client, 'env | grep -c WEB_', '0\n'],
  [client, 'ip r', 'default via 10.244.1.1 dev eth0\n10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.7\n'],
  [client, 'ip -4 addr show eth0 | grep -o "inet [0-9./]*"', 'inet 10.244.1.7/24\n'],
  [node1, 'ip route get 10.244.2.9', '10.244.2.9 via 192.168.10.12 dev eth0 src 192.168.10.11 uid 0\n    cache\n'],
  [node1, 'ss -ntl | wc -l', '1\n'],
  [inPod('web-0'), 'ss -ntl | tail -1', /^LISTEN +0 +4096 +\*:80 +\*:\*\n$/],
  [node1, 'iptables -t nat -S KUBE-NODEPORTS | tail -1', /^-A KUBE-NODEPORTS -p tcp .*--dport 30077 -j KUBE-EXT-/],
  [node1, 'iptables -t nosuch -L', "iptables v1.8.9 (nf_tables): table 'nosuch' does not exist\n"],
  [node1, 'iptables -t nat -L NOSUCH', 'iptables: No chain/target/match by that name.\n'],
  [node1, 'iptables -F', 'iptables: kube-proxy writes the rules of this node; changing them by hand is not modelled\n'],
  [node1, 'iptables-save -t filter | head -1', '*filter\n'],
  [node1, 'ip6tables-save -t nat', ''],
  [node1, 'conntrack -D -p tcp', /^conntrack: only listing is modelled/],
  [node1, 'ipvsadm -Ln', /^IP Virtual Server version 1\.2\.1 \(size=4096\)\nProt .*\n {2}-> .*\n$/],
  [node1, 'nft list tables', ''],
  [client, 'iptables -L', 'bash: iptables: command not found\nHere it runs on a node.\n'],
  [client, 'nosuch', /^bash: nosuch: command not found\nThere is: /],
  [client, 'curl --nosuch api', /^curl: unrecognized option '--nosuch'\nSupported here: -s --silent /],
  [client, 'help | grep ^nslookup', 'nslookup  asks DNS\n'],
];

describe('programs', () => {
  let terminal: Terminal;
  beforeAll(() => {
    terminal = new Terminal();
    terminal.files['m.yaml'] = manifest;
    expect(terminal.run('kubectl apply -f m.yaml | grep -c created')).toBe('8\n');
  });

  it.each(cases)('at %o: %s', (place, line, printed) => {
    const text = terminal.run(line, place);
    if (typeof printed === 'string') expect(text).toBe(printed);
    else expect(text).toMatch(printed);
  });

  it('asks kube-dns with a packet when there is one', () => {
    terminal.files['dns.yaml'] = `
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec:
  clusterIP: 10.96.0.10
  selector: {k8s-app: kube-dns}
  ports: [{name: dns, port: 53, protocol: UDP}]
`;
    terminal.run('kubectl apply -f dns.yaml');
    expect(terminal.run('nslookup api | head -1', client)).toBe(
      ';; communications error to 10.96.0.10#53: connection refused\n',
    );
    expect(terminal.run('curl api', client)).toBe('curl: (6) Could not resolve host: api\n');
    terminal.files['coredns.yaml'] = `${pod('coredns', 'node2', '10.244.2.53', 'coredns', 'UDP:53')}`
      .replace('name: coredns\n', 'name: coredns\n  namespace: kube-system\n')
      .replace('{app: coredns}', '{k8s-app: kube-dns}');
    terminal.run('kubectl apply -f coredns.yaml');
    const { traces } = terminal.dispatch('curl -s api/hostname', client);
    expect(traces.map(({ flow, to, outcome }) => [flow.protocol, to, outcome])).toEqual([
      ['UDP', '10.96.0.10:53', 'answered'],
      ['TCP', 'api:80', 'answered'],
    ]);
    expect(traces[0]?.backend?.local).toEqual({ ip: '10.244.2.53', port: 53 });
    expect(terminal.run('dig @10.96.0.10 +short api.default.svc.cluster.local', node1)).toBe('10.96.0.77\n');
    expect(terminal.run('dig @10.96.0.10 +short api.default.svc.cluster.local')).toContain('timed out');
  });

  it('finds newer Services after a restart only', () => {
    terminal.run('kubectl create service clusterip newer --tcp=80', laptop);
    expect(terminal.run('printenv NEWER_SERVICE_PORT; echo $?', client)).toBe('1\n');
  });
});

describe('a node in ipvs mode', () => {
  const terminal = new Terminal({ config: { kubeProxy: { ...defaultClusterConfig.kubeProxy, mode: 'ipvs' } } });

  it.each<readonly [line: string, printed: string]>([
    [
      'ipvsadm -Ln | tail -2',
      'TCP  10.96.0.1:443 rr\n  -> 192.168.10.2:6443            Masq    1      0          0         \n',
    ],
    ['ipvsadm -Ln -t 10.96.0.9:1', 'Service not defined\n'],
    ['ipvsadm -C', 'ipvsadm: kube-proxy writes the table of this node; changing it by hand is not modelled\n'],
    ['ipset list KUBE-CLUSTER-IP | tail -2', 'Members:\n10.96.0.1,tcp:443\n'],
    ['ipset list KUBE-CLUSTER-IP | grep References', 'References: 3\n'],
    ['ip a | grep kube-ipvs0$', '    inet 10.96.0.1/32 scope global kube-ipvs0\n'],
    [
      'ifconfig kube-ipvs0 | head -2',
      'kube-ipvs0: flags=130<BROADCAST,NOARP>  mtu 1500\n        inet 10.96.0.1  netmask 255.255.255.255  broadcast 0.0.0.0\n',
    ],
    ['nft list ruleset', ''],
  ])('%s', (line, printed) => {
    expect(terminal.run(line, node1)).toBe(printed);
  });
});

describe('completion', () => {
  const terminal = new Terminal();
  const complete = (line: string, place: ShellPlace = laptop): readonly string[] =>
    terminal.simulation.query({ kind: 'complete', place, line, cursor: line.length, files: ['a.yaml'] }).candidates;

  it.each<readonly [line: string, candidates: readonly string[]]>([
    ['ku', ['kubectl ']],
    ['kubectl descr', ['describe ']],
    ['kubectl get servi', ['serviceaccounts ', 'services ']],
    ['kubectl get svc kub', ['kubernetes ']],
    ['kubectl get svc/kub', ['svc/kubernetes ']],
    ['kubectl get no node', ['node1 ', 'node2 ', 'node3 ']],
    ['kubectl -n kube-s', ['kube-system ']],
    ['kubectl apply -f ', ['a.yaml ']],
    ['kubectl get svc | gre', ['grep ']],
    ['kubectl get --no-h', ['--no-headers ']],
    ['cat < a', ['a.yaml ']],
    ['curl --connect', ['--connect-timeout ']],
    ['iptabl', []],
  ])('%s', (line, candidates) => {
    expect(complete(line)).toEqual(candidates);
  });
});
