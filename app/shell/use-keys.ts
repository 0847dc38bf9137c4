import { useEffect } from 'react';
import { apply, back, first, last, playOrPause, redo, send, step, undo } from '../state/actions.js';
import { enterAhead, typeAhead, useFinder } from '../state/finder.js';
import { useLayout, type View } from '../state/layout.js';
import { chooseMode } from '../state/mode-choice.js';
import { proxyModes } from '../state/mode-config.js';
import { useMapSearch } from '../state/map-search.js';
import { useSelection } from '../state/selection.js';
import { useSettings } from '../state/settings.js';
import { cyclePane, focusTerminal } from './panes.js';

const inTextField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null;

/** Controls that Space and Enter press. */
const onControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, [role=button], [role=option]') !== null;

const toggleTheme = (): void => {
  const { theme, setTheme } = useSettings.getState();
  setTheme(theme === 'dark' ? 'light' : 'dark');
};

const toggleLanguage = (): void => {
  const { language, setLanguage } = useSettings.getState();
  setLanguage(language === 'en' ? 'zh-CN' : 'en');
};

const goTo: Readonly<Record<string, View>> = { m: 'map', p: 'path', r: 'rules', c: 'compare', d: 'dns' };

/** M, then a digit. */
const modeOf = (key: string): (() => void) | undefined => {
  const mode = proxyModes[Number(key) - 1];
  return mode === undefined ? undefined : () => void chooseMode(mode);
};

const chordMillis = 1500;

function singleKeys(openSheet: () => void): Readonly<Record<string, () => void>> {
  return {
    ArrowRight: step,
    ArrowLeft: back,
    Home: first,
    End: last,
    ' ': playOrPause,
    s: () => void send(),
    S: () => void send(1000),
    '/': useMapSearch.getState().show,
    t: toggleTheme,
    l: toggleLanguage,
    '`': focusTerminal,
    '?': openSheet,
  };
}

/** Keys with a modifier act in text fields too, except undo, which is the field's own there. */
function modified(event: KeyboardEvent, openPalette: (() => void) | undefined): (() => void) | undefined {
  const command = event.metaKey || event.ctrlKey;
  if (!command || event.altKey) return undefined;
  if (event.key === 'Enter') return () => void apply();
  if (event.key.toLowerCase() === 'k' && !event.shiftKey && openPalette !== undefined) {
    return document.querySelector('dialog[open]') === null ? openPalette : () => undefined;
  }
  if (inTextField(event.target)) return undefined;
  if (event.key.toLowerCase() === 'z') return () => void (event.shiftKey ? redo() : undo());
  return event.key.toLowerCase() === 'y' ? () => void redo() : undefined;
}

/** The keyboard map. Widgets that use a key themselves keep it from getting here. */
export function useKeys(openSheet: () => void, openPalette?: () => void): void {
  useEffect(() => {
    const keys = singleKeys(openSheet);
    let chord = { key: '', until: 0 };

    const single = (event: KeyboardEvent): (() => void) | undefined => {
      if (event.metaKey || event.ctrlKey || event.altKey || inTextField(event.target)) return undefined;
      // Keys are a dialog's own while one is open, Escape above all.
      if (document.querySelector('dialog[open]') !== null) return undefined;
      // The list was called and is on its way: what is typed is for it.
      if (useFinder.getState().open !== undefined) {
        if (event.key === 'Enter') return enterAhead;
        return event.key.length === 1 ? () => typeAhead(event.key) : undefined;
      }
      if (event.key === 'Escape') return () => useSelection.getState().pin(undefined);
      if (!useSettings.getState().singleKeys) return undefined;
      if (event.key === ' ' && onControl(event.target)) return undefined;
      const lower = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const key = lower === 's' && event.shiftKey ? 'S' : lower;
      const first = event.timeStamp < chord.until ? chord.key : '';
      const view = first === 'g' ? goTo[key] : undefined;
      const mode = first === 'm' ? modeOf(key) : undefined;
      chord = { key, until: event.timeStamp + chordMillis };
      return view === undefined ? (mode ?? keys[key]) : () => useLayout.getState().set({ view });
    };

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const act = modified(event, openPalette) ?? single(event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    // Resize handles have an F6 of their own, which would keep the focus among them.
    const onCapture = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      event.stopPropagation();
      cyclePane(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keydown', onCapture, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keydown', onCapture, { capture: true });
    };
  }, [openSheet, openPalette]);
}
