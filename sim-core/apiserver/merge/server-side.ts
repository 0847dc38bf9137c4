/**
 * Server-side apply: lists merge by all of their keys, `port` and `protocol` for a Service's ports.
 *
 * @see sigs.k8s.io/structured-merge-diff, api/core/v1/types.go (v1.34) +listMapKey
 */
import { isJsonList, isJsonObject, type JsonObject } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import type { Schema } from '../decode/schema.js';

const childSchema = (schema: Schema, key: string): Schema => {
  if (schema.is === 'map') return schema.of;
  const field = schema.is === 'struct' && Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
  return field?.schema ?? { is: 'anything' };
};

/** Ports of both kinds are told apart by their protocol too, TCP when none is given. */
function itemKey(item: Json, mergeKey: string): string | undefined {
  if (!isJsonObject(item) || !Object.hasOwn(item, mergeKey)) return undefined;
  const key = String(item[mergeKey]);
  return mergeKey === 'port' || mergeKey === 'containerPort' ? `${key}/${String(item['protocol'] ?? 'TCP')}` : key;
}

/** The live object with the manifest's fields, without those that only the last manifest had. */
export function serverSideApply(live: JsonObject, applied: JsonObject, last: JsonObject, schema: Schema): JsonObject {
  const result = new Map(Object.entries(live));
  for (const key of Object.keys(last)) if (!Object.hasOwn(applied, key)) result.delete(key);
  for (const [key, value] of Object.entries(applied)) {
    result.set(
      key,
      applyValue(result.get(key), value, Object.hasOwn(last, key) ? last[key] : undefined, childSchema(schema, key)),
    );
  }
  return Object.fromEntries(result);
}

function applyValue(live: Json | undefined, applied: Json, last: Json | undefined, schema: Schema): Json {
  if (isJsonObject(applied) && isJsonObject(live) && schema.is !== 'anything') {
    return serverSideApply(live, applied, isJsonObject(last) ? last : {}, schema);
  }
  if (schema.is !== 'list' || schema.mergeKey === undefined || !isJsonList(applied) || !isJsonList(live))
    return applied;
  return applyList(live, applied, isJsonList(last) ? last : [], schema.of, schema.mergeKey);
}

function applyList(
  live: readonly Json[],
  applied: readonly Json[],
  last: readonly Json[],
  schema: Schema,
  mergeKey: string,
): readonly Json[] {
  const find = (items: readonly Json[], item: Json): Json | undefined =>
    items.find((other) => itemKey(other, mergeKey) === itemKey(item, mergeKey));
  const kept = live
    .filter((item) => find(applied, item) !== undefined || find(last, item) === undefined)
    .map((item) => {
      const change = find(applied, item);
      return change === undefined ? item : applyValue(item, change, find(last, item), schema);
    });
  return [...kept, ...applied.filter((item) => find(live, item) === undefined)];
}

/** What the server gave a Service by itself; all else of its spec an apply has set, defaults included. */
const allocated = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'];

/**
 * The fields that belong to earlier client-side applies: a server-side apply takes them over, and
 * gives up those that its manifest does not name.
 *
 * @see client-go/util/csaupgrade (v1.34)
 */
export function ownedFields(current: JsonObject, last: JsonObject): JsonObject {
  const spec = current['spec'];
  if (current['kind'] !== 'Service' || !isJsonObject(spec)) return last;
  const lastSpec = isJsonObject(last['spec']) ? last['spec'] : {};
  const ports = isJsonList(spec['ports']) ? spec['ports'].map(withoutNodePort) : [];
  const set = Object.entries(spec).filter(([key]) => !allocated.includes(key) || Object.hasOwn(lastSpec, key));
  return { ...last, spec: { ...Object.fromEntries(set), ports } };
}

const withoutNodePort = (port: Json): Json => {
  if (!isJsonObject(port)) return port;
  const { nodePort: _allocated, ...rest } = port;
  return rest;
};
