/**
 * Check-in on the server's side. A page's script, and a visitor's own browser, can claim anything: so the page sends the
 * signed card itself, and what counts is what this server reads from it after verifying it again with the same core.
 */

import { createTrust, type Summary, summarize, type Trust, verifyCard } from '../../src/index.js';
import type { Issuer } from './issuer.js';

export interface CheckInAnswer {
  readonly accepted: boolean;
  readonly verdict: string;
  /** Why not, or what to look at: sentences from the check, and where the form and the card differ. */
  readonly reasons: readonly string[];
  readonly issuer?: { readonly url?: string; readonly name?: string };
  readonly issuedAt?: string;
  readonly person?: { readonly name?: string; readonly birthDate?: string };
  readonly groups?: Summary['groups'];
}

/** The issuers this clinic trusts, with their keys and lists: no request is made for a card somebody sends us. */
export const clinicTrust = ({ url, name, keySet, revocations }: Issuer): Trust =>
  createTrust({
    issuers: [{ url, name, keys: keySet.keys, crls: [revocations] }],
    liveKeys: 'never',
    allowLoopback: true,
  });

const same = (a: string | undefined, b: string | undefined): boolean =>
  (a ?? '').normalize('NFC').trim().toLocaleLowerCase() === (b ?? '').normalize('NFC').trim().toLocaleLowerCase();

/**
 * Verifies a card and answers what it believed.
 * @param form what the visitor's form says, by autocomplete names; where it differs from the card, the card is not accepted
 */
export async function checkIn(
  jws: string,
  form: Readonly<Record<string, string>>,
  trust: Trust,
): Promise<CheckInAnswer> {
  const { verdict, findings, issuer, issuedAt, fhirBundle } = await verifyCard(jws, { trust });
  const refusals = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (verdict !== 'verified' || !fhirBundle) return { accepted: false, verdict, reasons: refusals };

  const { person, groups } = summarize(fhirBundle);
  const given = person?.given?.join(' ');
  const differences = [
    !person && 'The card does not say whom it is about.',
    person &&
      form['family-name'] !== undefined &&
      !same(form['family-name'], person.family) &&
      'The last name differs from the card.',
    person &&
      form['given-name'] !== undefined &&
      !same(form['given-name'], given) &&
      'The first name differs from the card.',
    person &&
      form.bday !== undefined &&
      !same(form.bday, person.birthDate) &&
      'The date of birth differs from the card.',
  ].filter((line) => typeof line === 'string');
  return {
    accepted: differences.length === 0,
    verdict,
    reasons: differences,
    issuer: {
      ...(issuer.url !== undefined && { url: issuer.url }),
      ...(issuer.name !== undefined && { name: issuer.name }),
    },
    ...(issuedAt !== undefined && { issuedAt }),
    ...(person && {
      person: {
        ...(person.name !== undefined && { name: person.name }),
        ...(person.birthDate !== undefined && { birthDate: person.birthDate }),
      },
    }),
    groups,
  };
}
