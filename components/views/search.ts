/** Finding one's way in a long summary: words, dates, and a way to each section. */

import { html, nothing, type TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { isEmpty, matching, type RowFilter, RowTexts } from '../row-text.js';
import type { Section } from './summary.js';

const NO_FILTER: RowFilter = { words: '', from: '', to: '' };

type Draw = (section: Section) => unknown;

class Searchable extends AsyncDirective {
  #sections: readonly Section[] = [];
  #draw: Draw = () => nothing;
  #texts: Texts | undefined;
  #rowTexts: RowTexts | undefined;
  #filter = NO_FILTER;
  /** What the filter leaves; undefined without one. */
  #found: readonly Section[] | undefined;
  #search = new AbortController();

  render(sections: readonly Section[], draw: Draw, texts: Texts): unknown {
    const other = sections !== this.#sections;
    if (texts !== this.#texts) this.#rowTexts = new RowTexts(texts);
    this.#sections = sections;
    this.#draw = draw;
    this.#texts = texts;
    // Until they are looked through, new rows are all shown.
    if (other) this.#found = undefined;
    if (other && !isEmpty(this.#filter)) void this.#apply(this.#filter);
    return this.#view();
  }

  protected override disconnected(): void {
    this.#search.abort();
  }

  async #apply(filter: RowFilter): Promise<void> {
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    this.#filter = filter;
    let found: readonly Section[] | undefined;
    if (!isEmpty(filter)) {
      const sections = this.#sections;
      const rows = sections.flatMap((section) => section.rows);
      const matches = await matching(rows, filter, this.#rowTexts as RowTexts, signal);
      if (!matches) return;
      found = sections
        .map((section) => ({ ...section, rows: section.rows.filter((row) => matches.has(row)) }))
        .filter((section) => section.rows.length > 0);
    }
    this.#found = found;
    this.setValue(this.#view());
  }

  readonly #onInput = (event: Event): void => {
    const form = (event.currentTarget as HTMLElement).closest('form') as HTMLFormElement;
    const [words, from, to] = [...form.querySelectorAll('input')].map((input) => input.value);
    void this.#apply({ words: words ?? '', from: from ?? '', to: to ?? '' });
  };

  readonly #onClear = (event: Event): void => {
    const form = (event.currentTarget as HTMLElement).closest('form') as HTMLFormElement;
    form.reset();
    form.querySelector('input')?.focus();
    void this.#apply(NO_FILTER);
  };

  #view(): TemplateResult {
    const texts = this.#texts as Texts;
    const sections = this.#found ?? this.#sections;
    const count = (some: readonly Section[]) => some.reduce((sum, { rows }) => sum + rows.length, 0);
    return html`<div class="long">
      <form class="section search no-print" part="search" role="search" @submit=${(event: Event) => event.preventDefault()}>
        ${inputsView(texts, this.#onInput)}
        <p class="search-state" role="status">${
          this.#found ? texts.t('search.found', { count: count(sections), total: count(this.#sections) }) : nothing
        }</p>
        ${this.#found ? html`<button type="button" @click=${this.#onClear}>${icons.cross}${texts.t('search.clear')}</button>` : nothing}
        ${jumpView(sections, texts)}
      </form>
      ${sections.map((section) => this.#draw(section))}
    </div>`;
  }
}

const inputsView = ({ t }: Texts, onInput: (event: Event) => void): TemplateResult => html`<div class="search-fields">
  <label class="search-words"><span>${t('search.words')}</span><input type="search" autocomplete="off" spellcheck="false" @input=${onInput} /></label>
  <label><span>${t('search.from')}</span><input type="date" @change=${onInput} /></label>
  <label><span>${t('search.to')}</span><input type="date" @change=${onInput} /></label>
</div>`;

/** A button for each section: links would need ids, and change the address of the page. */
function jumpView(sections: readonly Section[], texts: Texts): TemplateResult | typeof nothing {
  if (sections.length < 3) return nothing;
  const jump = (event: Event, at: number) => {
    const long = (event.currentTarget as HTMLElement).closest('.long');
    const title = long?.querySelectorAll<HTMLElement>(':scope > .group > .group-title')[at];
    title?.scrollIntoView({ block: 'start' });
    title?.focus({ preventScroll: true });
  };
  return html`<nav aria-label=${texts.t('search.sections')}><ul class="jump">${sections.map(
    ({ title, rows }, at) =>
      html`<li><button type="button" class="chip" @click=${(event: Event) => jump(event, at)}><bdi>${title}</bdi> <span class="muted">${texts.number(rows.length)}</span></button></li>`,
  )}</ul></nav>`;
}

/**
 * @param sections the same array for the same summary
 * @param draw one section
 */
export const searchable = directive(Searchable);
