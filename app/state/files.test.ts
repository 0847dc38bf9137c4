import { beforeAll, describe, expect, it } from 'vitest';
import { createEngineClient } from '../engine/client.js';
import { apply, redo, send, undo } from './actions.js';
import { boot, openScenario } from './boot.js';
import { clusterFile } from './cluster-text.js';
import { useClusterView } from './cluster-view.js';
import { applyStateOf, standingProblems, updateFile, useDocument } from './document.js';
import { createFile, deleteFile, freeName, openFiles, renameFile, type DroppedFile } from './files.js';
import { useHistory } from './history.js';
import { useNotices } from './notices.js';
import { usePlayback } from './playback.js';

const names = () => useDocument.getState().files.map(({ name }) => name);
const file = (name: string) => useDocument.getState().files.find((one) => one.name === name);
const services = () => useClusterView.getState().cluster?.services.map(({ name }) => name) ?? [];
const nodes = () => useClusterView.getState().cluster?.nodes.map(({ name }) => name) ?? [];
const dropped = (name: string, text: string, size = text.length): DroppedFile => ({
  name,
  size,
  text: () => Promise.resolve(text),
});
const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: 80\n`;

beforeAll(() => boot(createEngineClient()));

describe('files', () => {
  it.each([
    ['a.yaml', [], 'a.yaml'],
    ['a.yaml', ['a.yaml'], 'a-2.yaml'],
    ['a.yaml', ['a.yaml', 'a-2.yaml'], 'a-3.yaml'],
    ['a', ['a'], 'a-2'],
  ])('%s beside %j becomes %s', (wanted, taken, free) => expect(freeName(wanted, taken)).toBe(free));

  it('opens with the Service, what it needs, and the cluster', () => {
    expect(names()).toEqual(['service.yaml', 'workloads.yaml', clusterFile]);
    expect(applyStateOf(useDocument.getState())).toBe('clean');
  });

  it('takes dropped files in, applies them, and undo takes them out again', async () => {
    await openFiles([dropped('more stuff.yaml', service('one')), dropped('service.yaml', service('two'))]);
    expect(names().slice(3)).toEqual(['more stuff.yaml', 'service-2.yaml']);
    expect(services()).toEqual(expect.arrayContaining(['one', 'two', 'myservice']));
    await undo();
    await undo();
    expect(names()).toHaveLength(3);
    expect(services()).not.toContain('one');
  });

  it.each([
    ['photo.png', 'x', 1, 'not-yaml'],
    ['binary.yaml', 'a\u0000b', 3, 'not-yaml'],
    ['large.yaml', '', 5_000_000, 'too-large'],
  ])('does not take %s', async (name, text, size, why) => {
    await openFiles([dropped(name, text, size)]);
    expect(useNotices.getState().notice).toEqual({ kind: 'file-refused', file: name, why });
    expect(names()).toHaveLength(3);
  });

  it('renames a file without the cluster noticing, and deletes it with what it made', async () => {
    await createFile();
    updateFile('manifest.yaml', { text: service('extra') });
    await apply();
    await renameFile('manifest.yaml', 'extra.yaml');
    expect([names().at(-1), services().includes('extra')]).toEqual(['extra.yaml', true]);
    updateFile('extra.yaml', { text: service('renamed') });
    await apply();
    expect(services()).toContain('renamed');
    expect(services()).not.toContain('extra');
    await deleteFile('extra.yaml');
    expect([names().includes('extra.yaml'), services().includes('renamed')]).toEqual([false, false]);
    await undo();
    expect([file('extra.yaml')?.text, services().includes('renamed')]).toEqual([service('renamed'), true]);
    await redo();
    expect(names()).not.toContain('extra.yaml');
  });

  it('loses nothing that was typed when a file’s creation is undone and redone', async () => {
    await createFile();
    const name = names().at(-1) ?? '';
    updateFile(name, { text: '# half a thought' });
    await undo();
    expect(names()).not.toContain(name);
    await redo();
    expect(file(name)?.text).toBe('# half a thought');
    await undo();
  });
});

describe('cluster.yaml', () => {
  it('builds the cluster anew, keeps what ran, and can be undone', async () => {
    await send();
    updateFile(clusterFile, {
      text: 'nodes: [{name: alpha}, {name: node2}, {name: node3}]\nkubeProxy: {masqueradeAll: true}\n',
    });
    await apply();
    expect([nodes(), services().includes('myservice')]).toEqual([['alpha', 'node2', 'node3'], true]);
    expect(useDocument.getState().config?.kubeProxy?.masqueradeAll).toBe(true);
    expect(useHistory.getState().past.at(-1)?.kind).toBe('cluster');
    await undo();
    expect(nodes()).toEqual(['node1', 'node2', 'node3']);
    expect(useDocument.getState().config?.kubeProxy?.masqueradeAll).not.toBe(true);
    // The text goes back with the cluster: left as it was typed, the next pause would apply it again.
    expect(file(clusterFile)?.text).toBe(file(clusterFile)?.applied);
    await redo();
    expect(nodes()).toContain('alpha');
    await undo();
  });

  it('keeps the cluster when the text is wrong, and says what and where', async () => {
    updateFile(clusterFile, { text: 'nodes:\n- name: a\n  ip: 10.0.0\n' });
    await apply();
    const cluster = file(clusterFile);
    expect(cluster && standingProblems(cluster)[0]).toMatchObject({ field: 'nodes[0].ip', range: { startLine: 3 } });
    expect([nodes()[0], applyStateOf(useDocument.getState())]).toEqual(['node1', 'rejected']);
  });
});

describe('scenarios', () => {
  it('opens with its packet on offer, and undo brings back what was there, typed text and all', async () => {
    const typed = file(clusterFile)?.text;
    await openScenario('zones');
    expect([useDocument.getState().scenario, nodes().length]).toEqual(['zones', 4]);
    expect(usePlayback.getState().target).toMatchObject({ kind: 'clusterIP', object: { name: 'catalog' } });
    await undo();
    expect([useDocument.getState().scenario, file(clusterFile)?.text, nodes().length]).toEqual(['opening', typed, 3]);
  });

  it('opens an empty cluster', async () => {
    await openScenario('empty');
    expect(services()).toEqual(['kubernetes']);
    expect(applyStateOf(useDocument.getState())).toBe('clean');
  });
});
