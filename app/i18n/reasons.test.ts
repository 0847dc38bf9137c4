import { describe, expect, it } from 'vitest';
import type { Reason } from '../../sim-core/index.js';
import { languages } from './language.js';
import { textOf } from './catalogues.js';

type Fields<R> = R extends unknown ? Exclude<keyof R, 'code'> : never;

/** Has whatever any reason's sentence may ask for: a new field without a sample does not compile. */
const anyReason: Readonly<Record<Fields<Reason>, unknown>> = {
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
  virtual: '10.96.0.1:80',
  scheduler: 'rr',
  overhead: 257,
  expected: 1.5,
  bucket: 3,
  buckets: 256,
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
