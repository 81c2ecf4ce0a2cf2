/** What is one click away, and is drawn only then: of a long list most is never opened. */

import { html, nothing } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';

class Folded extends AsyncDirective {
  #opened = false;
  #view: () => unknown = () => nothing;

  render(summary: string, draw: () => unknown, className = 'more'): unknown {
    this.#view = () =>
      html`<details class=${className} @toggle=${this.#onToggle}><summary>${summary}</summary>${this.#opened ? draw() : nothing}</details>`;
    return this.#view();
  }

  readonly #onToggle = (): void => {
    if (this.#opened) return;
    this.#opened = true;
    this.setValue(this.#view());
  };
}

/**
 * @param summary what can be clicked
 * @param draw what is behind it; called when it is first opened
 */
export const folded = directive(Folded);
