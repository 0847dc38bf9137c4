import { describe, expect, it } from 'vitest';
import { bestOf, matchScore, withoutVerb } from './match.js';

describe('what a query finds', () => {
  it.each([
    ['send web', 'Send client → web 10.96.0.1:80', true],
    ['web send', 'Send client → web 10.96.0.1:80', true],
    ['webp9d', 'Pod web-7f-p9d', true],
    ['ipvs', 'Switch kube-proxy to ipvs', true],
    ['10.96.3', '10.96.0.1 … 3', false],
    ['xyz', 'Send client', false],
    ['深色', '换成深色 dark theme', true],
    ['', 'anything', true],
  ])('%j in %j: %s', (query, text, found) => expect(matchScore(query, text) !== undefined).toBe(found));

  it('puts words before letters, and starts before middles', () => {
    const texts = ['subweb', 'w e b site', 'web'].map((text) => ({ text }));
    expect(bestOf('web', texts, 9).map(({ text }) => text)).toEqual(['web', 'subweb', 'w e b site']);
  });

  it('keeps the order of equals, and no more than asked', () => {
    const texts = ['a1', 'a2', 'a3'].map((text) => ({ text }));
    expect(bestOf('', texts, 2).map(({ text }) => text)).toEqual(['a1', 'a2']);
  });
});

describe('what a query is about', () => {
  it.each([
    ['send web', 'web'],
    ['发送 web 80', 'web 80'],
    ['sender', 'sender'],
    ['send ', 'send '],
    ['resend web', 'resend web'],
  ])('%j: %j', (query, about) => expect(withoutVerb(query)).toBe(about));
});
