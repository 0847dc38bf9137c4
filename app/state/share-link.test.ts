import fc from 'fast-check';
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

const anyLab: fc.Arbitrary<SharedLab> = fc
  .record({
    seed: fc.nat(),
    texts: fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][\w .-]{0,20}$/), fc.string({ unit: 'grapheme' })), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    }),
    draft: fc.option(fc.string(), { nil: undefined }),
    scenario: fc.option(fc.constantFrom('opening', 'scale'), { nil: undefined }),
    mode: fc.option(fc.constantFrom('ipvs', 'nftables'), { nil: undefined }),
    log: fc.array(
      fc.oneof(
        fc.record({ type: fc.constant('apply' as const), manifest: fc.string(), file: fc.constant('a.yaml') }),
        fc.record({ type: fc.constant('settle' as const) }),
        fc.record({ type: fc.constant('advance' as const), ms: fc.nat(100_000) }),
      ),
      { maxLength: 40 },
    ),
    view: fc.constantFrom('map' as const, 'path' as const, 'rules' as const, 'compare' as const, 'dns' as const),
    packet: fc.option(
      fc.record({ id: fc.nat(), leg: fc.constantFrom('request' as const, 'reply' as const), cursor: fc.nat(80) }),
      { nil: undefined },
    ),
  })
  .map(({ texts, draft, scenario, mode, packet, ...rest }) => ({
    ...rest,
    active: texts[0]?.[0] ?? '',
    files: texts.map(([name, text], i) => ({ name, text, ...(i === 0 && draft !== undefined && { applied: draft }) })),
    ...(scenario !== undefined && { scenario }),
    ...(mode !== undefined && { config: { mode } as NonNullable<SharedLab['config']> }),
    ...(packet !== undefined && { packet }),
  }));

describe('any Lab', () => {
  it('comes back from its link as it went', async () => {
    await fc.assert(
      fc.asyncProperty(anyLab, async (made) => {
        expect(await readLink(await writeLink(made))).toEqual({ ok: true, lab: made });
      }),
      { numRuns: 60 },
    );
  });

  it('never comes back as another one when its link was cut or changed', async () => {
    await fc.assert(
      fc.asyncProperty(anyLab, fc.nat(), fc.stringMatching(/^[\w-]{0,6}$/), async (made, place, other) => {
        const link = await writeLink(made);
        const at = link.lastIndexOf('.') + 1 + (place % (link.length - link.lastIndexOf('.') - 1));
        const cut = await readLink(link.slice(0, at));
        expect(cut).toMatchObject({ ok: false, problem: { kind: 'incomplete' } });
        // Raw DEFLATE has no checksum: what still reads has the shape of a Lab, and what does not is refused.
        const changed = await readLink(link.slice(0, at) + other + link.slice(at + other.length));
        if (changed.ok) expect(asLab(changed.lab)).toEqual(changed.lab);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    '#v1',
    '#v1.',
    '#v1..',
    '#v1.zzzzzz.',
    '#v0.4.AAAA',
    '#v1.-1.AAAA',
    `#v1.8ao.${'A'.repeat(1_000_000)}`,
    '#v9999.4.AAAA',
    '\u0000',
  ])('is not made of %.20j', async (fragment) => {
    expect(await readLink(fragment)).toMatchObject({ ok: false });
  });
});

describe('the shape of a Lab', () => {
  it.each<[string, unknown]>([
    ['a file twice', { ...lab, files: [lab.files[0], lab.files[0]] }],
    ['a name that is no key like another', { ...lab, files: [{ name: '__proto__', text: '' }] }],
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
