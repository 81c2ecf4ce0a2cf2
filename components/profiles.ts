/** Do cards of vaccinations and tests keep the rules of their guide? Only told as advice; no verdict depends on it. */

import type { CardResult, ProfileCheck } from '../src/index.js';

const CONTENT: ReadonlySet<string | undefined> = new Set(['Immunization', 'Observation']);
/** Entries; a longer bundle is a record, and no card of that guide. */
const MOST = 200;

function isOfTheGuide({ fhirBundle }: CardResult): boolean {
  const types = (fhirBundle?.entry ?? [])
    .map((entry) => entry?.resource?.resourceType)
    .filter((type) => type !== 'Patient');
  return types.length > 0 && types.length <= MOST && types.every((type) => CONTENT.has(type));
}

export class Profiles {
  readonly #known = new WeakMap<CardResult, ProfileCheck | undefined>();
  readonly #onChange: () => void;

  /** @param onChange a check is done: ask again */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Undefined for other cards, and while the rules load: they do so on first use. */
  of(result: CardResult): ProfileCheck | undefined {
    if (!this.#known.has(result)) {
      this.#known.set(result, undefined);
      if (isOfTheGuide(result)) void this.#check(result);
    }
    return this.#known.get(result);
  }

  async #check(result: CardResult): Promise<void> {
    try {
      const { checkProfile } = await import('../src/fhir/check-profile.js');
      this.#known.set(result, checkProfile(result.fhirBundle));
      this.#onChange();
    } catch {
      // Advice only: without the rules there is none.
    }
  }
}
