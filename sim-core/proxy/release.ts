/** The release of kube-proxy where nobody says otherwise. */
export const currentRelease = 'v1.34';

/** The minor of `v1.34`, `1.34` or `v1.34.9`; undefined for anything else. */
export function minorOf(release: string): number | undefined {
  const [, minor] = /^v?1\.(\d{1,2})(?:\.\d+)?$/.exec(release) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

export const releaseOf = (minor: number): string => `v1.${minor}`;

export type HostOs = 'linux' | 'windows';

/** In which releases a mode can be asked for on an operating system. */
export interface ModeHistory {
  readonly name: string;
  readonly os: HostOs;
  /** The first minor in which a plain configuration may name it. */
  readonly since: number;
  /** The last one. */
  readonly until?: number;
}

/**
 * When each mode came and went. Feature gates that were off by default count as not yet: ipvs had
 * SupportIPVSProxyMode until 1.9, nftables NFTablesProxyMode until 1.31.
 * @see CHANGELOG-1.26.md "The userspace proxy mode is no longer supported on Linux and Windows"
 * @see KEP-3866 (nftables), KEP-265 (ipvs), KEP-1860
 */
export const modeHistory: readonly ModeHistory[] = [
  { name: 'iptables', os: 'linux', since: 1 },
  { name: 'nftables', os: 'linux', since: 31 },
  { name: 'ipvs', os: 'linux', since: 9 },
  { name: 'userspace', os: 'linux', since: 0, until: 25 },
  { name: 'userspace', os: 'windows', since: 5, until: 25 },
  { name: 'kernelspace', os: 'windows', since: 8 },
];

export const isPossible = ({ since, until = Infinity }: ModeHistory, minor: number): boolean =>
  since <= minor && minor <= until;

/** The modes that a configuration may name, in the order of the API server's sorted lists. */
export const possibleModes = (os: HostOs, minor: number): readonly string[] =>
  modeHistory
    .filter((mode) => mode.os === os && isPossible(mode, minor))
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1));

/** Where a mode can be had that is not possible here: the nearest release on this system, else the other system. */
export function whereElse(
  name: string,
  os: HostOs,
  minor: number,
): { readonly release: string; readonly os: HostOs } | undefined {
  const known = modeHistory.filter((mode) => mode.name === name);
  const here = known.find((mode) => mode.os === os);
  const [found = here] = here === undefined ? known : [here];
  if (found === undefined) return undefined;
  const nearest = Math.min(Math.max(minor, found.since), found.until ?? minor);
  return { release: releaseOf(Math.max(nearest, found.since)), os: found.os };
}
