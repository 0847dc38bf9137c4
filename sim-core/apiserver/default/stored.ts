/** Defaults of kinds that are only kept, as far as kubectl shows them. */
import { isJsonObject, type JsonObject } from '../../kube/json.js';
import type { Json, StoredObject } from '../../kube/objects.js';

/** Decoded fields are JSON. */
const fieldOf = (object: StoredObject, name: string): JsonObject => {
  const value = object[name] as Json | undefined;
  return isJsonObject(value) ? value : {};
};

/** UTF-8 in base 64, as `data` holds what `stringData` says in plain words. */
function base64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/gs)].map(([, hex, char]) =>
    hex === undefined ? (char ?? '').charCodeAt(0) : parseInt(hex, 16),
  );
  let result = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3);
    const left = bytes.length - i;
    const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    result += digits.map((digit, n) => (n <= left ? alphabet.charAt(digit) : '=')).join('');
  }
  return result;
}

/** @see pkg/apis/core/v1/{defaults,conversion}.go (v1.34) SetDefaults_Secret, Convert_v1_Secret_To_core_Secret */
export function defaultSecret(secret: StoredObject<'Secret'>): StoredObject<'Secret'> {
  const { stringData: _plain, apiVersion, kind, metadata, ...rest } = secret;
  const plain = Object.entries(fieldOf(secret, 'stringData')).map(([key, value]) => [key, base64(String(value))]);
  const data = { ...fieldOf(secret, 'data'), ...Object.fromEntries(plain) };
  return {
    apiVersion,
    kind,
    metadata,
    ...rest,
    ...(Object.keys(data).length > 0 && { data }),
    type: secret['type'] ?? 'Opaque',
  };
}

/** @see pkg/apis/core/v1/defaults.go (v1.34) SetDefaults_PersistentVolumeClaim */
export const defaultClaim = (claim: StoredObject<'PersistentVolumeClaim'>): StoredObject<'PersistentVolumeClaim'> => ({
  ...claim,
  spec: { volumeMode: 'Filesystem', ...fieldOf(claim, 'spec') },
  status: { phase: 'Pending' },
});

/** @see pkg/apis/storage/v1/defaults.go (v1.34) SetDefaults_StorageClass */
export const defaultStorageClass = (storage: StoredObject<'StorageClass'>): StoredObject<'StorageClass'> => ({
  ...storage,
  reclaimPolicy: storage['reclaimPolicy'] ?? 'Delete',
  volumeBindingMode: storage['volumeBindingMode'] ?? 'Immediate',
});
