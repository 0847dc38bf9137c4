import { iptablesMode } from './iptables/compile.js';
import { ipvsMode } from './ipvs/compile.js';
import { kernelspaceMode } from './kernelspace/compile.js';
import type { ProxyMode } from './mode.js';
import { nftablesMode } from './nftables/compile.js';
import { userspaceMode } from './userspace/compile.js';

/** Every kube-proxy mode the simulator can run, by its `--proxy-mode` name. */
export const proxyModes: ReadonlyMap<string, ProxyMode> = new Map(
  [iptablesMode, ipvsMode, nftablesMode, userspaceMode, kernelspaceMode].map((mode) => [mode.name, mode]),
);
