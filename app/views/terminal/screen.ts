import { FitAddon } from '@xterm/addon-fit';
import { Terminal as Xterm } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { terminalTextOf } from '../../i18n/terminal-text.js';
import { useLanguage } from '../../i18n/language.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useSelection, type Selection } from '../../state/selection.js';
import { completions, clearScreen, interrupt, submit, updateTerminal, useTerminals } from '../../state/terminal.js';
import type { Entry, Terminal } from '../../state/terminal.js';
import { noteText } from './notes.js';
import type { Asked, Known } from '../../state/printed/known.js';
import { MarkerLayer } from './marker-layer.js';
import { readPaste } from './paste.js';
import { emptyPrompt, pastedText, pressKey, promptWith, readKeys, searchText, type PromptState } from './prompt.js';
import { insert } from './line.js';
import { columnsOf, commonStart, drawLine, erase, inked, plain, printedText } from './screen-text.js';
import { screenTheme } from './theme.js';
import { askedBy } from './use-known.js';

export interface Screen {
  /** Draws the terminal's state; called whenever it changed. */
  show(terminal: Terminal): void;
  light(lit: Selection | undefined, known: Known): void;
  restyle(): void;
  replay(): void;
  fit(): void;
  focus(): void;
  setReader(on: boolean): void;
  setLabel(label: string): void;
  dispose(): void;
}

/** One xterm.js on the page: shows a terminal's entries, and edits the line below them. */
export class XtermScreen implements Screen {
  readonly #id: number;
  readonly #xterm: Xterm;
  readonly #fit = new FitAddon();
  readonly #onLeave: () => void;
  #shown: { readonly screen: number; readonly count: number } | undefined;
  #state: PromptState;
  #prompt = '';
  #row = 0;
  #atStart = true;
  #busy = false;
  /** The last key was Escape: once more leaves, however long it takes. */
  #escaped = false;
  #terminal: Terminal | undefined;
  #completing = false;
  /** Keys that came before what they answer to was there: they are taken when it is. */
  #held = '';
  readonly #marks: MarkerLayer;
  /** The command whose output comes next. */
  #asked: Asked | undefined;

  constructor(host: HTMLElement, terminal: Terminal, reader: boolean, onLeave: () => void) {
    this.#id = terminal.id;
    this.#state = promptWith(terminal.draft);
    this.#onLeave = onLeave;
    this.#xterm = new Xterm({
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
      fontSize: 12.5,
      lineHeight: 1.25,
      fontWeight: 400,
      fontWeightBold: 600,
      scrollback: 5000,
      overviewRuler: { width: 8 },
      cursorStyle: 'block',
      cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      drawBoldTextInBrightColors: false,
      minimumContrastRatio: 4.5,
      screenReaderMode: reader,
      theme: screenTheme(),
    });
    this.#xterm.loadAddon(this.#fit);
    this.#xterm.open(host);
    this.#xterm.write('\x1b[?2004h');
    this.#xterm.attachCustomKeyEventHandler((event) => this.#ownKey(event));
    this.#xterm.textarea?.addEventListener('blur', () => (this.#escaped = false));
    this.#xterm.onData((data) => this.#take(data));
    this.#xterm.onResize(() => this.#redraw());
    this.#marks = new MarkerLayer(this.#xterm, host);
    this.fit();
  }

  show(terminal: Terminal): void {
    this.#terminal = terminal;
    const { entries, screen, prompt, busy } = terminal;
    const before = this.#shown;
    if (before === undefined || before.screen !== screen) {
      if (before !== undefined) this.#xterm.write('\x1b[2J\x1b[3J\x1b[H');
      this.#row = 0;
      this.#atStart = true;
      this.#shown = { screen, count: 0 };
      this.#xterm.write('', () => this.#marks.reset());
    }
    const added = entries.slice(this.#shown?.count ?? 0);
    this.#prompt = prompt;
    if (added.length > 0) {
      this.#xterm.write(erase(this.#row));
      this.#row = 0;
      for (const entry of added) this.#write(entry);
    }
    this.#shown = { screen, count: entries.length };
    const wasBusy = this.#busy;
    this.#busy = busy;
    if (busy && !wasBusy && added.length === 0) this.#xterm.write(erase(this.#row));
    if (busy) this.#row = 0;
    else this.#redraw();
    this.#release();
  }

  /** Marks what is lit in what was printed. */
  light(lit: Selection | undefined, known: Known): void {
    this.#marks.light(lit, known);
  }

  restyle(): void {
    this.#xterm.options.theme = screenTheme();
  }

  /** Everything once more: the page's own words are in another language now. */
  replay(): void {
    const terminal = this.#terminal;
    if (terminal === undefined || this.#shown === undefined) return;
    this.#shown = { screen: -1, count: 0 };
    this.show(terminal);
  }

  fit(): void {
    const { width, height } = this.#xterm.element?.parentElement?.getBoundingClientRect() ?? { width: 0, height: 0 };
    if (width > 40 && height > 20) this.#fit.fit();
  }

  focus(): void {
    this.#xterm.focus();
  }

  setReader(on: boolean): void {
    this.#xterm.options.screenReaderMode = on;
  }

  setLabel(label: string): void {
    this.#xterm.textarea?.setAttribute('aria-label', label);
  }

  dispose(): void {
    const { text } = this.#state.line;
    const ahead = readKeys(this.#held).filter((key) => key >= ' ' && !key.startsWith('\x1b'));
    updateTerminal(this.#id, () => ({ draft: text + ahead.join('') }));
    this.#marks.dispose();
    this.#xterm.dispose();
  }

  #write(entry: Entry): void {
    if (!this.#atStart) this.#xterm.write('\r\n');
    this.#atStart = true;
    this.#asked = askedBy(entry) ?? this.#asked;
    const asked = this.#asked;
    this.#xterm.write('', () => this.#marks.begin(entry, asked));
    if (entry.kind === 'input') {
      this.#xterm.write(`${inked(entry.prompt, 'quiet')}${inked(plain(entry.text), 'bold')}\r\n`);
    } else if (entry.kind === 'note') {
      this.#xterm.write(`${inked(noteText(entry, terminalTextOf(useLanguage.getState().language)), 'quiet')}\r\n`);
    } else {
      const { cluster } = useClusterView.getState();
      this.#xterm.write(entry.kind === 'stderr' ? inked(plain(entry.text), 'error') : printedText(entry.text, cluster));
      this.#atStart = entry.text.endsWith('\n');
    }
  }

  #redraw(): void {
    if (this.#busy || this.#shown === undefined) return;
    if (!this.#atStart) {
      this.#xterm.write('\r\n');
      this.#atStart = true;
    }
    const search = searchText(this.#state, useTerminals.getState().history);
    const { text, cursor } = this.#state.line;
    const words = terminalTextOf(useLanguage.getState().language);
    const prompt = search === undefined ? this.#prompt : words.search(search.wanted);
    const line = search === undefined ? text : search.found;
    const at = search === undefined ? cursor : Math.max(0, search.found.indexOf(search.wanted));
    const drawing = drawLine(prompt, line, at, this.#xterm.cols, this.#row);
    this.#xterm.write(drawing.text);
    this.#row = drawing.row;
  }

  /** Keys that are the page's and not the shell's. False: the terminal leaves it alone. */
  #ownKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    if (event.key !== 'Escape') this.#escaped = false;
    if (event.key === 'F6' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return false;
    if (event.key === 'Escape') {
      const twice = this.#escaped;
      this.#escaped = !twice;
      if (twice) this.#onLeave();
      else useSelection.getState().pin(undefined);
      event.preventDefault();
      event.stopPropagation();
      if (!twice && this.#state.search !== undefined) this.#key('\x1b');
      return false;
    }
    const control = event.ctrlKey && !event.altKey && !event.metaKey;
    // The browser pastes; and with something selected it copies.
    if (control && event.key.toLowerCase() === 'v') return false;
    if (control && event.key.toLowerCase() === 'c' && (event.shiftKey || this.#xterm.hasSelection())) {
      document.execCommand('copy');
      this.#xterm.clearSelection();
      event.preventDefault();
      return false;
    }
    return true;
  }

  /** A command is asked for or runs, or its last words are not on the screen yet. */
  get #waits(): boolean {
    if (this.#completing || this.#busy) return true;
    return useTerminals.getState().terminals.find(({ id }) => id === this.#id)?.busy ?? false;
  }

  /** As a terminal does: what is typed while a command runs goes to the prompt after it, Enter too; Ctrl-C drops it. */
  #take(data: string): void {
    const keys = readKeys(this.#held + data);
    this.#held = '';
    for (const [index, key] of keys.entries()) {
      if (!this.#waits) {
        const pasted = pastedText(key);
        if (pasted === undefined) this.#key(key);
        else this.#paste(pasted);
        continue;
      }
      const rest = keys.slice(index);
      const stop = this.#completing ? -1 : rest.lastIndexOf('\x03');
      if (stop >= 0) interrupt(this.#id);
      this.#held = rest.slice(stop + 1).join('');
      return;
    }
  }

  #release(): void {
    if (this.#held !== '' && !this.#waits) this.#take('');
  }

  #paste(text: string): void {
    const { commands, rest, skipped } = readPaste(text);
    const [first, ...others] = commands;
    if (first !== undefined) {
      const { text: typed, cursor } = this.#state.line;
      const line = typed.slice(0, cursor) + first + typed.slice(cursor);
      this.#state = emptyPrompt;
      void submit(this.#id, [line, ...others]);
    }
    this.#state = { ...this.#state, line: insert(this.#state.line, rest) };
    if (skipped > 0) {
      updateTerminal(this.#id, ({ entries }) => ({
        entries: [...entries, { kind: 'note', note: 'skipped', count: skipped }],
      }));
    }
    this.#redraw();
  }

  #key(key: string): void {
    const { state, effect } = pressKey(this.#state, key, useTerminals.getState().history);
    this.#state = state;
    switch (effect) {
      case 'submit':
        this.#submit(state.line.text);
        return;
      case 'interrupt':
        this.#giveUp();
        return;
      case 'end':
        this.#submit('exit');
        return;
      case 'clear':
        clearScreen(this.#id);
        return;
      case 'complete':
        this.#completing = true;
        void this.#complete().finally(() => {
          this.#completing = false;
          this.#release();
        });
        return;
      case 'none':
        this.#redraw();
    }
  }

  #submit(line: string): void {
    this.#state = { ...emptyPrompt, line: { ...emptyPrompt.line, cut: this.#state.line.cut } };
    void submit(this.#id, [line]);
  }

  /** The line stays to be seen, and a new one begins. */
  #giveUp(): void {
    const { text } = this.#state.line;
    this.#state = emptyPrompt;
    updateTerminal(this.#id, ({ entries, prompt }) => ({
      entries: [...entries, { kind: 'input', prompt, text: `${text}^C` }],
    }));
  }

  async #complete(): Promise<void> {
    const { text, cursor } = this.#state.line;
    const found = await completions(this.#id, text, cursor);
    if (found === undefined || this.#busy || this.#state.line.text !== text) return;
    const { from, candidates } = found;
    const common = candidates.length === 1 ? (candidates[0] ?? '') : commonStart(candidates);
    if (common.length > cursor - from) {
      const line = insert(
        { ...this.#state.line, text: text.slice(0, from) + text.slice(cursor), cursor: from },
        common,
      );
      this.#state = { ...this.#state, line };
    } else if (candidates.length > 1) {
      const list = columnsOf(
        candidates.map((one) => one.trimEnd()),
        this.#xterm.cols,
      );
      this.#xterm.write(
        `${drawLine(this.#prompt, text, text.length, this.#xterm.cols, this.#row).text}\r\n${plain(list)}\r\n`,
      );
      this.#row = 0;
    }
    this.#redraw();
  }
}
