/** What the person has chosen and typed so far, and what is still missing. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Choice, choiceOf, choicesOf, itemOf, MOST_OWN_BYTES, type ShareContent } from '../share-content.js';
import { type Field, missingOf, newTerms, type Terms } from '../share-terms.js';

/** A file of the person's own that was not added, and why. */
export interface Refused {
  readonly name: string;
  readonly why: 'large' | 'unreadable';
}

const NONE: ReadonlySet<Field> = new Set();

export class ShareForm implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #given: readonly Choice[] = [];
  #own: readonly Choice[] = [];
  terms: Terms = newTerms([]);
  missing: ReadonlySet<Field> = NONE;
  refused: readonly Refused[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** From the page, then the person's own. */
  get choices(): readonly Choice[] {
    return [...this.#given, ...this.#own];
  }

  /** In the order of the list. */
  get chosen(): readonly Choice[] {
    return this.choices.filter((choice) => this.terms.chosen.has(choice));
  }

  isOwn(choice: Choice): boolean {
    return this.#own.includes(choice);
  }

  /** A new form: nothing of the one before is left. */
  reset(content: ShareContent | undefined): void {
    this.#given = choicesOf(content);
    this.#own = [];
    this.refused = [];
    this.missing = NONE;
    this.terms = newTerms(this.#given);
    this.#host.requestUpdate();
  }

  /** Newer content of the same person: what was chosen before stays chosen under the same name. */
  renew(content: ShareContent | undefined): void {
    const idOf = ({ item }: Choice) => `${item.contentType} ${item.name ?? ''}`;
    const before = new Set(this.chosen.map(idOf));
    this.#given = choicesOf(content);
    this.set({ chosen: new Set(this.choices.filter((choice) => before.has(idOf(choice)))) });
  }

  /** What has been put right is no longer missing. */
  set(terms: Partial<Terms>): void {
    this.terms = { ...this.terms, ...terms };
    const missing = missingOf(this.terms, new Date());
    this.missing = new Set(missing.filter((field) => this.missing.has(field)));
    this.#host.requestUpdate();
  }

  toggle(choice: Choice, on = !this.terms.chosen.has(choice)): void {
    const chosen = new Set(this.terms.chosen);
    if (on) chosen.add(choice);
    else chosen.delete(choice);
    this.set({ chosen });
  }

  /** Adds files of the person's own, and chooses them. */
  async add(files: readonly File[]): Promise<void> {
    const given = this.#given;
    const refused: Refused[] = [];
    for (const file of files) {
      const { name, size } = file;
      const item = size > MOST_OWN_BYTES ? 'large' : await itemOf(file).catch(() => 'unreadable' as const);
      // Another person's content may have come meanwhile.
      if (this.#given !== given) return;
      if (typeof item === 'string') {
        refused.push({ name, why: item });
      } else {
        const choice = choiceOf(item);
        this.#own = [...this.#own, choice];
        this.toggle(choice, true);
      }
    }
    this.refused = refused;
    this.#host.requestUpdate();
  }

  remove(choice: Choice): void {
    this.#own = this.#own.filter((one) => one !== choice);
    this.toggle(choice, false);
  }

  /** The first of these fields that has to be put right, and from now on all of them are marked; undefined when there is none. */
  check(fields: readonly Field[]): Field | undefined {
    const missing = missingOf(this.terms, new Date()).filter((field) => fields.includes(field));
    this.missing = new Set(missing);
    this.#host.requestUpdate();
    return missing[0];
  }

  uncheck(): void {
    this.missing = NONE;
  }
}
