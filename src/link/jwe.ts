/**
 * Encrypting and decrypting the files of a link: compact JWE, `dir` with A256GCM and nothing else, zip DEF.
 * SMART Health Links, "Encrypting and Decrypting Files"; RFC 7516.
 *
 * Straight on WebCrypto: a JOSE library inflates by itself, and neither refuses what follows the compressed data nor
 * stops where we do; with one algorithm and no key wrapping there is little else for it to do.
 */

import { deflateRaw } from 'pako';
import { Failure, type KnownCode } from '../errors.js';
import { type Bytes, fromBase64url, fromUtf8, toBase64url, utf8 } from '../internal/bytes.js';
import { inflateSteps } from '../internal/inflate.js';
import { isObject, parseJson } from '../internal/json.js';
import { type Limits, withLimits } from '../internal/limits.js';
import { inTurns, type Steps } from '../internal/turns.js';
import { asLinkError, linkFailure } from './errors.js';
import { isKey } from './payload.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A header of ours has 60 characters, a generous one a few hundred. */
const MAX_HEADER = 4096;

export interface DecryptedFile {
  /** The `cty` header as written, `application/` added where RFC 7515 lets it be left out. Absent when the file does not say. */
  readonly contentType?: string;
  readonly bytes: Bytes;
}

const CODE: KnownCode = 'LINK_DECRYPT';
const notEncrypted = (detail: string): Failure => linkFailure(CODE, { detail });

/** What the text is instead of a JWE, in a sentence. */
function nameOther(text: string): string {
  const parts = text.split('.');
  if (parts.length === 3 && /^[\w-]+$/.test(parts[0] as string)) {
    return 'It is a signed card rather than an encrypted file.';
  }
  const start = text.slice(0, 200).trimStart();
  if (start.startsWith('<')) return 'A web page came back instead of an encrypted file.';
  if (start.startsWith('{') || start.startsWith('[')) return 'It is not encrypted.';
  if (start === '') return 'It is empty.';
  return 'It is not an encrypted file.';
}

/** The protected header, when it is one we decrypt. Throws LINK_DECRYPT or JWE_ALGORITHM. */
function readHeader(encoded: string): { cty?: string; zip: boolean; kid?: string } {
  let header: unknown;
  if (encoded.length > MAX_HEADER) throw notEncrypted('Its header is too long.');
  try {
    header = parseJson(fromUtf8(fromBase64url(encoded)), { depth: 8 });
  } catch (error) {
    if (error instanceof Failure && error.code === 'JSON_DUPLICATE') throw error;
    throw notEncrypted('Its header is damaged.');
  }
  if (!isObject(header)) throw notEncrypted('Its header is damaged.');
  const { alg, enc, zip, cty, crit, kid } = header;
  const refuse = (member: string) => linkFailure('JWE_ALGORITHM', { params: { member } });
  if (alg !== 'dir') throw refuse('alg');
  if (enc !== 'A256GCM') throw refuse('enc');
  if (zip !== undefined && zip !== 'DEF') throw refuse('zip');
  if (crit !== undefined) throw refuse('crit');
  return {
    zip: zip === 'DEF',
    ...(typeof cty === 'string' && cty !== '' && { cty }),
    ...(typeof kid === 'string' && { kid }),
  };
}

/** The algorithms of a key are fixed when it is imported, and it cannot be read back out. */
async function importKey(key: string, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) throw linkFailure('RUNTIME', { detail: 'Browsers decrypt on https pages only.' });
  return subtle.importKey('raw', fromBase64url(key), { name: 'AES-GCM' }, false, [use]);
}

/** The RFC 7638 thumbprint of the symmetric key: some senders put it into `kid`. */
async function thumbprint(key: string): Promise<string> {
  const members = utf8(JSON.stringify({ k: key, kty: 'oct' }));
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', members)));
}

function checkKey(key: unknown): asserts key is string {
  if (!isKey(key)) throw new TypeError('key must be 43 characters of base64url (32 bytes)');
}

/**
 * Encrypts one file of a link, with a fresh random IV.
 *
 * @param content text (as UTF-8) or bytes.
 * @param contentType goes into `cty`: `application/smart-health-card`, `application/fhir+json`, `application/smart-api-access`.
 * @param key the link's key: 43 base64url characters.
 * @param options `zip`: compress first (raw DEFLATE). Off by default: some readers inflate no more than 250 kB.
 * @returns compact JWE, to be served as `application/jose` or embedded in a manifest.
 * @throws {TypeError} on a key or a content type that is none.
 */
export async function encryptFile(
  content: string | Uint8Array,
  contentType: string,
  key: string,
  { zip = false }: { zip?: boolean } = {},
): Promise<string> {
  checkKey(key);
  if (typeof contentType !== 'string' || !/^[\w.+-]+\/[\w.+-]+/.test(contentType)) {
    throw new TypeError('contentType must be a media type');
  }
  const plain = typeof content === 'string' ? utf8(content) : (content as Bytes);
  if (!(plain instanceof Uint8Array)) throw new TypeError('content must be text or bytes');
  const header = toBase64url(
    utf8(JSON.stringify({ alg: 'dir', enc: 'A256GCM', cty: contentType, ...(zip && { zip: 'DEF' }) })),
  );
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: utf8(header), tagLength: TAG_BYTES * 8 },
      await importKey(key, 'encrypt'),
      zip ? (deflateRaw(plain) as Bytes) : plain,
    ),
  );
  const tagAt = sealed.length - TAG_BYTES;
  return [
    header,
    '',
    toBase64url(iv),
    toBase64url(sealed.subarray(0, tagAt)),
    toBase64url(sealed.subarray(tagAt)),
  ].join('.');
}

/** Characters of one step: whole groups of four, so that each slice is bytes of its own. */
const SLICE = 65_536;

/** Ciphertext and tag as bytes in one piece, as WebCrypto takes them. Throws LINK_DECRYPT. */
function* sealedSteps(ciphertext: string, tag: string): Steps<Bytes> {
  const seal = fromBase64url(tag, CODE);
  if (seal.length !== TAG_BYTES) throw notEncrypted('It is damaged.');
  const length = Math.floor((ciphertext.length * 3) / 4);
  const sealed = new Uint8Array(length + TAG_BYTES);
  for (let at = 0; at < ciphertext.length; at += SLICE) {
    sealed.set(fromBase64url(ciphertext.slice(at, at + SLICE), CODE), (at / 4) * 3);
    yield;
  }
  sealed.set(seal, length);
  return sealed;
}

/** decryptFile's work, throwing Failure; for the rooms that collect failures. In short tasks, however large the file. */
export async function decrypt(
  jwe: string,
  key: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<DecryptedFile> {
  const text = jwe.trim();
  // Base64url adds a third; anything longer cannot fit once it is decrypted.
  if (text.length > Math.ceil((maxBytes * 4) / 3) + MAX_HEADER + 64) {
    throw linkFailure('TOO_LARGE', { params: { max: maxBytes } });
  }
  const parts = text.split('.', 6);
  if (parts.length !== 5) throw notEncrypted(nameOther(text.slice(0, 1_000_000)));
  const [header, wrapped, iv, ciphertext, tag] = parts as [string, string, string, string, string];
  const { cty, zip, kid } = readHeader(header);
  if (wrapped !== '') throw notEncrypted('It brings a key of its own.');
  const nonce = fromBase64url(iv, CODE);
  if (nonce.length !== IV_BYTES) throw notEncrypted('It is damaged.');
  const sealed = await inTurns(sealedSteps(ciphertext, tag), signal);
  const secret = await importKey(key, 'decrypt');
  let opened: Bytes;
  try {
    opened = new Uint8Array(
      await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: nonce, additionalData: utf8(header), tagLength: TAG_BYTES * 8 },
        secret,
        sealed,
      ),
    );
  } catch {
    const other = kid !== undefined && /^[\w-]{43}$/.test(kid) && kid !== (await thumbprint(key));
    throw notEncrypted(
      kid === undefined ? '' : other ? 'It names another key.' : 'It was changed or damaged on the way.',
    );
  }
  if (!zip && opened.length > maxBytes) throw linkFailure('TOO_LARGE', { params: { max: maxBytes } });
  return {
    bytes: zip ? await inTurns(inflateSteps(opened, maxBytes), signal) : opened,
    ...(cty !== undefined && { contentType: cty.includes('/') ? cty : `application/${cty}` }),
  };
}

/**
 * Decrypts one file of a link. That it decrypts says only that whoever wrote it had the link's key.
 *
 * @param jwe compact JWE; white space around it is ignored.
 * @param key the link's key: 43 base64url characters.
 * @param options `limits.linkFileBytes`: cap of the result, in bytes (10 MB); inflating stops there.
 * @throws {HealthLinkError} `LINK_DECRYPT` (not a JWE, another key, changed on the way), `JWE_ALGORITHM` (anything but
 *   dir, A256GCM and zip DEF, or any `crit`), `JSON_DUPLICATE` (in the header), `INFLATE`, `TOO_LARGE`, `RUNTIME`
 *   (no WebCrypto: the page is not https).
 * @throws {TypeError} on arguments of the wrong kind.
 */
export async function decryptFile(
  jwe: string,
  key: string,
  { limits }: { limits?: Partial<Limits> } = {},
): Promise<DecryptedFile> {
  if (typeof jwe !== 'string') throw new TypeError('jwe must be a string');
  checkKey(key);
  const { linkFileBytes } = withLimits(limits);
  try {
    return await decrypt(jwe, key, linkFileBytes);
  } catch (error) {
    throw asLinkError(error);
  }
}
