/** A simulated network as network namespaces: which commands build it. Pure; `world.ts` runs them. */
import { cidrContains, formatCidr, type Cidr } from '../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../net/ip.js';
import type { LinuxHost } from '../network/host/linux.js';
import { externalHostId, type Network } from '../network/network.js';
import type { Route } from '../network/route.js';

/** One machine of the simulation and the network namespace that stands for it. */
export interface Machine {
  readonly host: LinuxHost;
  readonly namespace: string;
}

/** Lines for `ip -n NAMESPACE -batch -`. */
export interface Batch {
  readonly namespace: string;
  /** Where the lines themselves do not tell. */
  readonly family?: IpFamily;
  readonly lines: readonly string[];
}

/** What the external client owns and does besides what the network says, because a probe asks for it. */
export interface ClientWishes {
  readonly addresses: readonly Ip[];
  /** Nodes through which some packets are routed. */
  readonly gateways: readonly string[];
}

export interface Layout {
  readonly machines: ReadonlyMap<string, Machine>;
  /** The namespace that holds the segment's bridge: a switch without addresses. */
  readonly segment: string;
  /** In the order in which they have to run: cables first. */
  readonly batches: readonly Batch[];
}

export const namespacesOf = ({ segment, machines }: Layout): readonly string[] => [
  segment,
  ...[...machines.values()].map(({ namespace }) => namespace),
];

const bridgeOptions = 'type bridge mcast_snooping 0 stp_state 0';

/** The mark on packets of the external client that are routed through the node, and the table that does it. */
export const viaMark = (network: Network, node: string): number =>
  100 + network.config.nodes.findIndex(({ name }) => name === node);

export function layOut(network: Network, wishes: ClientWishes, prefix: string): Layout {
  const machines = new Map(
    [...network.hosts].map(([id, host], i): [string, Machine] => [id, { host, namespace: `${prefix}${i}` }]),
  );
  const segment = `${prefix}lan`;
  const all = [...machines.values()];
  return {
    machines,
    segment,
    batches: [
      { namespace: segment, lines: segmentLines(all) },
      ...all.flatMap((machine) => bridgeBatch(machine, machines, segment)),
      ...all.map((machine) => ({
        namespace: machine.namespace,
        lines: [...addressLines(machine.host), ...wishLines(network, machine.host, wishes)],
      })),
      ...detourBatches(network, machines, wishes),
    ],
  };
}

/** The switch between the nodes, the router, the external client and the other machines. */
function segmentLines(machines: readonly Machine[]): readonly string[] {
  const plugged = machines.filter(({ host }) => host.cable === undefined);
  return [
    'link set lo up',
    `link add lan0 ${bridgeOptions}`,
    'link set lan0 up',
    ...plugged.flatMap(({ namespace }, i) => [
      `link add port${i} type veth peer name eth0 netns ${namespace}`,
      `link set port${i} master lan0 up`,
    ]),
  ];
}

/** A node's bridge and the cables of its pods. */
function bridgeBatch(node: Machine, machines: ReadonlyMap<string, Machine>, segment: string): readonly Batch[] {
  const bridge = node.host.node?.bridge;
  if (bridge === undefined) return [];
  const ports = new Map([...bridge.ports.values()].map((port) => [port.name, port]));
  const cables = [...ports.values()].flatMap(({ name, host }) => {
    const pod = machines.get(host);
    return pod === undefined
      ? []
      : [
          `link add ${name} type veth peer name eth0 netns ${pod.namespace}`,
          `link set ${name} master ${bridge.name} up`,
          `link set ${name} type bridge_slave hairpin on`,
        ];
  });
  // A bridge without ports has no carrier and keeps its IPv6 addresses unused; one silent port gives it one.
  const idle = `idle${node.namespace.split('-').at(-1) ?? ''}`;
  const carrier = [
    `link add ${idle} type veth peer name ${idle}p netns ${segment}`,
    `link set ${idle} master ${bridge.name} up`,
  ];
  return [
    {
      namespace: node.namespace,
      lines: [`link add ${bridge.name} ${bridgeOptions}`, `link set ${bridge.name} up`, ...carrier, ...cables],
    },
    { namespace: segment, lines: [`link set ${idle}p up`] },
  ];
}

const hostBits: Readonly<Record<IpFamily, number>> = { IPv4: 32, IPv6: 128 };

const isLink = (route: Route): boolean => route.via === undefined;

/** Addresses with the prefix of the link they are on, which also makes the kernel's own route to it; then all other routes. */
function addressLines(host: LinuxHost): readonly string[] {
  const links = host.routes.filter(isLink);
  const made = new Set<Route>();
  const addresses = host.interfaces.flatMap((device) =>
    device.addresses.map((ip) => {
      const link = links.find((r) => r.device === device.name && cidrContains(r.destination, ip));
      if (link?.source === ip) made.add(link);
      const prefix = link?.destination.prefix ?? hostBits[familyOf(ip)];
      return `address add ${ip}/${prefix} dev ${device.name}${familyOf(ip) === 'IPv6' ? ' nodad' : ''}`;
    }),
  );
  // On-link routes first, for gateways have to be reachable.
  const routes = [...links.filter((r) => !made.has(r)), ...host.routes.filter((r) => !isLink(r))];
  return [
    ...['lo', ...host.interfaces.map(({ name }) => name)].map((name) => `link set ${name} up`),
    ...addresses,
    ...routes.map(routeLine),
    ...(host.place.kind === 'router' ? silence(host) : []),
  ];
}

/** Written out even when it is the default, for a batch takes the family from the addresses. */
const everything: Readonly<Record<IpFamily, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };
const destinationText = (c: Cidr): string => (c.prefix === 0 ? everything[c.family] : formatCidr(c));

function routeLine({ destination, via, device, source }: Route): string {
  const words = ['route replace', destinationText(destination)];
  if (via !== undefined) words.push('via', via);
  words.push('dev', device);
  if (source !== undefined) words.push('src', source);
  return words.join(' ');
}

/** What the router has no route for, it drops without an error. */
const silence = (router: LinuxHost): readonly string[] => {
  const families = new Set(router.interfaces.flatMap(({ addresses }) => addresses.map(familyOf)));
  return [...families].map((family) => `route add blackhole ${everything[family]}`);
};

/** Further addresses of the external client, known to the router. */
function wishLines(network: Network, host: LinuxHost, { addresses }: ClientWishes): readonly string[] {
  const { external } = network.config;
  const own = [external.ip, external.ip6];
  const extra = addresses.filter((ip) => !own.includes(ip));
  const bits = (ip: Ip): string => `${ip}/${hostBits[familyOf(ip)]}`;
  if (host.place.kind === 'router') {
    return extra.flatMap((ip) => {
      const via = own.find((o) => o !== undefined && familyOf(o) === familyOf(ip));
      return via === undefined ? [] : [`route replace ${bits(ip)} via ${via} dev eth0`];
    });
  }
  return host.id === externalHostId ? extra.map((ip) => `address add ${bits(ip)} dev eth0`) : [];
}

/** The external client's detours through nodes. `ip` takes a rule for an IPv4 one unless it is told otherwise. */
function detourBatches(
  network: Network,
  machines: ReadonlyMap<string, Machine>,
  { gateways }: ClientWishes,
): readonly Batch[] {
  const client = machines.get(externalHostId);
  if (client === undefined) return [];
  const { external, nodes } = network.config;
  const own = [external.ip, external.ip6].flatMap((ip) => ip ?? []);
  return own.map(familyOf).map((family) => ({
    namespace: client.namespace,
    family,
    lines: nodes
      .filter(({ name }) => gateways.includes(name))
      .flatMap((node) => {
        const mark = viaMark(network, node.name);
        return [node.ip, node.ip6]
          .flatMap((ip) => (ip !== undefined && familyOf(ip) === family ? [ip] : []))
          .flatMap((via) => [
            `rule add from all fwmark ${mark} lookup ${mark}`,
            `route add ${everything[family]} via ${via} dev eth0 table ${mark}`,
          ]);
      }),
  }));
}
