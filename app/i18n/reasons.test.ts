import { describe, expect, it } from 'vitest';
import type { Reason } from '../../sim-core/index.js';
import { languages } from './language.js';
import { textOf } from './catalogues.js';

/** Has whatever any reason's sentence may ask for. */
const anyReason = {
  to: 'there',
  from: 'here',
  pod: 'default/a',
  port: 80,
  address: '10.0.0.1',
  via: '10.0.0.2',
  outInterface: 'eth0',
  examined: 1,
  chain: 'KUBE-SERVICES',
  service: 'default/web',
  range: '10.0.0.0/8',
  why: 'mark',
  endpoint: '10.0.0.3:80',
  seconds: 10,
  probability: 0.5,
  drawn: 0.25,
  by: 'cni',
  with: 'icmp-port-unreachable',
  of: 2,
  timeoutMs: 250,
};

describe.each(languages)('reasons in %s', (language) => {
  const { reasons } = textOf(language);
  const codes = Object.keys(reasons) as Reason['code'][];

  it.each(codes)('%s', (code) => {
    const say = reasons[code] as (reason: object) => string;
    const sentence = say({ ...anyReason, code });
    expect(sentence).not.toMatch(/undefined|NaN|\[object|!|！|您/);
    expect(sentence).toMatch(language === 'en' ? /^[A-Z0-9a-z].*\.$/ : /。$/);
    // Half-width space between Han and Latin.
    expect(sentence).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
  });
});
