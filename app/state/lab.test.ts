import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngineClient } from '../engine/client.js';
import { openInline } from '../engine/inline.js';
import type { OpenTransport } from '../engine/messages.js';
import { apply, redo, revert, seek, send, step, undo } from './actions.js';
import { boot, openScenario } from './boot.js';
import { useClusterView } from './cluster-view.js';
import { applyStateOf, updateFile, useDocument, type FileState } from './document.js';
import { useHistory } from './history.js';
import { useNotices } from './notices.js';
import { lookAt } from './time-travel.js';
import { litNow, usePlayback } from './playback.js';
import { useSelection } from './selection.js';

const service = (): FileState => {
  const file = useDocument.getState().files.find((one) => one.name === 'service.yaml');
  if (file === undefined) throw new Error('service.yaml is open');
  return file;
};

const type = (from: string, to: string): void => {
  const { name, text } = service();
  expect(text).toContain(from);
  updateFile(name, { text: text.replace(from, to) });
};

const state = () => applyStateOf(useDocument.getState());
const revision = () => useClusterView.getState().revision;

let crash: (message: string) => void = () => undefined;

/** A host that can be made to die. */
const openMortal: OpenTransport = (listener) => {
  crash = (message) => listener.onFailure(message);
  return openInline(listener);
};

beforeAll(() => boot(createEngineClient({ openWorker: openMortal })));

describe('the Lab', () => {
  it('opens on a running cluster with a packet ready to send from outside', () => {
    expect(useClusterView.getState().phase).toBe('ready');
    expect(state()).toBe('clean');
    const { source, target, trace } = usePlayback.getState();
    expect([source?.kind, target?.kind, trace]).toEqual(['external', 'nodePort', undefined]);
  });

  it('sends a packet and steps from the request into the reply', async () => {
    await send();
    const { trace } = usePlayback.getState();
    expect(trace?.outcome).toBe('answered');
    seek(Number.MAX_SAFE_INTEGER);
    step();
    expect(usePlayback.getState()).toMatchObject({ leg: 'reply', cursor: 0 });
  });

  it('lights the packet’s hop until something is pinned, and again after a step', () => {
    seek(0, 'request');
    useSelection.getState().pin({ object: { kind: 'Service', namespace: 'default', name: 'myservice' } });
    expect(litNow()?.hop).toBeUndefined();
    step();
    expect(litNow()?.hop).toMatchObject({ leg: 'request', index: 1 });
  });

  it('keeps the accepted revision running when an edit is refused', async () => {
    const before = revision();
    type('targetPort: 8080', 'targetPort: 8080\n    nodePort: 80');
    await apply();
    expect([state(), revision()]).toEqual(['rejected', before]);
    expect(service().problems[0]?.text).toContain('The range of valid ports is 30000-32767');
    revert('service.yaml');
    expect(state()).toBe('clean');
  });

  it('applies an edit, sends the packet through it, and undoes and redoes both', async () => {
    const [old, before] = [service().text, revision()];
    const packet = usePlayback.getState().trace?.id;
    type('targetPort: 8080', 'targetPort: 8080\n    nodePort: 30123');
    await apply();
    expect([state(), revision()]).toEqual(['applied', before + 1]);
    expect(usePlayback.getState().target?.to).toContain(':30123');
    expect(usePlayback.getState().trace?.id).not.toBe(packet);
    await undo();
    expect([service().text, revision(), usePlayback.getState().trace?.id]).toEqual([old, before, packet]);
    await redo();
    expect([revision(), usePlayback.getState().target?.to]).toEqual([before + 1, expect.stringContaining(':30123')]);
  });

  it('undoes and redoes a jump in time as one step, however often it was scrubbed on the way', async () => {
    const steps = useHistory.getState().past.length;
    const at = () => useClusterView.getState().at;
    for (const moment of [1, { time: 900 }, 2]) await lookAt(moment);
    expect([at(), useHistory.getState().past.length]).toEqual([2, steps + 1]);
    await undo();
    expect([at(), useHistory.getState().past.length]).toEqual([undefined, steps]);
    await redo();
    expect(at()).toBe(2);
    await lookAt(undefined);
    expect([at(), useHistory.getState().past.length]).toEqual([undefined, steps]);
  });

  it('does not lose what can be redone by looking at another time, and undoes nothing twice', async () => {
    const before = revision();
    await undo();
    expect(revision()).toBe(before - 1);
    await lookAt(1);
    await lookAt(undefined);
    await redo();
    expect(revision()).toBe(before);
  });

  it('keeps what is being typed when an earlier apply is undone', async () => {
    type('port: 80\n', 'port: 81\n');
    const typed = service().text;
    await undo();
    expect([service().text, state()]).toEqual([typed, 'edited']);
    await openScenario('opening');
    expect(service().text).toBe(service().applied);
  });

  it('says that the engine was restarted, and has lost nothing', async () => {
    const before = [revision(), useClusterView.getState().timeline.length];
    crash('out of memory');
    await vi.waitFor(() => expect(useNotices.getState().notice?.kind).toBe('engine-restarted'));
    expect([revision(), useClusterView.getState().timeline.length]).toEqual(before);
  });
});
