import type { IMarker, Terminal as Xterm } from '@xterm/xterm';
import { useSelection, type Selection } from '../../state/selection.js';
import type { Entry } from '../../state/terminal.js';
import { cellOf, indexAt } from '../../state/printed/cells.js';
import type { Asked, Known } from '../../state/printed/known.js';
import { isLineLit, litWords, selectionAt, type PrintedLine } from '../../state/printed/meaning.js';
import { linesOf } from './use-known.js';
import style from './terminal.module.css';

/** An entry on the screen: where it begins, and what asked for it. */
interface Tracked {
  readonly entry: Entry;
  readonly asked: Asked | undefined;
  readonly marker: IMarker;
}

/** A row of the screen with the printed line it shows, or shows a part of. */
interface Row {
  /** From the top of what is in sight. */
  readonly row: number;
  readonly line: PrintedLine;
  /** Cells of the line that stand on the rows above. */
  readonly skipped: number;
}

/** The highlighter under the terminal's text, and the pointer on its lines. */
export class MarkerLayer {
  readonly #xterm: Xterm;
  readonly #layer = document.createElement('div');
  readonly #host: HTMLElement;
  #tracked: readonly Tracked[] = [];
  #known: Known = { cluster: undefined, nodes: new Map() };
  #lit: Selection | undefined;
  #hovered: Selection | undefined;
  #drawn = '';

  constructor(xterm: Xterm, host: HTMLElement) {
    this.#xterm = xterm;
    this.#host = host;
    this.#layer.className = style.marks ?? '';
    this.#layer.setAttribute('aria-hidden', 'true');
    host.querySelector('.xterm-screen')?.prepend(this.#layer);
    xterm.onRender(() => this.#paint());
    xterm.onScroll(() => this.#paint());
    host.addEventListener('pointermove', this.#onMove);
    host.addEventListener('pointerleave', this.#onLeave);
    host.addEventListener('click', this.#onClick);
  }

  dispose(): void {
    this.#onLeave();
    this.#host.removeEventListener('pointermove', this.#onMove);
    this.#host.removeEventListener('pointerleave', this.#onLeave);
    this.#host.removeEventListener('click', this.#onClick);
    this.#layer.remove();
  }

  /** The screen was cleared. */
  reset(): void {
    this.#tracked = [];
  }

  /** What is written next is this entry's. */
  begin(entry: Entry, asked: Asked | undefined): void {
    const marker = this.#xterm.registerMarker(0);
    this.#tracked = [...this.#tracked.filter((one) => !one.marker.isDisposed), { entry, asked, marker }];
  }

  light(lit: Selection | undefined, known: Known): void {
    this.#lit = lit;
    this.#known = known;
    this.#paint();
  }

  /** The rows in sight that show what commands printed. */
  #rows(): readonly Row[] {
    const { active } = this.#xterm.buffer;
    const [top, bottom] = [active.viewportY, active.viewportY + this.#xterm.rows];
    const rows: Row[] = [];
    this.#tracked.forEach(({ entry, asked, marker }, i) => {
      const end = Math.min(this.#tracked[i + 1]?.marker.line ?? active.length, bottom);
      if (marker.isDisposed || entry.kind !== 'stdout' || marker.line >= bottom || end <= top) return;
      const lines = linesOf(entry, asked, this.#known);
      let index = -1;
      let skipped = 0;
      for (let y = marker.line; y < end; y++) {
        const isNew = y === marker.line || active.getLine(y)?.isWrapped !== true;
        index += isNew ? 1 : 0;
        skipped = isNew ? 0 : skipped + this.#xterm.cols;
        const line = lines[index];
        if (line === undefined) return;
        if (y >= top) rows.push({ row: y - top, line, skipped });
      }
    });
    return rows;
  }

  #cell(): { readonly width: number; readonly height: number } {
    const { clientWidth = 0, clientHeight = 0 } = this.#layer.parentElement ?? {};
    return { width: clientWidth / this.#xterm.cols, height: clientHeight / this.#xterm.rows };
  }

  #paint(): void {
    const { cols } = this.#xterm;
    const marks = this.#rows().flatMap(({ row, line, skipped }) => {
      if (isLineLit(line.whole, this.#lit)) return [{ row, from: 0, to: cols }];
      return litWords(line.words, this.#lit).flatMap((word) => {
        const from = Math.max(cellOf(line.text, word.from) - skipped, 0);
        const to = Math.min(cellOf(line.text, word.to) - skipped, cols);
        return to > from ? [{ row, from, to }] : [];
      });
    });
    // A size is asked for only where there is something to draw: the page may have to be laid out to tell it.
    const { width, height } = marks.length === 0 ? { width: 0, height: 0 } : this.#cell();
    const drawn = JSON.stringify([marks, width, height]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#layer.replaceChildren(
      ...marks.map(({ row, from, to }) => {
        const mark = document.createElement('div');
        mark.style.top = `${row * height}px`;
        mark.style.height = `${height}px`;
        mark.style.left = `${from * width}px`;
        mark.style.width = to === cols && from === 0 ? '100%' : `${(to - from) * width}px`;
        return mark;
      }),
    );
  }

  #at(event: MouseEvent): Selection | undefined {
    const box = this.#layer.parentElement?.getBoundingClientRect();
    const { width, height } = this.#cell();
    if (box === undefined || width === 0) return undefined;
    const [row, cell] = [
      Math.floor((event.clientY - box.top) / height),
      Math.floor((event.clientX - box.left) / width),
    ];
    const found = this.#rows().find((one) => one.row === row);
    return found && selectionAt(found.line, indexAt(found.line.text, cell + found.skipped));
  }

  readonly #onMove = (event: PointerEvent): void => {
    const selection = event.buttons === 0 ? this.#at(event) : undefined;
    if (JSON.stringify(selection) === JSON.stringify(this.#hovered)) return;
    this.#hovered = selection;
    this.#host.classList.toggle(style.pointing ?? '', selection !== undefined);
    useSelection.getState().hover(selection);
  };

  readonly #onLeave = (): void => {
    const left = this.#hovered;
    if (left === undefined) return;
    this.#hovered = undefined;
    this.#host.classList.remove(style.pointing ?? '');
    // Where the pointer went may have said so already: React hears of it before this listener does.
    const { preview, hover } = useSelection.getState();
    if (preview === left) hover(undefined);
  };

  /** A drag selects text to copy; only a press without one selects what the line stands for. */
  readonly #onClick = (event: MouseEvent): void => {
    if (this.#xterm.hasSelection()) return;
    const selection = this.#at(event);
    if (selection !== undefined) useSelection.getState().pin(selection);
  };
}
