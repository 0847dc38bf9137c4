import { create } from 'zustand';
import type { Diagnosis } from '../../sim-core/index.js';
import { asScenarioSlug } from '../scenarios/list.js';
import { manifestFiles } from './cluster-text.js';
import { useClusterView } from './cluster-view.js';
import { useDocument } from './document.js';
import { engine } from './engine.js';
import { scenarioSource } from './scenarios.js';

interface Diagnoses {
  readonly all: readonly Diagnosis[];
  /** The texts in which their places were found. */
  readonly texts: Readonly<Record<string, string>>;
  /** What the scenario itself began with: finding it is the learner's part. */
  readonly given: { readonly scenario: string | undefined; readonly keys: ReadonlySet<string> };
  /** Given ones that the learner asked to see. */
  readonly unveiled: ReadonlySet<string>;
}

export const useDiagnoses = create<Diagnoses>()(() => ({
  all: [],
  texts: {},
  given: { scenario: undefined, keys: new Set() },
  unveiled: new Set(),
}));

/** The same finding, before and after an edit elsewhere. */
export const diagnosisKey = ({ finding, origin: { object, field } }: Diagnosis): string =>
  `${finding.code} ${object.kind} ${object.namespace}/${object.name} ${field}`;

export const isVeiled = ({ given, unveiled }: Diagnoses, key: string): boolean =>
  given.keys.has(key) && !unveiled.has(key);

export const unveil = (key: string): void =>
  useDiagnoses.setState(({ unveiled }) => ({ unveiled: new Set([...unveiled, key]) }));

/** So long after the last change: a hint may wait, a keystroke may not. */
const pauseMillis = 400;

/** Longer texts are left alone. */
const longestLookedAt = 300_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let watchers = 0;
let stop: (() => void) | undefined;

function lookSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void look(), pauseMillis);
}

/** Asks anew. An answer that is out of date when it comes is dropped: a newer question is on its way. */
export async function look(): Promise<void> {
  const { phase, version, at } = useClusterView.getState();
  const { files, scenario } = useDocument.getState();
  if (phase !== 'ready') return;
  const texts = Object.fromEntries(manifestFiles(files).map(({ name, text }) => [name, text]));
  const long = Object.values(texts).some((text) => text.length > longestLookedAt);
  const all = long ? [] : await engine().query({ kind: 'diagnoses', files: texts }, at);
  if (useClusterView.getState().version !== version || useDocument.getState().scenario !== scenario) return;
  if (useDiagnoses.getState().given.scenario === scenario) {
    useDiagnoses.setState({ all, texts });
    return;
  }
  const keys = givenIn(all, texts, await textsOf(scenario));
  if (useDocument.getState().scenario !== scenario) return;
  useDiagnoses.setState({ all, texts, given: { scenario, keys }, unveiled: new Set() });
}

async function textsOf(scenario: string | undefined): Promise<Readonly<Record<string, string>>> {
  const slug = asScenarioSlug(scenario);
  if (slug === undefined) return {};
  const { files } = await scenarioSource(slug);
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

/** What is found in a text that is still the scenario's own; in another the learner made it. */
export const givenIn = (
  all: readonly Diagnosis[],
  texts: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): ReadonlySet<string> =>
  new Set(
    all
      .filter(({ place }) => place !== undefined && texts[place.file] === own[place.file])
      .map((diagnosis) => diagnosisKey(diagnosis)),
  );

/** As long as somebody shows hints they are kept up to date, always after what they are about is on the screen. */
export function watchDiagnoses(): () => void {
  watchers++;
  if (watchers === 1) {
    const stops = [
      useClusterView.subscribe((state, before) => {
        if (state.version !== before.version || state.phase !== before.phase) lookSoon();
      }),
      useDocument.subscribe((state, before) => {
        if (state.files !== before.files) lookSoon();
      }),
    ];
    stop = () => {
      for (const one of stops) one();
      clearTimeout(timer);
    };
    lookSoon();
  }
  return () => {
    watchers--;
    if (watchers === 0) stop?.();
  };
}

/** Tells of lines that stood in an earlier text where they are now; nothing of those that were changed themselves. */
export function linesNow(before: string, now: string): (line: number) => number | undefined {
  if (before === now) return (line) => line;
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  return (line) => {
    if (line <= start) return line;
    if (line > old.length - end) return line + fresh.length - old.length;
    // The changed lines themselves: the hint stays near until it is looked at anew.
    return line <= fresh.length - end ? line : undefined;
  };
}
