import { err, ok, type Result } from '../base/result.js';
import { parseIp, type Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import { isSchedulerName, type RealServer, type VirtualServer } from './model.js';

const protocols: readonly ServiceProtocol[] = ['TCP', 'UDP', 'SCTP'];

function readSocket(text: string): { readonly address: Ip; readonly port: number } | undefined {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const address = parseIp(parts?.[1] ?? parts?.[2] ?? '');
  const port = Number(parts?.[3] ?? 65536);
  return address === undefined || port > 65535 ? undefined : { address, port };
}

function readService(line: string): VirtualServer | undefined {
  const parts = /^(\S+) +(\S+) (\S+)(?: \((\S+)\))?(?: persistent (\d+))?$/.exec(line);
  const protocol = protocols.find((name) => name === parts?.[1]);
  const socket = readSocket(parts?.[2] ?? '');
  const scheduler = parts?.[3] ?? '';
  if (protocol === undefined || socket === undefined || !isSchedulerName(scheduler)) return undefined;
  return {
    protocol,
    ...socket,
    scheduler,
    ...(parts?.[5] !== undefined && { persistentSeconds: Number(parts[5]) }),
    ...(parts?.[4]?.split(',').includes(`${scheduler}-port`) && { hashesPort: true }),
    realServers: [],
  };
}

function readReal(line: string): RealServer | undefined {
  const [arrow, socketText = '', method, weight = ''] = line.trim().split(/ +/);
  const socket = readSocket(socketText);
  if (arrow !== '->' || socket === undefined || method !== 'Masq' || !/^\d+$/.test(weight)) return undefined;
  return { ...socket, weight: Number(weight) };
}

/** Reads the text of `ipvsadm -Ln`; counts of connections are the kernel's and left out. */
export function readVirtualServers(
  text: string,
): Result<readonly VirtualServer[], { readonly line: number; readonly detail: string }> {
  const servers: VirtualServer[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || /^(IP Virtual Server|Prot LocalAddress| {2}-> RemoteAddress)/.test(line)) continue;
    const last = servers.at(-1);
    const real = line.startsWith('  ->') ? readReal(line) : undefined;
    const virtual = real === undefined ? readService(line.trimEnd()) : undefined;
    if (virtual !== undefined) servers.push(virtual);
    else if (real !== undefined && last !== undefined)
      servers[servers.length - 1] = { ...last, realServers: [...last.realServers, real] };
    else return err({ line: index + 1, detail: `"${line}" is neither a virtual nor a real server` });
  }
  return ok(servers);
}
