/** The compact JWS of a card: its form and its header, before any key is known (RFC 7515; SMART Health Cards, "Health Cards are encoded as Compact Serialization JSON Web Signatures"). */

import { Failure } from '../errors.js';
import { type Bytes, fromBase64url, fromUtf8, utf8 } from '../internal/bytes.js';
import { isObject, parseJson } from '../internal/json.js';

export interface CardJws {
  readonly kid: string;
  /** Still compressed. */
  readonly payload: Bytes;
  readonly signature: Bytes;
  /** What the signature is over. */
  readonly signed: Bytes;
}

/** Each rule of the header, and what to say when it is broken. */
const HEADER_RULES: readonly [broken: (header: Record<string, unknown>) => boolean, detail: string][] = [
  [(header) => Object.hasOwn(header, 'crit'), 'The header has critical extensions ("crit").'],
  [(header) => Object.hasOwn(header, 'b64'), 'The header changes how the content is read ("b64").'],
  [(header) => header.alg !== 'ES256', 'The signature algorithm ("alg") is not ES256.'],
  [(header) => header.zip !== 'DEF', 'The content is not marked as compressed ("zip": "DEF").'],
  [(header) => typeof header.kid !== 'string' || header.kid === '', 'The header does not name its key ("kid").'],
];

/** Takes a compact JWS apart. Throws JWS_FORMAT, JWS_HEADER, JSON_DUPLICATE, JSON_DEPTH, TEXT_ENCODING, TOO_LARGE. Checks no signature. */
export function parseJws(jws: string, maxBytes: number): CardJws {
  if (jws.length > 2 * maxBytes) throw new Failure('TOO_LARGE', { params: { max: maxBytes } });
  const parts = jws.split('.');
  if (parts.length !== 3) throw new Failure('JWS_FORMAT', { detail: 'It does not have three parts.' });
  const [head, body, tail] = parts as [string, string, string];
  const header = parseJson(fromUtf8(fromBase64url(head)), { depth: 8, code: 'JWS_HEADER' });
  if (!isObject(header)) throw new Failure('JWS_HEADER', { detail: 'The header is not an object.' });
  for (const [broken, detail] of HEADER_RULES) if (broken(header)) throw new Failure('JWS_HEADER', { detail });
  const signature = fromBase64url(tail);
  if (signature.length !== 64) throw new Failure('JWS_FORMAT', { detail: 'The signature does not have 64 bytes.' });
  return { kid: header.kid as string, payload: fromBase64url(body), signature, signed: utf8(`${head}.${body}`) };
}
