/** One file of a manifest: fetched, decrypted, read; with its own outcome. */

import { Failure, statusOf } from '../errors.js';
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

/** Whether a file could not be had now: what is there was not seen, so it says nothing against what was there before. */
export const isAbsent = ({ error }: LinkFile): boolean =>
  error !== undefined && statusOf(error.code) === 'unverifiable';

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
  const { link, limits, signal } = session;
  const { bytes, contentType } = await decrypt(jwe, link.key, limits.linkFileBytes, signal);
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

/**
 * A file that cannot be had now, with its last good content. What it holds is judged anew: a card may have expired since.
 * @param good as it was, with `asOf`.
 * @param absent as it came out now: its error, and what the manifest says of its status.
 */
export async function keptFile(session: Session, good: LinkFile, absent: LinkFile): Promise<LinkFile> {
  const { status: _, ...kept } = good;
  const content = good.bytes && (await contentFile(session, good.bytes as Bytes, kept));
  return Object.freeze({
    ...kept,
    ...content,
    ...(absent.status !== undefined && { status: absent.status }),
    ...(absent.error && { error: absent.error }),
  });
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
    // A host that asks us to wait is not asked again; an address that is not allowed stays so.
    return { file, again: isAbsent(file) && file.error?.code !== 'LINK_RATE_LIMITED' };
  }
  try {
    return { file: await readFile(session, jwe, entry) };
  } catch (error) {
    return { file: failed(error) };
  }
}
