import { err, ok, type Result } from '../../../base/result.js';
import { familyOf, ipFromBigInt, ipToBigInt, parseIp, type Ip, type IpFamily } from '../../../net/ip.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated, readUnsigned, type WordReader } from '../words.js';

type Recent = Extract<Match, { kind: 'recent' }>;

export const fullMask = (family: IpFamily): string =>
  family === 'IPv4' ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';

/** The part of the address that the list keeps. */
function masked(ip: Ip, mask: string): Ip {
  const family = familyOf(ip);
  return mask === fullMask(family) ? ip : ipFromBigInt(ipToBigInt(ip) & ipToBigInt(mask), family);
}

/** A list's name becomes a file below /proc/net/xt_recent. */
const validName = (name: string): boolean => /^[^\s/"]{1,199}$/.test(name);

interface Draft {
  op?: Recent['op'];
  not?: true;
  seconds?: number;
  reap?: true;
  name: string;
  mask: string;
}

function finish(draft: Draft): Result<Recent, string> {
  const { op, ...rest } = draft;
  if (op === undefined) return err('-m recent is modelled with --set or --rcheck');
  if (draft.reap && draft.seconds === undefined) return err('--reap needs --seconds');
  return ok({ kind: 'recent', op, ...rest });
}

/** What each option leaves in the draft; or what is wrong with it. */
const readers: Readonly<Record<string, (draft: Draft, words: WordReader, family: IpFamily) => string | undefined>> = {
  '--reap': (draft) => {
    draft.reap = true;
    return undefined;
  },
  '--name': (draft, words) => {
    draft.name = words.next();
    return validName(draft.name) ? undefined : `"${draft.name}" is not a list's name`;
  },
  '--seconds': (draft, words) => {
    const seconds = readUnsigned(words.next(), 0xffffffff);
    if (!seconds) return '--seconds is not a positive number';
    draft.seconds = seconds;
    return undefined;
  },
  '--mask': (draft, words, family) => {
    const mask = parseIp(words.next());
    if (mask === undefined || familyOf(mask) !== family) return `--mask is not an ${family} mask`;
    draft.mask = mask;
    return undefined;
  },
  '--rsource': () => undefined,
};

export const recent: MatchDef<Recent> = {
  cite: 'net/netfilter/xt_recent.c recent_mt; iptables extensions/libxt_recent.c recent_save',
  modules: ['recent'],
  stateful: true,
  write: (m) => [
    ...['-m', 'recent', ...negated(m.not), `--${m.op}`],
    ...(m.seconds === undefined ? [] : ['--seconds', String(m.seconds)]),
    ...(m.reap ? ['--reap'] : []),
    ...['--name', m.name, '--mask', m.mask, '--rsource'],
  ],
  read: (words, { family }) => {
    const draft: Draft = { name: 'DEFAULT', mask: fullMask(family) };
    for (;;) {
      const operation = words.negatable(['--set', '--rcheck']);
      if (operation) {
        draft.op = operation.name === '--set' ? 'set' : 'rcheck';
        if (operation.not) draft.not = true;
        continue;
      }
      const option = words.option(Object.keys(readers));
      if (option === undefined) return finish(draft);
      const problem = readers[option]?.(draft, words, family);
      if (problem !== undefined) return err(problem);
    }
  },
  evaluate: (m, passage) => {
    const lists = passage.tx.recent;
    const address = masked(passage.skb.packet.src, m.mask);
    const found =
      m.op === 'set' ? lists.set(m.name, address) : lists.check(m.name, address, m.seconds, m.reap === true);
    if (m.op === 'rcheck' && found) passage.affinity = { list: m.name };
    return found !== (m.not === true);
  },
  list: (m) => ({
    text: [
      ...negated(m.not),
      `recent: ${m.op === 'set' ? 'SET' : 'CHECK'}`,
      ...(m.seconds === undefined ? [] : [`seconds: ${m.seconds}`]),
      ...(m.reap ? ['reap'] : []),
      `name: ${m.name} side: source mask: ${m.mask}`,
    ].join(' '),
  }),
  summarize: (m) =>
    [
      ...negated(m.not),
      m.op === 'set' ? 'remember client' : 'client seen',
      ...(m.seconds ? [`< ${m.seconds}s`] : []),
    ].join(' '),
};
