import { describe, expect, it } from 'vitest';
import { isLink } from './link-form.js';
import { asLab, readLink, writeLink, type SharedLab } from './share-link.js';

const lab: SharedLab = {
  seed: 42,
  active: 'service.yaml',
  files: [{ name: 'service.yaml', text: 'kind: Service # 服务 🐳\n', applied: 'kind: Service\n' }],
  log: [{ type: 'apply', manifest: 'kind: Service\n', file: 'service.yaml' }, { type: 'settle' }],
  view: 'rules',
  packet: { id: 3, leg: 'reply', cursor: 4 },
};

/** A link of anything at all. */
const linkOf = (value: unknown): Promise<string> => writeLink(value as SharedLab);

describe('a share link', () => {
  it('brings back what it was made of', async () => {
    const link = await writeLink(lab);
    expect(link).toMatch(/^#v1\.[0-9a-z]+\.[\w-]+$/);
    expect(await readLink(link)).toEqual({ ok: true, lab });
  });

  it('opens with what a chat put behind it left away', async () => {
    expect(await readLink(`${await writeLink(lab)}AAAA`)).toEqual({ ok: true, lab });
  });

  it('says how much of it is missing', async () => {
    const link = await writeLink(lab);
    const data = link.split('.')[2] ?? '';
    expect(await readLink(link.slice(0, -20))).toEqual({
      ok: false,
      problem: { kind: 'incomplete', expected: data.length, found: data.length - 20 },
    });
  });

  it.each([
    ['letters changed', async () => (await writeLink(lab)).replace(/.{12}$/, 'AAAAAAAAAAAA'), 'damaged'],
    ['no length', () => '#v1.abc', 'damaged'],
    ['not a Lab', () => linkOf({ seed: 'x' }), 'damaged'],
    ['a later version', async () => (await linkOf(lab)).replace('#v1', '#v2'), 'newer'],
    ['a bomb', () => linkOf({ ...lab, active: 'a'.repeat(20_000_000) }), 'too-large'],
  ])('refuses a link with %s', async (_name, link, kind) => {
    expect(await readLink(await link())).toMatchObject({ ok: false, problem: { kind } });
  });

  it('is told from other fragments', () => {
    expect(['#v1.a.b', 'v12.x', '#top', ''].map(isLink)).toEqual([true, true, false, false]);
  });
});

describe('the shape of a Lab', () => {
  it.each<[string, unknown]>([
    ['a file twice', { ...lab, files: [lab.files[0], lab.files[0]] }],
    ['a path for a name', { ...lab, files: [{ name: '../x', text: '' }] }],
    ['a command without a type', { ...lab, log: [{}] }],
    ['a seed that is no number', { ...lab, seed: NaN }],
  ])('does not allow %s', (_name, value) => {
    expect(asLab(value)).toBeUndefined();
  });

  it('leaves out a packet that makes no sense, and an unknown view', () => {
    expect(asLab({ ...lab, view: 'x', packet: { id: -1, leg: 'request', cursor: 0 } })).toMatchObject({ view: 'map' });
    expect(asLab({ ...lab, packet: { id: -1 } })?.packet).toBeUndefined();
  });
});
