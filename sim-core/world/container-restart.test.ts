import { expect, it } from 'vitest';
import { inPod, Terminal } from '../test/terminal.js';

const early = 'kubectl create service clusterip early --tcp=80';
const late = 'kubectl create service clusterip late --tcp=80';

it('a restarted container keeps its address and sees newer Services in its environment', () => {
  const terminal = new Terminal();
  for (const line of [early, 'sleep 2', 'kubectl run t --image=nginx', 'sleep 2', late]) terminal.run(line);
  const hosts = (): string => terminal.run('env | grep -c _SERVICE_HOST', inPod('t'));
  const address = terminal.run('kubectl get pod t -o jsonpath={.status.podIP}');
  // kubernetes and early.
  expect(hosts()).toBe('2\n');
  terminal.run('kubectl exec t -- kill 1');
  terminal.run('sleep 3');
  expect(terminal.run('kubectl get pod t --no-headers')).toMatch(/^t +1\/1 +Running +1 /);
  expect(hosts()).toBe('3\n');
  expect(terminal.run('kubectl get pod t -o jsonpath={.status.podIP}')).toBe(address);
  expect(terminal.run('kubectl get pod t -o jsonpath={.status.containerStatuses[0].lastState.terminated.reason}')).toBe(
    'Completed',
  );
});

it('a pod made anew sees newer Services too', () => {
  const terminal = new Terminal();
  for (const line of [early, 'sleep 2', 'kubectl create deployment web --image=nginx', 'sleep 2', late])
    terminal.run(line);
  terminal.run('kubectl delete pod -l app=web');
  expect(terminal.run('kubectl exec deploy/web -- env')).toContain('LATE_SERVICE_HOST=');
});

it('a second exit is waited for, and told', () => {
  const terminal = new Terminal();
  for (const line of ['kubectl run t --image=agnhost', 'sleep 2', 'kubectl exec t -- kill 1', 'sleep 3']) {
    terminal.run(line);
  }
  terminal.run('kubectl exec t -- kill 1');
  terminal.run('sleep 2');
  expect(terminal.run('kubectl get pod t --no-headers')).toMatch(/^t +0\/1 +CrashLoopBackOff +1 /);
  expect(terminal.run('kubectl get events')).toContain('Back-off restarting failed container t in pod t_default(');
  terminal.run('sleep 15');
  expect(terminal.run('kubectl get pod t --no-headers')).toMatch(/^t +1\/1 +Running +2 /);
});
