/** `.resolveCode` of the page: names for codes that neither a card nor our tables name. May answer at once or later. */

import type { CodeResolver } from '../src/index.js';

type Coding = Parameters<CodeResolver>[0];
/** What a page may give: a name, nothing, or a promise of either. */
export type PageCodeResolver = (coding: Coding) => string | undefined | Promise<string | undefined>;

/** Asks once for each code, and calls back when a name came late. */
export class CodeNames {
  readonly #known = new Map<string, string | undefined>();
  readonly #resolver: PageCodeResolver;
  readonly #onLate: () => void;

  constructor(resolver: PageCodeResolver, onLate: () => void) {
    this.#resolver = resolver;
    this.#onLate = onLate;
  }

  readonly resolve: CodeResolver = (coding) => {
    const key = `${coding.system ?? ''}|${coding.code ?? ''}`;
    if (this.#known.has(key)) return this.#known.get(key);
    this.#known.set(key, undefined);
    try {
      const answer = this.#resolver(coding);
      if (answer instanceof Promise) {
        answer.then((name) => this.#learn(key, name, true)).catch(() => {});
      } else this.#learn(key, answer, false);
    } catch {
      // A resolver that fails names nothing; the code itself is shown.
    }
    return this.#known.get(key);
  };

  #learn(key: string, name: unknown, late: boolean): void {
    if (typeof name !== 'string' || !name) return;
    this.#known.set(key, name);
    if (late) this.#onLate();
  }
}
