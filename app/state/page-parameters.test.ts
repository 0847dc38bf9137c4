import { describe, expect, it } from 'vitest';
import { readPageParameters, writePageParameters } from './page-parameters.js';

describe('what the address asks of the page', () => {
  it('is read', () => {
    const query =
      '?embed=1&lang=zh&theme=dark&mode=ipvs&panes=rules,map,nowhere&readonly&hide=yaml,x&origin=https://a.example/b';
    expect(readPageParameters(query)).toEqual({
      embed: true,
      language: 'zh-CN',
      theme: 'dark',
      mode: 'ipvs',
      panes: ['rules', 'map'],
      readonly: true,
      hide: new Set(['yaml']),
      origin: 'https://a.example',
    });
  });

  it.each(['', '?embed=0&lang=xx&theme=pink&mode=%3Cscript%3E&panes=&readonly=false&hide=&origin=nonsense'])(
    'is nothing for %j',
    (query) => {
      expect(readPageParameters(query)).toEqual({
        embed: false,
        language: undefined,
        theme: undefined,
        mode: undefined,
        panes: [],
        readonly: false,
        hide: new Set(),
        origin: undefined,
      });
    },
  );

  it('is written as it is read', () => {
    const query = '?embed=1&lang=en&theme=light&panes=map,path&readonly=1&hide=open&origin=https://a.example';
    expect(writePageParameters(readPageParameters(query))).toBe(query);
    expect(writePageParameters({})).toBe('');
  });
});
