import type { KubeProxyConfig } from './config.js';
import { currentRelease, minorOf, possibleModes, type HostOs } from './release.js';

/** A line of kube-proxy's log, less the time. */
export interface LogLine {
  readonly severity: 'I' | 'W' | 'E';
  /** `file.go:line`. */
  readonly at: string;
  readonly text: string;
}

/** What comes of starting kube-proxy. */
export type Startup =
  | { readonly kind: 'runs'; readonly mode: string; readonly log: readonly LogLine[] }
  | {
      readonly kind: 'fails';
      /** The error as the process says it before it exits. */
      readonly error: string;
      readonly log: readonly LogLine[];
    };

/** The machine that it starts on. */
export interface Machine {
  readonly os: HostOs;
  /** Kernel modules that cannot be loaded, such as `ip_vs`. */
  readonly missingModules: readonly string[];
}

const currentMinor = minorOf(currentRelease) ?? 34;

/** Reads its configuration, checks it, and makes the proxier it asks for, or exits with an error. */
export function startKubeProxy(config: KubeProxyConfig, machine: Machine): Startup {
  const minor = minorOf(config.release ?? currentRelease) ?? currentMinor;
  const invalid = modeError(config.mode, machine.os, minor);
  if (invalid !== undefined) return fails(`failed validate: ${invalid}`, []);
  const asked = config.mode;
  const mode = asked === '' ? defaultMode(machine.os, minor) : asked;
  const blank = asked === '' ? [info('server_linux.go:53', quote(`Using ${mode} proxy`))] : [];
  const start = proxiers[mode] ?? plain;
  return start(mode, { config, machine, minor, before: machine.os === 'linux' ? blank : [] });
}

/**
 * Why a mode may not be named; undefined when it may.
 * @see pkg/proxy/apis/config/validation/validation.go (v1.34) validateProxyModeLinux, validateProxyModeWindows
 */
export function modeError(asked: string, os: HostOs, minor: number): string | undefined {
  const modes = possibleModes(os, minor);
  if (asked === '' || modes.includes(asked)) return undefined;
  // The lists have been written with a space since userspace left them.
  const list = modes.join(minor <= 25 ? ',' : ', ');
  const path = 'KubeProxyConfiguration.Mode.ProxyMode';
  return `${path}: Invalid value: ${quote(asked)}: must be ${list} or blank ${blankMeans(os, minor)}`;
}

const blankMeans = (os: HostOs, minor: number): string => {
  if (os === 'linux') return '(blank means the best-available proxy [currently iptables])';
  const most = minor <= 25 ? 'userspace' : "'kernelspace'";
  return `(blank means the most-available proxy [currently ${most}])`;
};

/** @see cmd/kube-proxy/app/server_windows.go (v1.25) getProxyMode, server_linux.go (v1.34) platformApplyDefaults */
const defaultMode = (os: HostOs, minor: number): string =>
  os === 'linux' ? 'iptables' : minor <= 25 ? 'userspace' : 'kernelspace';

interface Start {
  readonly config: KubeProxyConfig;
  readonly machine: Machine;
  readonly minor: number;
  readonly before: readonly LogLine[];
}

type StartMode = (mode: string, start: Start) => Startup;

const plain: StartMode = (mode, { before }) => ({
  kind: 'runs',
  mode,
  log: [...before, info('server_linux.go:132', quote(`Using ${mode} Proxier`))],
});

const firstModules = ['ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh'] as const;

/**
 * ipvs mode wants the kernel's IPVS and the module of its scheduler. Until 1.25 it made do with iptables;
 * since 1.26 it exits. Until 1.26 it looked at the list of modules; since then it tries a virtual server.
 * @see pkg/proxy/ipvs/proxier.go (v1.34) CanUseIPVSProxier; kubernetes/kubernetes#111806, #114669
 */
const ipvs: StartMode = (mode, start) => {
  const { config, machine, minor, before } = start;
  const scheduler = config.ipvs?.scheduler || 'rr';
  const wanted = [...new Set([...firstModules, `ip_vs_${scheduler}`])];
  if (minor <= 26) {
    const missing = wanted.filter((name) => isMissing(machine, name));
    if (missing.length === 0) return plain(mode, start);
    const why = `IPVS proxier will not be used because the following required kernel modules are not loaded: [${missing.join(' ')}]`;
    if (minor === 26) return fails(`can't use the IPVS proxier: ${why}`, before);
    const warned = [
      ...before,
      error('server_others.go:140', `${quote("Can't use the IPVS proxier")} err=${quote(why)}`),
      info('server_others.go:561', quote("Can't use ipvs proxier, trying iptables proxier")),
    ];
    return plain('iptables', { ...start, before: warned });
  }
  if (isMissing(machine, 'ip_vs')) {
    const log = [...before, info('proxier.go:756', `${quote('Dummy VS not created')} scheduler=${quote(scheduler)}`)];
    return fails("can't use the IPVS proxier: Ipvs not supported", log);
  }
  if (!isMissing(machine, `ip_vs_${scheduler}`)) return plain(mode, start);
  const why = 'no such file or directory';
  const dummy = `${quote('Could not create dummy VS')} err=${quote(why)} scheduler=${quote(scheduler)}`;
  return fails(`can't use the IPVS proxier: ${why}`, [...before, error('proxier.go:749', dummy)]);
};

/** Without ip_vs there is no scheduler either. */
const isMissing = ({ missingModules }: Machine, name: string): boolean =>
  missingModules.includes(name) || (name.startsWith('ip_vs') && missingModules.includes('ip_vs'));

const proxiers: Readonly<Record<string, StartMode>> = { ipvs };

/** An error that ends the process is told twice: where it arose, unless the configuration is to blame, and at exit. */
const fails = (message: string, before: readonly LogLine[]): Startup => {
  const arose = message.startsWith('failed validate')
    ? []
    : [error('server.go:143', `${quote('Error running ProxyServer')} err=${quote(message)}`)];
  const exit = error('run.go:72', `${quote('command failed')} err=${quote(message)}`);
  return { kind: 'fails', error: message, log: [...before, ...arose, exit] };
};

const info = (at: string, text: string): LogLine => ({ severity: 'I', at, text });
const error = (at: string, text: string): LogLine => ({ severity: 'E', at, text });

/** As Go's strconv.Quote: for ASCII the same as JSON. */
const quote = (text: string): string => JSON.stringify(text);
