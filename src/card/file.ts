/** What cards are handed over as: a file, a deep link, a `$health-cards-issue` answer (SMART Health Cards, "User Retrieves Health Cards"). */

import type { Parameters, ParametersParameter } from 'fhir/r4.js';

/** The MIME type of a `.smart-health-card` file, and of cards inside SMART Health Links. */
export const CARD_FILE_TYPE = 'application/smart-health-card';

function checked(cards: readonly string[]): string[] {
  if (!Array.isArray(cards) || cards.length === 0) throw new TypeError('there must be at least one card');
  if (!cards.every((jws) => typeof jws === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws)))
    throw new TypeError('each card must be a compact JWS');
  return [...cards];
}

/** The contents of a `.smart-health-card` file. Serve it as `application/smart-health-card`. Does not verify the cards. */
export function cardFile(cards: readonly string[]): string {
  return JSON.stringify({ verifiableCredential: checked(cards) });
}

/** A link that carries the cards in its fragment, which is not sent to the server. `base` must be an https address without a fragment. */
export function cardDeepLink(base: string, cards: readonly string[]): string {
  const url = new URL(base);
  if (url.protocol !== 'https:' || url.hash) throw new TypeError('base must be an https address without a fragment');
  return `${url.href}#${encodeURIComponent(cardFile(cards))}`;
}

/** Where a claim of a card lives on the FHIR server: `vcIndex` counts the cards of the same answer from 0. */
export interface ResourceLink {
  readonly vcIndex?: number;
  /** `resource:N` inside the card. */
  readonly bundledResource: string;
  readonly hostedResource: string;
}

/** The answer of `Patient/[id]/$health-cards-issue`. An answer without cards is legal: nothing matched. */
export function healthCardsIssueResponse({
  cards,
  resourceLinks = [],
}: {
  cards: readonly string[];
  resourceLinks?: readonly ResourceLink[];
}): Parameters {
  const credentials = cards.length > 0 ? checked(cards) : [];
  const links = resourceLinks.map(
    ({ vcIndex, bundledResource, hostedResource }): ParametersParameter => ({
      name: 'resourceLink',
      part: [
        ...(vcIndex !== undefined ? [{ name: 'vcIndex', valueInteger: vcIndex }] : []),
        { name: 'bundledResource', valueUri: bundledResource },
        { name: 'hostedResource', valueUri: hostedResource },
      ],
    }),
  );
  const parameter: ParametersParameter[] = [
    ...credentials.map((jws) => ({ name: 'verifiableCredential', valueString: jws })),
    ...links,
  ];
  return { resourceType: 'Parameters', ...(parameter.length > 0 && { parameter }) };
}
