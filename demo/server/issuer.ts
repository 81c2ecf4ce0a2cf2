/** A reference issuer of SMART Health Cards: signs on demand, publishes its key and its revocation list. */

import type { Bundle } from 'fhir/r4.js';
import {
  issueCard,
  type JWKS,
  publicKeySet,
  type RevocationList,
  revocationId,
  revocationList,
} from '../../src/index.js';
import type { IssuerSecrets } from './issuer-keys.js';
import { recordById } from './people.js';
import type { Sample } from './samples.js';

const DAY = 24 * 60 * 60 * 1000;

export interface Issuer {
  /** `iss`: where the key set is found, without a trailing slash. */
  readonly url: string;
  readonly name: string;
  readonly keySet: JWKS;
  readonly revocations: RevocationList;
  /** Signs a bundle. `subject` names what the card is for; a revocation identifier is derived from it. */
  issue(bundle: Bundle, subject: string, times?: { issuedAt?: Date; expiresAt?: Date }): Promise<string>;
}

export interface IssuerOptions {
  readonly url: string;
  readonly name: string;
  readonly secrets: IssuerSecrets;
  /** Subjects whose cards are withdrawn. */
  readonly revoked?: readonly string[];
}

export async function createIssuer({ url, name, secrets, revoked = [] }: IssuerOptions): Promise<Issuer> {
  const { key, revocationSecret } = secrets;
  const ridOf = (subject: string) => revocationId(revocationSecret, key.kid, subject);
  const revocations = revocationList({ kid: key.kid, ctr: 1, rids: await Promise.all(revoked.map(ridOf)) });
  return {
    url,
    name,
    keySet: publicKeySet([{ ...key.publicJwk, crlVersion: revocations.ctr }]),
    revocations,
    issue: async (bundle, subject, times = {}) =>
      issueCard({ issuer: url, key, bundle, rid: await ridOf(subject), ...times }),
  };
}

/** One character of the signature replaced by another that is as canonical. */
function change(jws: string): string {
  const at = jws.lastIndexOf('.') + 10;
  return jws.slice(0, at) + (jws[at] === 'A' ? 'B' : 'A') + jws.slice(at + 1);
}

/** Signs one of the demo's cards as it is described. */
export async function issueSample(issuer: Issuer, sample: Sample): Promise<string> {
  const record = recordById.get(sample.record);
  if (!record) throw new Error(`There is no record ${sample.record}`);
  const after = (days: number | undefined) => days !== undefined && new Date(Date.now() + days * DAY);
  const issuedAt = after(sample.issued);
  const expiresAt = after(sample.expires);
  const jws = await issuer.issue(record.bundle, sample.id, {
    ...(issuedAt && { issuedAt }),
    ...(expiresAt && { expiresAt }),
  });
  return sample.changed ? change(jws) : jws;
}
