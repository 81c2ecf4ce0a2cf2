/** Rows of a list that may be endless: its beginning at once, the rest when asked, and of that what is near the screen. */

import { html, nothing, type TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Texts } from '../localize.js';
import { nearby } from './nearby.js';

/** How many rows are open from the start. */
const FIRST = 25;
/** How many of the rest are drawn together, when they come near. */
const SLICE = 5;

type Around = (inside: unknown) => TemplateResult;

const inList: Around = (inside) => html`<ul class="rows">${inside}</ul>`;

class LongList extends AsyncDirective {
  #items: readonly unknown[] = [];
  #draw: (item: never) => unknown = () => nothing;
  #around = inList;
  #texts: Texts | undefined;
  #open = false;
  /** Opened by printing; closed again after it. */
  #printing = false;

  render<T>(items: readonly T[], draw: (item: T) => unknown, texts: Texts, around: Around = inList): unknown {
    if (items !== this.#items) this.#open = false;
    this.#items = items;
    this.#draw = draw;
    this.#texts = texts;
    this.#around = around;
    this.#listen();
    return this.#view();
  }

  protected override disconnected(): void {
    window.removeEventListener('beforeprint', this.#onPrint);
    window.removeEventListener('afterprint', this.#onPrinted);
  }

  protected override reconnected(): void {
    this.#listen();
  }

  #listen(): void {
    if (this.#items.length <= FIRST) return;
    window.addEventListener('beforeprint', this.#onPrint);
    window.addEventListener('afterprint', this.#onPrinted);
  }

  /** What is folded away would not print. */
  readonly #onPrint = (): void => {
    if (this.#open) return;
    this.#printing = true;
    this.#unfold(true);
  };

  readonly #onPrinted = (): void => {
    if (!this.#printing) return;
    this.#printing = false;
    this.#unfold(false);
  };

  #unfold(open: boolean): void {
    this.#open = open;
    this.setValue(this.#view());
  }

  readonly #onToggle = (event: Event): void => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open !== this.#open) this.#unfold(open);
  };

  #view(): unknown {
    const items = this.#items;
    const texts = this.#texts as Texts;
    // What was unfolded in one item is not left open in another that takes its place.
    const draw = (start: number, end: number) =>
      this.#around(items.slice(start, end).map((item) => keyed(item, this.#draw(item as never))));
    const first = guard([items, texts], () => draw(0, FIRST));
    const rest = items.length - FIRST;
    if (rest <= 0) return first;
    const starts = this.#open ? Array.from({ length: Math.ceil(rest / SLICE) }, (_, at) => FIRST + at * SLICE) : [];
    return html`${first}<details class="rest" .open=${this.#open} @toggle=${this.#onToggle}>
      <summary>${texts.t('group.more', { count: rest })}</summary>
      ${starts.map((start) => {
        const inside = () => draw(start, start + SLICE);
        return this.#printing
          ? html`<div class="slice">${inside()}</div>`
          : html`<div class="slice" ${nearby([items, texts], inside)}></div>`;
      })}</details>`;
  }
}

/**
 * @param items the same array as long as it holds the same: only then is nothing drawn again
 * @param draw one item
 * @param around what stands around some of them: a list of rows when left out
 */
export const longList = directive(LongList) as <T>(
  items: readonly T[],
  draw: (item: T) => unknown,
  texts: Texts,
  around?: Around,
) => unknown;
