import { expect, it } from 'vitest';
import { inPod, Terminal } from '../test/terminal.js';

const start = (): Terminal => new Terminal({ config: { clusterDns: true } });

it('a cluster with DNS has what kubeadm installs', () => {
  const terminal = start();
  expect(terminal.run('kubectl -n kube-system get svc,deploy,cm --no-headers -o name')).toBe(
    'service/kube-dns\ndeployment.apps/coredns\nconfigmap/coredns\n',
  );
  expect(terminal.run('kubectl -n kube-system get svc kube-dns -o jsonpath={.spec.clusterIP}')).toBe('10.96.0.10');
  expect(terminal.run('kubectl -n kube-system get deploy coredns -o jsonpath={.status.readyReplicas}')).toBe('2');
  expect(terminal.run('kubectl get cm coredns -n kube-system -o yaml')).toContain('    .:53 {\n        errors\n');
});

it("a pod's question walks the rules to a CoreDNS pod, and finds none when there is none", () => {
  const terminal = start();
  terminal.run('kubectl run t --image=busybox');
  const asked = terminal.dispatch('nslookup kubernetes', inPod('t'));
  expect(asked.stdout).toContain('10.96.0.1');
  expect(asked.traces.some(({ flow }) => flow.dst === '10.96.0.10' && flow.dport === 53)).toBe(true);
  terminal.run('kubectl -n kube-system scale deploy coredns --replicas=0');
  expect(terminal.run('nslookup kubernetes', inPod('t'))).toMatch(/refused|timed out|no servers/);
});
