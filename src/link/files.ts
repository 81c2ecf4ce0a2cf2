/** One file of a manifest: fetched, decrypted, read; with its own outcome. */

import { type Code, Failure, statusOf } from '../errors.js';
import { type Bytes, fromUtf8 } from '../internal/bytes.js';
import type { Limits } from '../internal/limits.js';
import { requireAddress } from './address.js';
import { fileError, kindOf, readContent, readMediaType } from './content.js';
import { HealthLinkError, linkFailure } from './errors.js';
import { decrypt } from './jwe.js';
import { refusalOf } from './manifest.js';
import { ask, type Session } from './session.js';
import type { LinkFile, ManifestFile } from './types.js';

/** Seconds a location may be used after its manifest was requested. */
const LOCATION_LIFETIME = 3600;
/** Room for a file of the greatest size once it is encrypted and base64url. */
export const jweBytes = ({ linkFileBytes }: Limits): number => Math.ceil((linkFileBytes * 4) / 3) + 8192;

/** A body as text; what is not UTF-8 is no JWE. */
export function jweText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw linkFailure('LINK_DECRYPT', { detail: 'It is not an encrypted file.' });
  }
}

/** The error of one file. Aborts, errors of the caller's own functions, and bugs are thrown on. */
function fileErrorOf(error: unknown): NonNullable<LinkFile['error']> {
  if (error instanceof HealthLinkError) return Object.freeze({ code: error.code, message: error.message });
  if (error instanceof Failure) return fileError(error);
  throw error;
}

/** How one file came out. `again`: its location failed, and a fresh one may work. */
export interface Outcome {
  readonly file: LinkFile;
  readonly again?: boolean;
}

/** The encrypted text behind a location, asked for once. Throws Failure or HealthLinkError. */
async function fetchLocation(session: Session, location: string, manifestAt: Date): Promise<string> {
  const { allowLoopback, limits, now } = session;
  requireAddress(location, { allowLoopback });
  if (now().getTime() - manifestAt.getTime() >= LOCATION_LIFETIME * 1000) {
    throw linkFailure('NETWORK_TIMEOUT', { actor: 'host', detail: 'The address of this file is over an hour old.' });
  }
  const response = await ask(session, location, { maxBytes: jweBytes(limits), tooLarge: 'TOO_LARGE' });
  const refusal = refusalOf(response, 'part', now());
  if (refusal) throw refusal;
  return jweText(response.bytes);
}

/** Decrypts and reads a file that the manifest describes. Throws Failure. */
async function readFile(session: Session, jwe: string, entry: ManifestFile): Promise<LinkFile> {
  const { link, limits } = session;
  const { bytes, contentType } = await decrypt(jwe, link.key, limits.linkFileBytes);
  if (contentType !== undefined && readMediaType(contentType).type !== readMediaType(entry.contentType).type) {
    throw linkFailure('LINK_TYPE_MISMATCH');
  }
  return contentFile(session, bytes, entry);
}

/** What the manifest says of a file. */
export function describe({
  contentType,
  status,
  lastUpdated,
  fhirVersion,
}: Omit<ManifestFile, 'location' | 'embedded'>) {
  const version = fhirVersion ?? readMediaType(contentType).parameters.get('fhirversion');
  return {
    contentType,
    ...(status !== undefined && { status }),
    ...(lastUpdated !== undefined && { lastUpdated }),
    ...(version && { fhirVersion: version }),
  };
}

async function contentFile(session: Session, bytes: Bytes, entry: ManifestFile): Promise<LinkFile> {
  const { trust, signal, limits, now } = session;
  const content = await readContent(bytes, entry.contentType, { trust, signal, limits, now: now() });
  return Object.freeze({ ...describe(entry), ...content });
}

/** Opens one entry of a manifest: what is embedded first, then the location, once. Never throws but for an abort. */
export async function openEntry(
  session: Session,
  entry: ManifestFile | Failure,
  manifestAt: Date,
  known: Bytes | undefined,
): Promise<Outcome> {
  if (entry instanceof Failure) {
    return { file: Object.freeze({ contentType: '', kind: 'unknown', error: fileErrorOf(entry) }) };
  }
  const failed = (error: unknown): LinkFile =>
    Object.freeze({ ...describe(entry), kind: kindOf(entry.contentType), error: fileErrorOf(error) });
  if (known) return { file: await contentFile(session, known, entry) };
  if (entry.embedded !== undefined) {
    try {
      return { file: await readFile(session, entry.embedded, entry) };
    } catch (error) {
      const file = failed(error);
      if (entry.location === undefined) return { file };
    }
  }
  let jwe: string;
  try {
    jwe = await fetchLocation(session, entry.location as string, manifestAt);
  } catch (error) {
    const file = failed(error);
    const { code } = file.error as { code: Code };
    // A host that asks us to wait is not asked again; an address that is not allowed stays so.
    return { file, again: statusOf(code) === 'unverifiable' && code !== 'LINK_RATE_LIMITED' };
  }
  try {
    return { file: await readFile(session, jwe, entry) };
  } catch (error) {
    return { file: failed(error) };
  }
}
