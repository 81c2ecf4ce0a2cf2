/** What is drawn of a checked card: its result with what may be read out of it. */

import type { ReactiveControllerHost } from 'lit';
import type { CardResult } from '../src/index.js';
import type { PageCodeResolver } from './code-names.js';
import { Profiles } from './profiles.js';
import { Summaries } from './summaries.js';
import { type ShownCard, showsData } from './views/card.js';

/** Cheap to ask in every render: nothing is read twice. What comes late renders the host again. */
export class CardContents {
  readonly #summaries: Summaries;
  readonly #profiles: Profiles;

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    const update = () => host.requestUpdate();
    this.#summaries = new Summaries(update);
    this.#profiles = new Profiles(update);
  }

  useResolver(resolver: PageCodeResolver | undefined): void {
    this.#summaries.useResolver(resolver);
  }

  /** A result that does not give its data away gives no summary either. */
  card(result: CardResult): ShownCard {
    if (!showsData(result)) return { result };
    const profile = this.#profiles.of(result);
    return { result, ...this.#summaries.of(result.fhirBundle), ...(profile && { profile }) };
  }

  /** FHIR that came without a card. */
  unsigned(resource: unknown): Pick<Required<ShownCard>, 'summary'> & Pick<ShownCard, 'begun'> {
    return this.#summaries.of(resource);
  }
}
