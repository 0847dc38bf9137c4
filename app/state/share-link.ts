import type { ClusterConfig, Command } from '../../sim-core/index.js';
import { views, type View } from './layout.js';
import type { Leg } from './playback.js';

/** A text of the editor in a link: as typed, and as the cluster runs it where that differs. */
export interface SharedFile {
  readonly name: string;
  readonly text: string;
  readonly applied?: string;
}

/** A whole Lab: what a link holds, so that it opens at the very step it was made at. */
export interface SharedLab {
  /** The scenario of ours that it began as. */
  readonly scenario?: string;
  readonly seed: number;
  /** How the cluster differs from the usual one. */
  readonly config?: Partial<ClusterConfig>;
  readonly active: string;
  readonly files: readonly SharedFile[];
  readonly log: readonly Command[];
  readonly view: View;
  readonly packet?: { readonly id: number; readonly leg: Leg; readonly cursor: number };
}

export type LinkProblem =
  /** The text ends before its end. */
  | { readonly kind: 'incomplete'; readonly expected: number; readonly found: number }
  /** All there, but not what was written. */
  | { readonly kind: 'damaged' }
  /** Written by a later version of kubehop. */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'too-large' };

export type ReadLink =
  { readonly ok: true; readonly lab: SharedLab } | { readonly ok: false; readonly problem: LinkProblem };

const version = 1;

/** What a link may be long, and hold when it is unpacked. */
const limits = { characters: 400_000, bytes: 4_000_000, files: 50, commands: 5000 };

/** `#v1.LENGTH.DATA`: raw DEFLATE of JSON in base64url, after its own length. */
const shape = /^#?v(\d{1,4})\.([0-9a-z]{1,6})\.([\w-]*)$/;

export async function writeLink(lab: SharedLab): Promise<string> {
  const packed = await collect(new Blob([JSON.stringify(lab)]).stream().pipeThrough(new CompressionStream(format)));
  const data = toBase64Url(packed);
  return `#v${version}.${data.length.toString(36)}.${data}`;
}

export async function readLink(fragment: string): Promise<ReadLink> {
  const [, written, length, data] = shape.exec(fragment.trim()) ?? [];
  if (written !== undefined && Number(written) > version) return refuse({ kind: 'newer', version: Number(written) });
  if (length === undefined || data === undefined) return refuse({ kind: 'damaged' });
  const expected = Number.parseInt(length, 36);
  if (data.length > limits.characters) return refuse({ kind: 'too-large' });
  if (data.length < expected) return refuse({ kind: 'incomplete', expected, found: data.length });
  try {
    const packed = new Blob([fromBase64Url(data.slice(0, expected))]);
    const unpacked = await collect(packed.stream().pipeThrough(new DecompressionStream(format)), limits.bytes);
    const lab = asLab(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked)));
    return lab === undefined ? refuse({ kind: 'damaged' }) : { ok: true, lab };
  } catch (error) {
    return refuse({ kind: error instanceof TooLarge ? 'too-large' : 'damaged' });
  }
}

const refuse = (problem: LinkProblem): ReadLink => ({ ok: false, problem });

const format = 'deflate-raw';

class TooLarge extends Error {}

async function collect(stream: ReadableStream<Uint8Array>, most = Infinity): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      // Nothing reads on, so nothing is unpacked on; what the stream says to that is of no use.
      reader.cancel().catch(() => undefined);
      throw new TooLarge();
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 4096) binary += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isFile = (value: unknown): value is SharedFile =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  /^\w[\w .-]{0,80}$/.test(value['name']) &&
  // `__proto__` would be no key like another.
  !value['name'].startsWith('__') &&
  typeof value['text'] === 'string' &&
  (value['applied'] === undefined || typeof value['applied'] === 'string');

const isCommand = (value: unknown): value is Command => isRecord(value) && typeof value['type'] === 'string';

/** What was unpacked, if it has the shape of a Lab. What its commands say is for the simulation to judge. */
export function asLab(value: unknown): SharedLab | undefined {
  if (!isRecord(value)) return undefined;
  const { scenario, seed, config, active, files, log, view, packet } = value;
  if (!isCount(seed) || typeof active !== 'string') return undefined;
  if (config !== undefined && !isRecord(config)) return undefined;
  if (!Array.isArray(files) || files.length > limits.files || !files.every(isFile)) return undefined;
  if (new Set(files.map(({ name }) => name)).size < files.length) return undefined;
  if (!Array.isArray(log) || log.length > limits.commands || !log.every(isCommand)) return undefined;
  const shared: SharedLab = {
    ...(typeof scenario === 'string' && { scenario }),
    seed,
    // What a configuration says is for the simulation to judge, as its commands are.
    ...(config !== undefined && { config: config as Partial<ClusterConfig> }),
    active,
    files: files as readonly SharedFile[],
    log: log as readonly Command[],
    view: views.find((known) => known === view) ?? 'map',
  };
  const at = asPacket(packet);
  return at === undefined ? shared : { ...shared, packet: at };
}

function asPacket(value: unknown): SharedLab['packet'] {
  if (!isRecord(value)) return undefined;
  const { id, leg, cursor } = value;
  if (!isCount(id) || !isCount(cursor) || (leg !== 'request' && leg !== 'reply')) return undefined;
  return { id, leg, cursor };
}
