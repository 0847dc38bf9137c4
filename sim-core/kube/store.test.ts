import { expect, it } from 'vitest';
import type { ConfigMap } from './objects.js';
import { ApiTx, emptyApiObjects, getObject, keyOf, listObjects } from './store.js';

const configMap = (name: string): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
});

it('leaves the state it started from untouched and shares what did not change', () => {
  const tx = new ApiTx(emptyApiObjects);
  tx.put(configMap('a'));
  const next = tx.commit();
  expect(listObjects(emptyApiObjects, 'ConfigMap')).toEqual([]);
  expect(getObject(next, 'ConfigMap', 'default', 'a')?.metadata.resourceVersion).toBe('2');
  expect(next.kinds.Pod).toBe(emptyApiObjects.kinds.Pod);
});

it('does not let later writes reach a committed state', () => {
  const tx = new ApiTx(emptyApiObjects);
  tx.put(configMap('a'));
  const first = tx.commit();
  tx.put(configMap('b'));
  tx.delete(keyOf(configMap('a')));
  expect(listObjects(first, 'ConfigMap').map((o) => o.metadata.name)).toEqual(['a']);
  expect(listObjects(tx.commit(), 'ConfigMap').map((o) => o.metadata.name)).toEqual(['b']);
});

it('filters by namespace', () => {
  const tx = new ApiTx(emptyApiObjects);
  tx.put(configMap('a'));
  expect(listObjects(tx.commit(), 'ConfigMap', 'other')).toEqual([]);
});
