/** What the kernel test needs of a machine, and what this one has. */
import { platform } from 'node:os';
import { run } from './command.js';
import { Agent } from './agent.js';
import { deleteNamespaces, addNamespaces, newPrefix } from './namespaces.js';
import type { ConntrackReader } from './observation.js';

export interface Machine {
  /** How connection tables can be read; undefined when they cannot. */
  readonly conntrack: ConntrackReader;
  /** Transport protocols that this kernel has sockets for. */
  readonly protocols: readonly string[];
  readonly ipv6: boolean;
  /** A line about what this machine is. */
  readonly about: string;
}

/** Each tool with an argument on which it does nothing but succeed. */
const tools: readonly (readonly [string, string])[] = [
  ['ip', '-V'],
  ['iptables-restore', '--version'],
  ['ip6tables-restore', '--version'],
  ['nft', '--version'],
  ['python3', '--version'],
];

const trials: readonly (readonly [string, readonly string[], string])[] = [
  [
    'iptables rules',
    ['iptables-restore'],
    '*nat\n-A POSTROUTING -m comment --comment trial -j MASQUERADE --random-fully\nCOMMIT\n',
  ],
  [
    'veth pairs and bridges',
    ['ip', '-batch', '-'],
    'link add trial0 type veth peer name trial1\nlink add trial2 type bridge\n',
  ],
];

const cannot = (why: string): string => `the kernel test cannot run here: ${why}`;

/** Looks at this machine without leaving a trace on it; a text says in one line why nothing can be tested. */
export async function inspectMachine(): Promise<Machine | string> {
  if (platform() !== 'linux') return cannot(`it needs Linux network namespaces, and this is ${platform()}`);
  if (process.getuid?.() !== 0) return cannot('only root may make network namespaces and load rules; run it with sudo');
  const found = await Promise.all(tools.map(async ([tool, flag]) => (await run(tool, [flag])).status === 0));
  const missing = tools.filter((_, i) => found[i] !== true).map(([tool]) => tool);
  if (missing.length > 0)
    return cannot(`missing ${missing.join(', ')} (packages iproute2, iptables, nftables, python3)`);
  const namespace = `${newPrefix()}trial`;
  const agent = new Agent();
  try {
    await addNamespaces([namespace]);
    return await inspectKernel(agent, namespace);
  } catch (error) {
    return cannot(error instanceof Error ? error.message : String(error));
  } finally {
    agent.stop();
    await deleteNamespaces([namespace]);
  }
}

async function inspectKernel(agent: Agent, namespace: string): Promise<Machine | string> {
  // Modules load on demand, but bridged packets reach iptables only once this one is there.
  await run('modprobe', ['br_netfilter']);
  for (const [what, command, input] of trials) {
    const { status, stderr } = await run('ip', ['netns', 'exec', namespace, ...command], input);
    if (status !== 0) return cannot(`no ${what} in a network namespace: ${stderr.trim().split('\n')[0] ?? ''}`);
  }
  const absent = await agent.sysctl(namespace, {
    'net/bridge/bridge-nf-call-iptables': '1',
    'net/ipv4/ip_forward': '1',
  });
  if (absent.length > 0) return cannot(`the kernel has no ${absent.join(', ')} (module br_netfilter)`);
  const ipv6 = (await agent.sysctl(namespace, { 'net/ipv6/conf/all/disable_ipv6': '0' })).length === 0;
  const kernel = (await run('uname', ['-sr'])).stdout.trim();
  const iptables = (await run('iptables-restore', ['--version'])).stdout.trim();
  const nft = (await run('nft', ['--version'])).stdout.trim();
  return {
    conntrack: await conntrackReader(agent, namespace),
    protocols: ['ICMP', ...(await agent.supports(['TCP', 'UDP', 'SCTP']))],
    ipv6,
    about: [kernel, iptables.replace('-restore', ''), nft].join(', '),
  };
}

async function conntrackReader(agent: Agent, namespace: string): Promise<ConntrackReader> {
  if ((await run('ip', ['netns', 'exec', namespace, 'conntrack', '-L'])).status === 0) return 'conntrack';
  return agent.conntrack(namespace).then(
    () => 'proc',
    () => undefined,
  );
}
