/** net.ipv4.ip_local_port_range: where the kernel takes a port from when a process asks for any. */
const ports = { first: 32768, count: 28232 } as const;

/** 32-bit FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A port of its own for each Service port, by name. A kernel gives out random ones; these stand for
 * one throw of its dice, the same at every compile and different from node to node.
 * @see pkg/proxy/userspace/port_allocator.go (v1.25) randomAllocator
 */
export function proxyPorts(node: string, names: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  return new Map(
    names.map((name) => {
      let offset = hash(`${node}/${name}`) % ports.count;
      while (taken.has(offset)) offset = (offset + 1) % ports.count;
      taken.add(offset);
      return [name, ports.first + offset] as const;
    }),
  );
}
