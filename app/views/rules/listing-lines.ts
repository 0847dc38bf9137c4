import { hostPort, type HnsView, type IpvsView, type Origin } from '../../../sim-core/index.js';
import { addressId, policyId, realServerId, serverId, setEntryId } from '../../state/thing-ids.js';
import type { SaveLine } from './save-lines.js';

/** What a line of a listing stands for. */
interface Meaning {
  readonly id: string;
  readonly origin?: Origin | undefined;
}

export { addressId, policyId, realServerId, serverId, setEntryId };

type Meanings = (line: string, number: number) => Meaning | undefined;

/** Lines of a listing in order: each takes the next of the things that are listed when its shape says so. */
const inOrder =
  (things: readonly Meaning[], isThing: (line: string) => boolean): (() => Meanings) =>
  () => {
    let next = 0;
    return (line) => (isThing(line) ? things[next++] : undefined);
  };

function serverMeanings({ virtualServers }: IpvsView): () => Meanings {
  const things = virtualServers.flatMap(({ protocol, address, port, origin, realServers }) => {
    const virtual = hostPort(address, port);
    const reals = realServers.map((real) => ({
      id: realServerId(protocol, virtual, hostPort(real.address, real.port)),
      origin: real.origin,
    }));
    return [{ id: serverId(protocol, virtual), origin }, ...reals];
  });
  return inOrder(things, (line) => /^(TCP|UDP|SCTP) |^ {2}-> (?!RemoteAddress)/.test(line));
}

function setMeanings({ ipsets }: IpvsView): () => Meanings {
  return () => {
    let set = '';
    return (line) => {
      set = /^Name: (\S+)/.exec(line)?.[1] ?? set;
      const entry = ipsets.find(({ name }) => name === set)?.entries.find(({ text }) => text === line.split(' ')[0]);
      return entry === undefined ? undefined : { id: setEntryId(set, entry.text), origin: entry.origin };
    };
  };
}

function addressMeanings({ addresses }: IpvsView): () => Meanings {
  return () => (line) => {
    const ip = /^ +inet6? ([^/]+)\//.exec(line)?.[1];
    const found = addresses.find(({ address }) => address === ip);
    return found === undefined ? undefined : { id: addressId(found.address), origin: found.origin };
  };
}

/** Every line of a policy's object belongs to the policy. */
function policyMeanings({ loadBalancers }: HnsView): () => Meanings {
  return () => {
    let at = -1;
    return (line) => {
      if (line === '  {') at++;
      const policy = line.startsWith('  ') ? loadBalancers[at] : undefined;
      return policy === undefined ? undefined : { id: policyId(policy.id), origin: policy.origin };
    };
  };
}

const none: () => Meanings = () => () => undefined;

/** By command line. */
export const ipvsMeanings = (view: IpvsView): Readonly<Record<string, () => Meanings>> => ({
  'ipvsadm -Ln': serverMeanings(view),
  'ipset list': setMeanings(view),
  'ip addr show kube-ipvs0': addressMeanings(view),
});

export const hnsMeanings = (view: HnsView): Readonly<Record<string, () => Meanings>> => ({
  'hnsdiag list loadbalancers -d': policyMeanings(view),
});

/** A command's output, each line tied to what it stands for. */
export function listingLines(text: string, meanings: () => Meanings = none): readonly SaveLine[] {
  const meaningOf = meanings();
  return text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line, i): SaveLine => {
      const meaning = meaningOf(line, i);
      return {
        key: `${i}`,
        number: i + 1,
        sign: ' ',
        text: line,
        kind: meaning === undefined ? 'text' : 'rule',
        ...(meaning && { ruleId: meaning.id }),
        ...(meaning?.origin && { origin: meaning.origin }),
      };
    });
}
