import { afterEach, describe, expect, it } from 'vitest';
import type { Command, Query, RulesetView } from '../../sim-core/index.js';
import { createEngineClient, type EngineClientOptions } from './client.js';
import { EngineHost } from './host.js';
import { openInline } from './inline.js';
import type { EngineRequest, OpenTransport } from './messages.js';
import type { Attempt, EngineClient } from './protocol.js';

const advance = (ms: number): Command => ({ type: 'advance', ms });
const ping: Command = { type: 'send', from: { kind: 'node', node: 'node1' }, to: '10.96.0.1:443', protocol: 'TCP' };

/** What a fake worker does with a request instead of answering it. */
type Misfortune = 'crash' | 'hang';

/** A worker in all but name: answers later, on copies, and can be told to die. */
function fakeWorker(misfortune: (request: EngineRequest) => Misfortune | undefined = () => undefined): OpenTransport {
  return (listener) => {
    const host = new EngineHost();
    let alive = true;
    const later = (what: () => void): void => {
      setTimeout(() => {
        if (alive) what();
      }, 0);
    };
    later(listener.onReady);
    return {
      post: (request) => {
        later(() => {
          const fate = misfortune(request);
          if (fate === 'crash') listener.onFailure('out of memory');
          else if (fate === undefined) listener.onReply(structuredClone(host.handle(structuredClone(request))));
          else alive = false;
        });
      },
      close: () => {
        alive = false;
      },
    };
  };
}

/** Strikes once, at the first `advance` of this length. */
function at(ms: number, fate: Misfortune): (request: EngineRequest) => Misfortune | undefined {
  let struck = false;
  return ({ method, args }) => {
    const [command] = args;
    if (struck || method !== 'dispatch' || JSON.stringify(command) !== JSON.stringify(advance(ms))) return undefined;
    struck = true;
    return fate;
  };
}

const clients: EngineClient[] = [];
function client(options: EngineClientOptions): EngineClient {
  const made = createEngineClient({ requestMs: 2000, readyMs: 2000, ...options });
  clients.push(made);
  return made;
}
afterEach(() => {
  for (const made of clients.splice(0)) made.close();
});

describe('an engine client', () => {
  it('starts, dispatches, queries, looks back and truncates', async () => {
    const engine = client({ openWorker: fakeWorker() });
    const started = await engine.start({ seed: 7, log: [advance(5)] });
    const sent = await engine.dispatch(ping);
    expect(sent.traces.map((trace) => trace.outcome)).toEqual(['connected']);
    expect((await engine.query({ kind: 'cluster' })).time).toBe(sent.time);
    expect((await engine.query({ kind: 'cluster' }, 1)).time).toBe(started.time);
    expect(await engine.log()).toEqual([advance(5), ping]);
    expect((await engine.truncate(1)).time).toBe(started.time);
    expect(await engine.log()).toEqual([advance(5)]);
  });

  it.each([
    [
      'may not start',
      (): never => {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    ],
    [
      'fails before it is up',
      ((listener) => {
        setTimeout(() => {
          listener.onFailure('blocked');
        }, 0);
        return { post: () => undefined, close: () => undefined };
      }) satisfies OpenTransport,
    ],
    ['never comes up', (() => ({ post: () => undefined, close: () => undefined })) satisfies OpenTransport],
  ])('works on the page itself where a worker %s', async (_, openWorker) => {
    const engine = client({ openWorker, openInline, readyMs: 20 });
    const sent = await engine.dispatch(ping);
    expect(sent.accepted).toBe(true);
    expect(await engine.log()).toEqual([ping]);
  });

  it.each(['crash', 'hang'] as const)('replays the log after a %s and answers what waited', async (fate) => {
    const engine = client({ openWorker: fakeWorker(at(13, fate)), requestMs: 300 });
    let restarts = 0;
    engine.onRestart(() => {
      restarts += 1;
    });
    await engine.start({ seed: 3, log: [advance(1)] });
    const before = await engine.dispatch(advance(2));
    const [lost, next, view] = await Promise.allSettled([
      engine.dispatch(advance(13)),
      engine.dispatch(advance(4)),
      engine.query({ kind: 'cluster' }),
    ]);
    expect(lost.status).toBe('rejected');
    expect(next).toMatchObject({ status: 'fulfilled', value: { time: before.time + 4 } });
    expect(view).toMatchObject({ status: 'fulfilled', value: { time: before.time + 4 } });
    expect(await engine.log()).toEqual([advance(1), advance(2), advance(4)]);
    expect(restarts).toBe(1);
  });

  const named = (name: string): Command => ({
    type: 'apply',
    file: 'service.yaml',
    manifest: `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ports: [{ port: 80 }] }\n`,
  });
  const rules: Query = { kind: 'ruleset', node: 'node1' };
  const cluster: Query = { kind: 'cluster' };

  it('does commands over again, and shows what came of it', async () => {
    const engine = client({ openWorker: fakeWorker() });
    await engine.start({ seed: 1, log: [ping] });
    const settle: Command = { type: 'settle' };
    const first: Attempt = { from: 1, tried: named('a'), after: [settle], queries: [cluster] };
    expect(await engine.retry(first)).toMatchObject({ accepted: true, answers: [await engine.query(cluster)] });
    const again: Attempt = { ...first, tried: named('b') };
    expect(await engine.retry(again)).toMatchObject({ accepted: true, answers: [await engine.query(cluster)] });
    expect(await engine.log()).toEqual([ping, named('b'), settle]);
    const refused = await engine.retry({ ...again, tried: named('no_name') });
    expect(refused).toMatchObject({ accepted: false, tried: { accepted: false } });
    expect(refused).not.toHaveProperty('answers');
    expect(await engine.log()).toEqual([ping, named('b'), settle]);
    const names = (await engine.query({ kind: 'cluster' })).services.map(({ name }) => name);
    expect(names).toContain('b');
    expect(names).not.toContain('a');
    await engine.truncate(1);
    expect(await engine.log()).toEqual([ping]);
  });

  it('keeps in the answers of a look whatever is as it was', async () => {
    const engine = client({ openWorker: fakeWorker() });
    await engine.start({ seed: 1, log: [] });
    const [before] = await engine.look([rules, cluster]);
    expect(before).toEqual(await engine.query(rules));
    await engine.dispatch(ping);
    const [after] = await engine.look([rules, cluster]);
    expect(after).toEqual(await engine.query(rules));
    expect(after).not.toEqual(before);
    const chains = (value: unknown) => (value as RulesetView).chains;
    expect(chains(after)).toBe(chains(before));
    const [, past] = await engine.look([rules, cluster], 0);
    expect(past).toEqual(await engine.query(cluster, 0));
  });

  it('answers looks after a crash, although the new host knows nothing of earlier ones', async () => {
    const engine = client({ openWorker: fakeWorker(at(13, 'crash')) });
    await engine.start({ seed: 1, log: [] });
    await engine.look([rules, cluster]);
    const [, look] = await Promise.allSettled([engine.dispatch(advance(13)), engine.look([cluster, rules])]);
    const want = [await engine.query(cluster), await engine.query(rules)];
    expect(look).toEqual({ status: 'fulfilled', value: want });
  });

  it('knows the log that the host has, also after a moment inside a command', async () => {
    const engine = client({ openWorker: fakeWorker() });
    await engine.start({ seed: 1, log: [named('a'), advance(500)] });
    const { time } = await engine.query({ kind: 'cluster' });
    const truncated = engine.truncate({ time: time - 250 });
    const [log] = await Promise.all([engine.log(), truncated]);
    expect(log).toEqual([named('a'), { type: 'partly', command: advance(500), until: time - 250 }]);
  });

  it('rejects what is asked after it was closed', async () => {
    const engine = client({ openWorker: fakeWorker() });
    engine.close();
    await expect(engine.log()).rejects.toThrow('closed');
  });
});
