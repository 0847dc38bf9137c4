import { err, ok, type Result } from '../../../base/result.js';
import { familyOf, ipFromBigInt, ipToBigInt, parseIp, type Ip, type IpFamily } from '../../../net/ip.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated, readUnsigned } from '../words.js';

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

const options = ['--set', '--rcheck', '--seconds', '--reap', '--name', '--mask', '--rsource'];

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
  if (!validName(draft.name)) return err(`"${draft.name}" is not a list's name`);
  if (draft.reap && draft.seconds === undefined) return err('--reap needs --seconds');
  return ok({ kind: 'recent', op, ...rest });
}

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
      const option = words.option(options);
      if (option === undefined) return finish(draft);
      if (option.name === '--set' || option.name === '--rcheck') {
        draft.op = option.name === '--set' ? 'set' : 'rcheck';
        if (option.not) draft.not = true;
      } else if (option.name === '--reap') draft.reap = true;
      else if (option.name === '--name') draft.name = words.next();
      else if (option.name === '--mask') {
        const mask = parseIp(words.next());
        if (mask === undefined || familyOf(mask) !== family) return err(`--mask is not an ${family} mask`);
        draft.mask = mask;
      } else if (option.name === '--seconds') {
        const seconds = readUnsigned(words.next(), 0xffffffff);
        if (!seconds) return err('--seconds is not a positive number');
        draft.seconds = seconds;
      }
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
