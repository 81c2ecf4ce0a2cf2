/** Summaries of what an element shows, with the names that the page's resolver gives. What is very large comes in two steps. */

import { type CodeResolver, type Summary, summarize, summarizeInTurns } from '../src/index.js';
import { CodeNames, type PageCodeResolver } from './code-names.js';

/** Resources; more than this takes longer than a person should wait for the first words. */
const LARGE = 200;
/** What is read first of a large bundle, and how much of it. */
const FIRST: ReadonlySet<unknown> = new Set(['Patient', 'AllergyIntolerance', 'Composition']);
const MOST_FIRST = 300;

interface Entry {
  readonly resource?: { readonly resourceType?: unknown };
}

export class Summaries {
  readonly #onChange: () => void;
  #names: CodeNames | undefined;
  #whole = new WeakMap<object, Summary>();
  #begun = new WeakMap<object, Summary>();

  /** @param onChange there is more, or another name: ask again for every summary that is shown */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Names codes that the data does not name. */
  useResolver(resolver: PageCodeResolver | undefined): void {
    this.#names = resolver && new CodeNames(resolver, () => this.#forget());
    this.#forget();
  }

  #forget(): void {
    this.#whole = new WeakMap();
    this.#begun = new WeakMap();
    this.#onChange();
  }

  /**
   * Cheap to ask for in every render.
   * @param resource a bundle, a bare array of resources, or one resource
   * @returns `begun`: this is the beginning of a large one; the rest follows by itself
   */
  of(resource: unknown): { readonly summary: Summary; readonly begun?: true } {
    const key = typeof resource === 'object' && resource !== null ? resource : {};
    const whole = this.#whole.get(key);
    if (whole) return { summary: whole };
    const begun = this.#begun.get(key);
    if (begun) return { summary: begun, begun: true };
    const beginning = beginningOf(key);
    const summary = this.#summarize(beginning ?? key);
    (beginning ? this.#begun : this.#whole).set(key, summary);
    if (!beginning) return { summary };
    void this.#goOn(key, summary);
    return { summary, begun: true };
  }

  async #goOn(resource: object, beginning: Summary): Promise<void> {
    await painted();
    const whole = await summarizeInTurns(resource, this.#options);
    // Other names came meanwhile: those who asked for them ask for the summary again.
    if (this.#begun.get(resource) !== beginning) return;
    this.#whole.set(resource, whole);
    this.#onChange();
  }

  #summarize(resource: object): Summary {
    return summarize(resource, this.#options);
  }

  get #options(): { readonly resolveCode?: CodeResolver } {
    return this.#names ? { resolveCode: this.#names.resolve } : {};
  }
}

/** Person and allergies of a large bundle. Only when there is one person to whom they can belong. */
function beginningOf(bundle: object): object | undefined {
  const entries = (bundle as { entry?: unknown }).entry;
  if (!Array.isArray(entries) || entries.length <= LARGE) return undefined;
  const first = entries.filter((entry: Entry | null) => FIRST.has(entry?.resource?.resourceType));
  const people = first.filter((entry: Entry) => entry.resource?.resourceType === 'Patient');
  if (people.length !== 1) return undefined;
  return { ...bundle, entry: [...people, ...first.filter((entry) => entry !== people[0])].slice(0, MOST_FIRST) };
}

/** The next frame was painted. A hidden page paints none: there it goes on after a moment. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 500);
  });
