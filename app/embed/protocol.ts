import type { Outcome } from '../../sim-core/index.js';
import type { Language } from '../i18n/language.js';
import { views, type View } from '../state/layout.js';
import type { Leg } from '../state/playback.js';
import type { Theme } from '../state/settings.js';

/**
 * What an embedded page and the page around it say to each other by `postMessage`. Every message
 * carries `kubehop: 1`, the protocol's version; a message of another version is left alone.
 */
export const protocolVersion = 1;

/** Where the packet is. `hop` counts from 1. */
export interface StepReport {
  readonly packet: number;
  readonly leg: Leg;
  readonly hop: number;
  readonly hops: number;
  /** Code of the reason, stable over languages: `dnat`, `no-endpoints`. */
  readonly reason: string;
  /** Node, pod or other place, as the page names it. */
  readonly place: string;
}

export type Outgoing =
  | { readonly type: 'ready' }
  | ({ readonly type: 'step' } & StepReport)
  /** The packet in view has come to its end. */
  | { readonly type: 'completed'; readonly packet: number; readonly outcome: Outcome }
  /** The height in CSS pixels at which nothing has to be scrolled. */
  | { readonly type: 'resize'; readonly height: number }
  /** In English: a link that cannot be opened, a text that the API server refuses, a message that makes no sense. */
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'exported'; readonly id: string; readonly format: ExportFormat; readonly data: string };

export type ExportFormat = 'link' | 'yaml' | 'trace';

export type Incoming =
  /** Opens a share link, or texts by file name; without either's text the opening lab. */
  | { readonly type: 'load'; readonly link: string }
  | { readonly type: 'load'; readonly files: Readonly<Record<string, string>>; readonly seed: number }
  /** `hop` counts from 1 within the leg. */
  | { readonly type: 'goto'; readonly hop: number; readonly leg: Leg }
  | { readonly type: 'set'; readonly language?: Language; readonly theme?: Theme; readonly view?: View }
  | { readonly type: 'export'; readonly id: string; readonly format: ExportFormat };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = <T extends string>(value: unknown, all: readonly T[]): T | undefined => all.find((one) => one === value);

const most = { text: 1_000_000, allTexts: 2_000_000, files: 50, id: 200 };

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= most.text;

/** Whether a message means to be one of ours, in this version. */
export const isOurs = (data: unknown): boolean => isFields(data) && data['kubehop'] === protocolVersion;

/** A message, if it is one of ours and makes sense. */
export function readIncoming(data: unknown): Incoming | undefined {
  if (!isFields(data) || data['kubehop'] !== protocolVersion) return undefined;
  switch (data['type']) {
    case 'load':
      return readLoad(data);
    case 'goto': {
      const { hop, leg = 'request' } = data;
      const side = oneOf(leg, ['request', 'reply'] as const);
      if (typeof hop !== 'number' || !Number.isInteger(hop) || side === undefined) return undefined;
      return { type: 'goto', hop, leg: side };
    }
    case 'set': {
      const language = oneOf(data['lang'], ['en', 'zh-CN'] as const);
      const theme = oneOf(data['theme'], ['light', 'dark'] as const);
      const view = oneOf(data['view'], views);
      return { type: 'set', ...(language && { language }), ...(theme && { theme }), ...(view && { view }) };
    }
    case 'export': {
      const format = oneOf(data['format'] ?? 'link', ['link', 'yaml', 'trace'] as const);
      const { id = '' } = data;
      return format === undefined || !isText(id) || id.length > most.id ? undefined : { type: 'export', id, format };
    }
    default:
      return undefined;
  }
}

function readLoad({ link, files, seed = 1 }: Fields): Incoming | undefined {
  if (isText(link)) return { type: 'load', link };
  if (!isFields(files) || typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0) return undefined;
  const texts = Object.entries(files);
  if (texts.length > most.files || !texts.every(([name, text]) => isFileName(name) && isText(text))) return undefined;
  const length = texts.reduce((sum, [, text]) => sum + String(text).length, 0);
  if (length > most.allTexts) return undefined;
  return { type: 'load', files: files as Readonly<Record<string, string>>, seed };
}

/** `__proto__` would be no key like another. */
const isFileName = (name: string): boolean => /^\w[\w .-]{0,80}$/.test(name) && !name.startsWith('__');
