import { editSearch, type Line, line } from '../form/lineEditor.ts';
import { rememberCommand } from '../home/preferences.ts';
import type { Press } from '../keys/press.ts';
import type { Page } from '../pages/page.ts';
import type { Question } from '../pages/pageHost.ts';
import { TablePage } from '../pages/tablePage.ts';
import type { Tone } from '../present/cell.ts';
import type { Workspace } from '../workspace.ts';
import { type Asked, answer, asked } from './overlay.ts';
import type { Palette } from './palette.ts';

/** What lies over a page and takes its keys. */
export type Overlay =
  | { readonly kind: 'question'; readonly asked: Asked }
  | { readonly kind: 'palette'; readonly palette: Palette }
  | { readonly kind: 'filter'; readonly line: Line; readonly before: string };

/** What overlays need of the program. */
export interface OverlayHost {
  readonly workspace: Workspace;
  say(text: string, tone?: Tone): void;
  refuse(whyNot: string): void;
}

/** The one overlay that may be open, and what keys do to it. */
export class Overlays {
  readonly #host: OverlayHost;
  #open: Overlay | null = null;

  constructor(host: OverlayHost) {
    this.#host = host;
  }

  get current(): Overlay | null {
    return this.#open;
  }

  ask(question: Question): void {
    this.close();
    this.#open = { kind: 'question', asked: asked(question) };
  }

  find(palette: Palette): void {
    this.#open = { kind: 'palette', palette };
  }

  filter(page: Page): void {
    if (page instanceof TablePage) {
      this.#open = { kind: 'filter', line: line(page.filter), before: page.filter };
    }
  }

  /** Takes away what is open; a question is answered with no. */
  close(): void {
    const open = this.#open;
    this.#open = null;
    if (open?.kind === 'question') open.asked.question.onNo?.();
  }

  /** A key for what is open; `page` is the one under it. */
  press(overlay: Overlay, page: Page, press: Press): void {
    switch (overlay.kind) {
      case 'question':
        return this.#pressQuestion(overlay.asked, press);
      case 'palette':
        return this.#pressPalette(overlay.palette, press);
      case 'filter':
        if (page instanceof TablePage) this.#pressFilter(overlay, page, press);
    }
  }

  #pressQuestion(now: Asked, press: Press): void {
    const reply = answer(now, press);
    if (reply.kind === 'open') {
      this.#open = { kind: 'question', asked: reply.asked };
      return;
    }
    this.#open = null;
    if (reply.kind === 'yes') now.question.onYes();
    else {
      if (now.question.cancelled !== undefined) this.#host.say(now.question.cancelled);
      now.question.onNo?.();
    }
  }

  #pressPalette(palette: Palette, press: Press): void {
    if (press.name === 'esc' || press.name === 'ctrl-c') {
      this.#open = null;
      return;
    }
    if (press.name !== 'enter') {
      palette.press(press);
      return;
    }
    const { chosen } = palette;
    this.#open = null;
    if (!chosen) return;
    if (chosen.whyNot !== null) {
      this.#host.refuse(chosen.whyNot);
      return;
    }
    const { settings, debug } = this.#host.workspace;
    rememberCommand(settings, chosen.id).catch((thrown: unknown) =>
      debug('palette history not kept', { why: String(thrown) }),
    );
    chosen.go();
  }

  #pressFilter(overlay: Extract<Overlay, { kind: 'filter' }>, page: TablePage<unknown>, press: Press): void {
    switch (press.name) {
      case 'enter':
        this.#open = null;
        return;
      case 'esc':
      case 'ctrl-c':
        this.#open = null;
        return page.setFilter(overlay.before === overlay.line.text ? '' : overlay.before);
      case 'up':
      case 'down':
        return page.run(press.name);
      default: {
        const typed = editSearch(overlay.line, press);
        if (!typed) return;
        this.#open = { ...overlay, line: typed };
        page.setFilter(typed.text);
      }
    }
  }
}
