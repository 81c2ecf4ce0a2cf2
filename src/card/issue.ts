/** A FHIR bundle to a signed SMART Health Card (SMART Health Cards, "Issuer Generates Health Cards"). */

import type { Bundle } from 'fhir/r4.js';
import { CompactSign, importJWK } from 'jose';
import { type Bytes, utf8 } from '../internal/bytes.js';
import { isObject } from '../internal/json.js';
import { checkIssuerUrl } from '../trust/issuer-url.js';
import { type IssuerKey, thumbprint } from '../trust/keys.js';
import { RID } from '../trust/revocation.js';
import { alike } from './arrange.js';
import { HEALTH_CARD_TYPE } from './claims.js';
import { deflateShortest } from './deflate.js';
import { minimizeBundle } from './minimize.js';

export interface IssueOptions {
  /** `iss`: the https address whose `/.well-known/jwks.json` has the public key. http on loopback only. */
  readonly issuer: string;
  /** From generateIssuerKey, or a private P-256 JWK. */
  readonly key: IssuerKey | JsonWebKey;
  readonly bundle: Bundle;
  /** Further `vc.type` entries; `#health-card` is always written. */
  readonly types?: readonly string[];
  /** Default '4.0.1'. */
  readonly fhirVersion?: string;
  /** Default now. Cut to whole seconds. */
  readonly issuedAt?: Date;
  readonly expiresAt?: Date;
  /** The card's revocation identifier, from revocationId. */
  readonly rid?: string;
  /** Whether to apply minimizeBundle. Default: true for bundles of type collection, false for others. */
  readonly minimize?: boolean;
}

const seconds = (name: string, date: Date): number => {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw new TypeError(`${name} must be a Date`);
  return Math.floor(date.getTime() / 1000);
};

/** Refuses, before anything is signed, what a verifier would refuse afterwards. */
function checkOptions({ issuer, bundle, types = [], fhirVersion = '4.0.1', rid }: IssueOptions): void {
  const problem = typeof issuer === 'string' ? checkIssuerUrl(issuer).problem : 'It is not text.';
  if (problem) throw new TypeError(`issuer: ${problem}`);
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') throw new TypeError('bundle must be a FHIR Bundle');
  if (!Array.isArray(bundle.entry) || bundle.entry.length === 0) throw new TypeError('bundle has no entries');
  if (!types.every((type) => typeof type === 'string' && type !== ''))
    throw new TypeError('types must be a list of URIs');
  if (!/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(fhirVersion)) throw new TypeError('fhirVersion must be like 4.0.1');
  if (rid !== undefined && !RID.test(rid)) throw new TypeError('rid must be at most 24 base64url characters');
}

async function signingKey(key: IssueOptions['key']): Promise<{ kid: string; cryptoKey: CryptoKey }> {
  const jwk = (isObject(key) && 'privateJwk' in key ? key.privateJwk : key) as JsonWebKey & { kid?: string };
  if (!isObject(jwk) || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || typeof jwk.d !== 'string')
    throw new TypeError('key must be a private P-256 key');
  const { kty, crv, x = '', y = '', d } = jwk as { kty: string; crv: string; x?: string; y?: string; d: string };
  const kid = await thumbprint({ kty, crv, x, y });
  if (jwk.kid !== undefined && jwk.kid !== kid) throw new TypeError('key: its kid is not its thumbprint');
  try {
    return { kid, cryptoKey: (await importJWK({ kty, crv, x, y, d }, 'ES256')) as CryptoKey };
  } catch {
    throw new TypeError('key is not a valid P-256 key');
  }
}

/** The shortest compressed form of claims that mean the same. */
const shortest = (claims: readonly object[]): Bytes =>
  claims
    .map((each) => deflateShortest(utf8(JSON.stringify(each))))
    .reduce((best, next) => (next.length < best.length ? next : best));

/**
 * Issues a SMART Health Card: minified, raw-DEFLATE compressed, signed with ES256 under the key's thumbprint.
 *
 * Does not check the clinical content or a profile (`checkProfile`), nor that the key is published at the issuer.
 * @returns the compact JWS. See cardToQrText, cardFile and cardDeepLink for what to do with it.
 * @throws TypeError naming the option that is wrong, before anything is signed; what minimizeBundle throws, naming the path.
 */
export async function issueCard(options: IssueOptions): Promise<string> {
  checkOptions(options);
  const { issuer, bundle, types = [], fhirVersion = '4.0.1', rid } = options;
  const nbf = seconds('issuedAt', options.issuedAt ?? new Date());
  const exp = options.expiresAt && seconds('expiresAt', options.expiresAt);
  if (exp !== undefined && exp <= nbf) throw new TypeError('expiresAt must be after issuedAt');
  const minimize = options.minimize ?? bundle.type === 'collection';
  const { kid, cryptoKey } = await signingKey(options.key);
  const content = minimize ? minimizeBundle(bundle) : bundle;
  const payload = shortest(
    // A bundle that is kept as it is may carry a signature of its own over its text.
    (minimize ? [content, alike(content)] : [content]).map((fhirBundle) => ({
      iss: issuer,
      nbf,
      ...(exp !== undefined && { exp }),
      vc: {
        type: [...new Set([HEALTH_CARD_TYPE, ...types])],
        ...(rid !== undefined && { rid }),
        credentialSubject: { fhirVersion, fhirBundle },
      },
    })),
  );
  return new CompactSign(payload).setProtectedHeader({ zip: 'DEF', alg: 'ES256', kid }).sign(cryptoKey);
}
