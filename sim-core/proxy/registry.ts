import { iptablesMode } from './iptables/compile.js';
import type { ProxyMode } from './mode.js';

/** Every kube-proxy mode the simulator can run, by its `--proxy-mode` name. */
export const proxyModes: ReadonlyMap<string, ProxyMode> = new Map([iptablesMode].map((mode) => [mode.name, mode]));
