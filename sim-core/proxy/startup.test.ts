import { describe, expect, it } from 'vitest';
import { defaultClusterConfig } from '../world/config.js';
import { minorOf, possibleModes, whereElse, type HostOs } from './release.js';
import { startKubeProxy, type Startup } from './startup.js';

const start = (
  mode: string,
  release: string,
  os: HostOs = 'linux',
  missing: readonly string[] = [],
  scheduler = '',
): Startup =>
  startKubeProxy(
    { ...defaultClusterConfig.kubeProxy, mode, release, ipvs: { scheduler } },
    { os, missingModules: missing },
  );

const path = 'failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value:';
const best = '(blank means the best-available proxy [currently iptables])';

describe('what kube-proxy refuses, in its own words', () => {
  it.each<[string, string, HostOs, string]>([
    ['userspace', 'v1.34', 'linux', `${path} "userspace": must be iptables, ipvs, nftables or blank ${best}`],
    ['userspace', 'v1.26', 'linux', `${path} "userspace": must be iptables, ipvs or blank ${best}`],
    ['kernelspace', 'v1.34', 'linux', `${path} "kernelspace": must be iptables, ipvs, nftables or blank ${best}`],
    ['kernelspace', 'v1.25', 'linux', `${path} "kernelspace": must be iptables,ipvs,userspace or blank ${best}`],
    ['nftables', 'v1.28', 'linux', `${path} "nftables": must be iptables, ipvs or blank ${best}`],
    ['nftables', 'v1.30', 'linux', `${path} "nftables": must be iptables, ipvs or blank ${best}`],
    ['IPVS', 'v1.34', 'linux', `${path} "IPVS": must be iptables, ipvs, nftables or blank ${best}`],
    ['say "x"', 'v1.34', 'linux', `${path} "say \\"x\\"": must be iptables, ipvs, nftables or blank ${best}`],
    [
      'iptables',
      'v1.34',
      'windows',
      `${path} "iptables": must be kernelspace or blank (blank means the most-available proxy [currently 'kernelspace'])`,
    ],
    [
      'iptables',
      'v1.25',
      'windows',
      `${path} "iptables": must be kernelspace,userspace or blank (blank means the most-available proxy [currently userspace])`,
    ],
  ])('%s in %s on %s', (mode, release, os, error) => {
    const startup = start(mode, release, os);
    expect(startup).toMatchObject({ kind: 'fails', error });
    expect(startup.log.at(-1)).toEqual({
      severity: 'E',
      at: 'run.go:72',
      text: `"command failed" err=${JSON.stringify(error)}`,
    });
  });

  it.each<[string, string, HostOs, string]>([
    ['', 'v1.34', 'linux', 'iptables'],
    ['', 'v1.34', 'windows', 'kernelspace'],
    ['userspace', 'v1.25', 'linux', 'userspace'],
    ['nftables', 'v1.31', 'linux', 'nftables'],
    ['nftables', 'v1.34.9', 'linux', 'nftables'],
    ['kernelspace', 'v1.34', 'windows', 'kernelspace'],
    ['ipvs', 'v1.20', 'linux', 'ipvs'],
  ])('%j in %s on %s runs as %s', (mode, release, os, runs) => {
    expect(start(mode, release, os)).toMatchObject({ kind: 'runs', mode: runs });
  });
});

describe('where a refused mode can be had', () => {
  it.each<[string, HostOs, string, ReturnType<typeof whereElse>]>([
    ['userspace', 'linux', 'v1.34', { release: 'v1.25', os: 'linux' }],
    ['nftables', 'linux', 'v1.25', { release: 'v1.31', os: 'linux' }],
    ['kernelspace', 'linux', 'v1.34', { release: 'v1.34', os: 'windows' }],
    ['iptables', 'windows', 'v1.34', { release: 'v1.34', os: 'linux' }],
    ['ebpf', 'linux', 'v1.34', undefined],
  ])('%s, from %s %s', (mode, os, release, expected) => {
    const found = whereElse(mode, os, minorOf(release) ?? 0);
    expect(found).toEqual(expected);
    if (found !== undefined) expect(possibleModes(found.os, minorOf(found.release) ?? 0)).toContain(mode);
  });
});

describe('ipvs without its kernel modules', () => {
  const list = 'IPVS proxier will not be used because the following required kernel modules are not loaded:';
  it.each<[string, readonly string[], string, string]>([
    ['v1.34', ['ip_vs'], '', "can't use the IPVS proxier: Ipvs not supported"],
    ['v1.34', ['ip_vs_lc'], 'lc', "can't use the IPVS proxier: no such file or directory"],
    ['v1.26', ['ip_vs'], '', `can't use the IPVS proxier: ${list} [ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh]`],
    ['v1.26', ['ip_vs_sh'], '', `can't use the IPVS proxier: ${list} [ip_vs_sh]`],
  ])('%s without %j exits', (release, missing, scheduler, error) => {
    const startup = start('ipvs', release, 'linux', missing, scheduler);
    expect(startup).toMatchObject({ kind: 'fails', error });
    expect(startup.log.map(({ text }) => text)).toContain(`"Error running ProxyServer" err=${JSON.stringify(error)}`);
  });

  it('makes do with iptables until 1.25, and says so', () => {
    const startup = start('ipvs', 'v1.25', 'linux', ['ip_vs']);
    expect(startup).toMatchObject({ kind: 'runs', mode: 'iptables' });
    expect(startup.log.map(({ text }) => text)).toEqual([
      `"Can't use the IPVS proxier" err="${list} [ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh]"`,
      `"Can't use ipvs proxier, trying iptables proxier"`,
      '"Using iptables Proxier"',
    ]);
  });

  it('does not mind a scheduler that it does not use', () => {
    expect(start('ipvs', 'v1.34', 'linux', ['ip_vs_lc'])).toMatchObject({ kind: 'runs', mode: 'ipvs' });
  });
});
