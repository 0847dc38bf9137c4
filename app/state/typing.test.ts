import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngineClient } from '../engine/client.js';
import { openInline } from '../engine/inline.js';
import { undo } from './actions.js';
import { boot } from './boot.js';
import { useClusterView } from './cluster-view.js';
import { applyStateOf, useDocument } from './document.js';
import { engine } from './engine.js';
import { useHistory } from './history.js';
import { inTurn } from './turns.js';
import { edit } from './typing.js';

const name = 'service.yaml';
const text = (): string => useDocument.getState().files.find((file) => file.name === name)?.text ?? '';
const state = () => applyStateOf(useDocument.getState());
const steps = () => useHistory.getState().past.length;
const nodePort = async (): Promise<number | undefined> => {
  const answer = await engine().query({ kind: 'cluster' });
  return answer.services.find((service) => service.name === 'myservice')?.ports[0]?.nodePort;
};

const withPort = (port: string): string =>
  text()
    .replace(/\n {4}nodePort: .*/, '')
    .replace('targetPort: 8080', `targetPort: 8080\n    nodePort: ${port}`);

/** All that was typed has been taken to the engine. */
const taken = () => inTurn(() => Promise.resolve());

beforeAll(() => boot(createEngineClient({ openWorker: openInline })));
/** What waits for the writer to pause; the engine's own timers run. */
let held: (() => void) | undefined;
/** What each look at the clock adds to it. */
let tick = 0;
beforeEach(() => {
  let now = 0;
  tick = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += tick));
  const { setTimeout: real } = globalThis;
  const holding = (act: () => void, millis?: number): unknown => {
    if (millis !== 700) return real(act, millis);
    held = act;
    return undefined;
  };
  vi.stubGlobal('setTimeout', holding);
  return () => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  };
});

/** The writer stops long enough for what was typed to be judged. */
async function pause(): Promise<void> {
  held?.();
  await taken();
}

describe('typing', () => {
  it('takes each keystroke at once, and leaves one step to undo', async () => {
    const [before, first] = [text(), steps()];
    for (const port of ['30123', '30124', '30125']) {
      edit(name, withPort(port));
      await taken();
      expect([await nodePort(), state()]).toEqual([Number(port), 'applied']);
    }
    expect(steps()).toBe(first + 1);
    await undo();
    expect(text()).toBe(before);
    expect(await nodePort()).not.toBe(30125);
  });

  it('begins a new step after a pause', async () => {
    const first = steps();
    edit(name, withPort('30200'));
    await taken();
    await pause();
    edit(name, withPort('30201'));
    await taken();
    expect(steps()).toBe(first + 2);
    await undo();
    expect(await nodePort()).toBe(30200);
    await undo();
  });

  it('says nothing of half a word until the pause, and keeps what ran', async () => {
    edit(name, withPort('30300'));
    await taken();
    const { revision } = useClusterView.getState();
    edit(name, withPort('3'));
    await taken();
    expect([await nodePort(), state()]).toEqual([30300, 'edited']);
    await pause();
    expect([await nodePort(), state(), useClusterView.getState().revision]).toEqual([30300, 'rejected', revision]);
    edit(name, withPort('30301'));
    await taken();
    expect([await nodePort(), state()]).toEqual([30301, 'applied']);
  });

  it('leaves it to the pause once keystrokes go on taking too long, until the pause is quick', async () => {
    tick = 200;
    for (const port of ['30400', '30401', '30402', '30403', '30404']) {
      edit(name, withPort(port));
      await taken();
      expect([await nodePort(), state()]).toEqual([Number(port), 'applied']);
    }
    edit(name, withPort('30405'));
    await taken();
    expect([await nodePort(), state()]).toEqual([30404, 'edited']);
    tick = 0;
    await pause();
    expect([await nodePort(), state()]).toEqual([30405, 'applied']);
    edit(name, withPort('30406'));
    await taken();
    expect([await nodePort(), state()]).toEqual([30406, 'applied']);
  });
});
