import { describe, expect, it } from 'vitest';
import { readIncoming } from './protocol.js';

const message = (fields: object) => readIncoming({ kubehop: 1, ...fields });

describe('a message from the page around', () => {
  it.each<[object, object]>([
    [
      { type: 'goto', hop: 3 },
      { type: 'goto', hop: 3, leg: 'request' },
    ],
    [
      { type: 'set', lang: 'zh-CN', theme: 'dark', view: 'rules' },
      { type: 'set', language: 'zh-CN', theme: 'dark', view: 'rules' },
    ],
    [{ type: 'set', theme: 'pink' }, { type: 'set' }],
    [
      { type: 'set', view: 'compare' },
      { type: 'set', view: 'compare' },
    ],
    [
      { type: 'load', link: '#v1.a.b' },
      { type: 'load', link: '#v1.a.b' },
    ],
    [
      { type: 'load', files: { 'service.yaml': 'kind: Service' } },
      { type: 'load', files: { 'service.yaml': 'kind: Service' }, seed: 1 },
    ],
    [
      { type: 'export', id: '7' },
      { type: 'export', id: '7', format: 'link' },
    ],
  ])('%j is read', (given, read) => {
    expect(message(given)).toEqual(read);
  });

  it.each<[string, unknown]>([
    ['another version', { kubehop: 2, type: 'goto', hop: 1 }],
    ['no version', { type: 'goto', hop: 1 }],
    ['no object', 'kubehop'],
    ['an unknown type', { kubehop: 1, type: 'run', code: 'alert(1)' }],
    ['a hop that is no number', { kubehop: 1, type: 'goto', hop: '1' }],
    ['a file outside', { kubehop: 1, type: 'load', files: { '../x': '' } }],
    ['a text without end', { kubehop: 1, type: 'load', link: 'a'.repeat(1_000_001) }],
    ['an array', [1, 'goto']],
    ['a version as text', { kubehop: '1', type: 'goto', hop: 1 }],
    ['a file that is no text', { kubehop: 1, type: 'load', files: { 'a.yaml': { toString: 1 } } }],
    ['a key that is no name', { kubehop: 1, type: 'load', files: JSON.parse('{"__proto__":"a: 1"}') as unknown }],
    [
      'more text than is worth reading',
      {
        kubehop: 1,
        type: 'load',
        files: { 'a.yaml': 'a'.repeat(900_000), 'b.yaml': 'a'.repeat(900_000), 'c.yaml': 'a'.repeat(900_000) },
      },
    ],
    ['a seed below nought', { kubehop: 1, type: 'load', files: {}, seed: -1 }],
    ['a name without end', { kubehop: 1, type: 'export', id: 'a'.repeat(201) }],
    ['an unknown format', { kubehop: 1, type: 'export', format: 'exe' }],
  ])('with %s is left alone', (_name, data) => {
    expect(readIncoming(data)).toBeUndefined();
  });
});
