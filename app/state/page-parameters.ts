import { languages, type Language } from '../i18n/language.js';
import { views, type View } from './layout.js';

/** Parts of the embedded page that its host may leave out. */
export const hideable = ['header', 'title', 'mode', 'yaml', 'open', 'strip'] as const;
export type Hideable = (typeof hideable)[number];

/** What the address asks of the page: `?embed=1&lang=&theme=&mode=&panes=&readonly=&hide=&origin=`. */
export interface PageParameters {
  readonly embed: boolean;
  readonly language: Language | undefined;
  readonly theme: 'light' | 'dark' | undefined;
  /** kube-proxy's mode to begin with. */
  readonly mode: string | undefined;
  /** The views that an embedded page offers, the first one shown; all of them when empty. */
  readonly panes: readonly View[];
  /** The scenario of ours to open. */
  readonly scenario: string | undefined;
  readonly readonly: boolean;
  readonly hide: ReadonlySet<Hideable>;
  /** Who may speak to an embedded page: the origin of the page around it. */
  readonly origin: string | undefined;
}

const asLanguage = (text: string | null): Language | undefined =>
  languages.find((language) => language === text) ?? (text?.toLowerCase().startsWith('zh') ? 'zh-CN' : undefined);

const asOrigin = (text: string | null): string | undefined => {
  if (text === null) return undefined;
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
};

const isOn = (text: string | null): boolean => text !== null && text !== '0' && text !== 'false';

const known = <T extends string>(text: string | null, all: readonly T[]): readonly T[] =>
  (text ?? '').split(',').flatMap((word) => all.find((one) => one === word.trim()) ?? []);

const slug = (text: string | null): string | undefined =>
  text !== null && /^[a-z0-9-]{1,40}$/.test(text) ? text : undefined;

export function readPageParameters(query: string): PageParameters {
  const asked = new URLSearchParams(query);
  const theme = asked.get('theme');
  const mode = asked.get('mode');
  return {
    embed: isOn(asked.get('embed')),
    language: asLanguage(asked.get('lang')),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    mode: mode !== null && /^[a-z]{1,20}$/.test(mode) ? mode : undefined,
    panes: known(asked.get('panes'), views),
    scenario: slug(asked.get('scenario')),
    readonly: isOn(asked.get('readonly')),
    hide: new Set(known(asked.get('hide'), hideable)),
    origin: asOrigin(asked.get('origin')),
  };
}

/** Those of this page. */
export const pageParameters = readPageParameters(typeof window === 'undefined' ? '' : window.location.search);

/** The query that asks for them, shortest form. */
export function writePageParameters(asked: Partial<PageParameters>): string {
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['embed', asked.embed === true ? '1' : undefined],
    ['lang', asked.language],
    ['theme', asked.theme],
    ['mode', asked.mode],
    ['scenario', asked.scenario],
    ['panes', asked.panes?.join(',')],
    ['readonly', asked.readonly === true ? '1' : undefined],
    ['hide', [...(asked.hide ?? [])].join(',')],
    ['origin', asked.origin],
  ];
  const given = entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${value}`]));
  return given.length === 0 ? '' : `?${given.join('&')}`;
}
