import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../../kube/store.js';
import { familyOf, type IpFamily } from '../../net/ip.js';
import { readIpsets, saveIpsets } from '../../ipvs/ipset/listing.js';
import type { Ipset } from '../../ipvs/ipset/model.js';
import { listVirtualServers } from '../../ipvs/listing.js';
import { flagsOf } from '../../ipvs/model.js';
import { readVirtualServers } from '../../ipvs/read.js';
import { readRuleset } from '../../netfilter/iptables/read.js';
import { writeRuleset } from '../../netfilter/iptables/write.js';
import { recordedCluster, recordedMoments, recordedObjects } from '../../test/recorded-cluster.js';
import { compileDataplane } from '../compile.js';
import type { ProxyNode } from '../node.js';

const root = fileURLToPath(new URL('../../fixtures/recorded/ipvs/', import.meta.url));

/** What was recorded of one node and family. */
interface Recorded {
  readonly node: string;
  readonly family: IpFamily;
  readonly scheduler: string;
  readonly virtualServers: readonly { readonly address: string; readonly port: number; readonly flags: number }[];
  readonly ipsets: Readonly<Record<string, { readonly type: string; readonly entries: readonly string[] }>>;
  readonly kubeIPVS0: readonly string[];
  readonly iptablesNat: string;
  readonly iptablesFilter: string;
  readonly ipsetSave: string;
  readonly ipvsadmLn: string;
}

interface Case {
  readonly scenario: string;
  readonly moment: string;
  readonly file: string;
}

const cases: readonly Case[] = readdirSync(root).flatMap((scenario) =>
  readdirSync(`${root}${scenario}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /ipvs6?\.node\d\.json$/.test(path))
    .map((path) => ({
      scenario,
      moment: path.slice(0, path.lastIndexOf('/')),
      file: path.slice(path.lastIndexOf('/') + 1),
    })),
);

const read = ({ scenario, moment, file }: Case): Recorded =>
  JSON.parse(readFileSync(`${root}${scenario}/${moment}/${file}`, 'utf8')) as Recorded;

interface Items<T> {
  readonly items: readonly T[];
}

/** Objects of a scenario whose other modes were not recorded stand beside what was recorded. */
function objectsOf({ scenario, moment }: Case): ApiObjects {
  const directory = `${root}${scenario}/${moment}`;
  if (!existsSync(`${directory}/services.json`)) return recordedObjects(scenario, moment);
  const items = <T>(file: string): readonly T[] =>
    (JSON.parse(readFileSync(`${directory}/${file}`, 'utf8')) as Items<T>).items;
  const tx = new ApiTx(emptyApiObjects);
  for (const service of items<Service>('services.json')) {
    tx.put<'Service'>({ ...service, apiVersion: 'v1', kind: 'Service' });
  }
  for (const slice of items<EndpointSlice>('endpointslices.json')) {
    tx.put<'EndpointSlice'>({ ...slice, apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' });
  }
  return tx.commit();
}

/** Recorded nodes had no further addresses; dual-stack ones knew only those of IPv6. */
function machine({ scenario }: Case, name: string): ProxyNode {
  const node = recordedCluster(scenario).nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`${scenario} has no ${name}`);
  const dualStack = node.primaryIPs.length > 1;
  const own = node.ips.filter((ip) => !ip.startsWith('172.16.5.'));
  return { ...node, ips: dualStack ? own.filter((ip) => familyOf(ip) === 'IPv6') : own };
}

const config = (scheduler: string) => ({
  ...recordedCluster('01-three-ips').config,
  mode: 'ipvs',
  ipvs: { scheduler },
});

/** Rules without what the recording's date and Go's map order put there. */
const rulesOf = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const withoutInitval = (text: string): readonly string[] =>
  text
    .replace(/ initval 0x[0-9a-f]{8}$/gm, '')
    .split('\n')
    .sort();

/** These recordings lack the rules of the filter table: kube-proxy had only made its chains when they were taken. */
const halfWritten = (recorded: Recorded): boolean => !recorded.iptablesFilter.includes('-A KUBE-FORWARD');

describe('what kube-proxy 1.34 programmed in ipvs mode', () => {
  it('covers the recordings', () => {
    expect(cases.length).toBeGreaterThan(65);
    expect(cases.filter((one) => halfWritten(read(one))).length).toBeLessThanOrEqual(2);
  });

  it.each(cases)('$scenario $moment $file', (one) => {
    const recorded = read(one);
    const node = machine(one, recorded.node);
    const { dataplane } = compileDataplane(objectsOf(one), node, config(recorded.scheduler));
    const servers = (dataplane.ipvs?.virtualServers ?? []).filter((v) => familyOf(v.address) === recorded.family);
    expect(listVirtualServers(servers)).toBe(recorded.ipvsadmLn);
    expect(servers.map((v) => `${v.address} ${v.port} ${flagsOf(v)}`).sort()).toEqual(
      recorded.virtualServers.map((v) => `${v.address} ${v.port} ${v.flags}`).sort(),
    );
    const sets = new Map([...(dataplane.ipsets ?? [])].filter(([, set]) => set.family === recorded.family));
    expect(withoutInitval(saveIpsets(sets))).toEqual(withoutInitval(recorded.ipsetSave));
    expect(Object.fromEntries([...sets].map(([name, set]: [string, Ipset]) => [name, set.type]))).toEqual(
      Object.fromEntries(Object.entries(recorded.ipsets).map(([name, { type }]) => [name, type])),
    );
    expect(dataplane.addresses.filter((ip) => familyOf(ip) === recorded.family).toSorted()).toEqual(
      recorded.kubeIPVS0.toSorted(),
    );
    const ruleset = dataplane.iptables.get(`kube-proxy/${recorded.family}`);
    const text = ruleset === undefined ? '' : writeRuleset(ruleset);
    const expected = recorded.iptablesNat + (halfWritten(recorded) ? '' : recorded.iptablesFilter);
    expect(rulesOf(halfWritten(recorded) ? text.slice(0, text.indexOf('*filter')) : text)).toEqual(rulesOf(expected));
  });
});

describe('listings', () => {
  it.each(cases)('$scenario $moment $file reads back as it was written', (one) => {
    const { ipvsadmLn, ipsetSave, iptablesNat, family } = read(one);
    const servers = readVirtualServers(ipvsadmLn);
    expect(servers.ok && listVirtualServers(servers.value)).toBe(ipvsadmLn);
    const sets = readIpsets(ipsetSave);
    expect(withoutInitval(sets.ok ? saveIpsets(sets.value) : '')).toEqual(withoutInitval(ipsetSave));
    const ruleset = readRuleset(iptablesNat, family);
    expect(rulesOf(ruleset.ok ? writeRuleset(ruleset.value) : '')).toEqual(rulesOf(iptablesNat));
  });

  it.each(['TCP 10.0.0.1:80 rr', 'TCP  10.0.0.1:99999 rr', 'TCP  10.0.0.1:80 xx', '  -> 10.0.0.1:80 Masq 1'])(
    'refuses %s',
    (line) => {
      expect(readVirtualServers(`${line}\n`).ok).toBe(line.startsWith('TCP 10'));
    },
  );
});

describe('a compile that reuses what did not change', () => {
  it.each(['46-over-time-scale', '47-over-time-service-edits', '48-over-time-readiness-flip'])('%s', (scenario) => {
    const moments = recordedMoments().filter((one) => one.scenario === scenario);
    const [node] = recordedCluster(scenario).nodes;
    if (node === undefined) throw new Error(`${scenario} has no node`);
    let previous: ReturnType<typeof compileDataplane> | undefined;
    for (const { moment } of moments) {
      const objects = recordedObjects(scenario, moment);
      previous = compileDataplane(objects, node, config('rr'), previous);
      expect(previous.dataplane).toEqual(compileDataplane(objects, node, config('rr')).dataplane);
      expect(compileDataplane(objects, node, config('rr'), previous).dataplane.ipvs?.virtualServers).toEqual(
        previous.dataplane.ipvs?.virtualServers,
      );
    }
    expect(moments.length).toBeGreaterThan(1);
  });
});
