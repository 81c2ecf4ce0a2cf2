/** What all elements have in common: words, and states that the page can see. Registers nothing. */

import { type CSSResult, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { LocalizeController, type Texts } from './localize.js';
import type { MessageOverrides } from './messages.js';
import { base } from './styles/base.js';
import { tokens } from './styles/tokens.js';

/**
 * Base class of the elements.
 * Properties set before the element is upgraded are kept (Lit re-applies them); nothing touches the DOM at import.
 */
export abstract class LocalizedElement extends LitElement {
  static override styles: CSSResult[] = [tokens, base];

  /** Words of the page's own, by key; the rest comes from the table of the language. */
  @property({ attribute: false }) messages: MessageOverrides | undefined;

  protected readonly localize = new LocalizeController(this);
  readonly #internals: ElementInternals | undefined = this.attachInternals?.();

  protected get texts(): Texts {
    return this.localize.texts;
  }

  /** For form-associated elements. */
  protected get internals(): ElementInternals | undefined {
    return this.#internals;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('messages')) this.localize.refresh();
    super.willUpdate(changed as never);
  }

  /** Makes exactly these of `all` visible to the page as `:state(name)`. Older browsers have no states: nothing happens. */
  protected showStates(all: readonly string[], on: readonly (string | undefined)[]): void {
    const states = this.#internals?.states;
    if (!states) return;
    for (const name of all) {
      try {
        if (on.includes(name)) states.add(name);
        else states.delete(name);
      } catch {
        return;
      }
    }
  }
}
