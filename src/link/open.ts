/** Opening a link: manifest or direct file, and every file with its own outcome. SMART Health Links, "Receiving Application processes a SMART Health Link". */

import { Failure } from '../errors.js';
import type { Bytes } from '../internal/bytes.js';
import { readContent } from './content.js';
import { asLinkError, HealthLinkError } from './errors.js';
import { describe, isAbsent, jweBytes, jweText, keptFile, type Outcome, openEntry } from './files.js';
import { decrypt } from './jwe.js';
import { type ReadManifest, readManifest, refusalOf, retryAfterOf } from './manifest.js';
import { ask, type OpenOptions, politely, type Session, startSession } from './session.js';
import type { HealthLink, LinkFile, LinkResult, ManifestFile } from './types.js';

export type { OpenOptions } from './session.js';

/** A result with what the next poll needs of it. */
export interface Opened {
  readonly result: LinkResult;
  /** The manifest entry of each file; none for a direct file. */
  readonly entries: readonly (ManifestFile | Failure)[];
}

/** A manifest with when it was asked for. */
interface Fetched extends ReadManifest {
  readonly at: Date;
  readonly retryAfter: number | undefined;
}

async function fetchManifest(session: Session): Promise<Fetched> {
  const { link, recipient, passcode, embeddedLengthMax, limits, signal, now } = session;
  const at = now();
  const request = () =>
    ask(session, link.url, {
      maxBytes: limits.manifestBytes,
      tooLarge: 'LINK_MANIFEST',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ recipient, ...(passcode !== undefined && { passcode }), embeddedLengthMax }),
    });
  // With a passcode a 5xx is not retried: nobody knows whether the host has counted the try.
  const response = await (passcode === undefined ? politely(session, request) : request());
  const refusal = refusalOf(response, passcode === undefined ? 'manifest' : 'manifest-with-passcode', now());
  if (refusal) throw refusal;
  const retryAfter = retryAfterOf(response.headers, now());
  return { ...(await readManifest(response.bytes, limits, signal)), at, retryAfter };
}

/** Works through items, so many at a time; the first error ends it. */
async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const run = async () => {
    try {
      while (next < items.length) await work(items[next++] as T);
    } catch (error) {
      next = items.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, run));
}

/** What an earlier opening of the same link knows; for polling. */
export interface Earlier {
  /** The bytes of an entry that says it has not changed since. */
  unchanged(entry: ManifestFile, entries: Opened['entries']): Bytes | undefined;
  /** The file as it last was, for each that cannot be had now. */
  lastGood(files: readonly LinkFile[]): ReadonlyMap<LinkFile, LinkFile>;
}

async function openManifest(session: Session, earlier: Earlier | undefined): Promise<Opened> {
  const { limits, onFile } = session;
  const manifest = await fetchManifest(session);
  const { entries } = manifest;
  const files: LinkFile[] = new Array(entries.length);
  /** What could not be had yet, and whether a fresh location may help. Given out last, whatever comes of it. */
  const absent = new Map<number, boolean>();
  const take = (index: number, { file, again = false }: Outcome) => {
    files[index] = file;
    absent.delete(index);
    if (isAbsent(file)) absent.set(index, again);
    else onFile(file, index, entries.length);
  };
  await inParallel([...entries.entries()], limits.parallelFiles, async ([index, entry]) => {
    const had = entry instanceof Failure ? undefined : earlier?.unchanged(entry, entries);
    take(index, await openEntry(session, entry, manifest.at, had));
  });
  const again = [...absent.keys()].filter((index) => absent.get(index));
  const fresh = again.length > 0 ? await refetch(session) : undefined;
  if (fresh) {
    await inParallel(again, limits.parallelFiles, async (index) => {
      const entry = sameEntry(fresh, entries, index);
      if (entry) take(index, await openEntry(session, entry, fresh.at, undefined));
    });
  }
  const lastGood = absent.size > 0 ? earlier?.lastGood([...files]) : undefined;
  for (const index of absent.keys()) {
    const file = files[index] as LinkFile;
    const good = lastGood?.get(file);
    files[index] = good ? await keptFile(session, good, file) : file;
    onFile(files[index], index, entries.length);
  }
  return { entries, result: resultOf(session, files, manifest) };
}

/** The result of an opening: what came, and what the host says of it. */
function resultOf(
  { link, now }: Session,
  files: LinkFile[],
  { status, list, retryAfter }: Pick<Fetched, 'status' | 'list' | 'retryAfter'>,
): LinkResult {
  return Object.freeze({
    link,
    ...(link.label !== undefined && { label: link.label }),
    ...(status !== undefined && { status }),
    ...(list !== undefined && { list }),
    files: Object.freeze(files),
    ...(retryAfter !== undefined && { retryAfter }),
    fetchedAt: now(),
  });
}

/** The manifest once more, or undefined when it cannot be had now: the files then keep their errors. */
async function refetch(session: Session): Promise<Fetched | undefined> {
  try {
    return await fetchManifest(session);
  } catch (error) {
    if (error instanceof Failure || error instanceof HealthLinkError) return undefined;
    throw error;
  }
}

/** The entry at the same place of a fresh manifest, when it is still the same file. */
function sameEntry(fresh: Fetched, before: Opened['entries'], index: number): ManifestFile | undefined {
  const entry = fresh.entries[index];
  const old = before[index];
  if (!entry || !old || entry instanceof Failure || old instanceof Failure) return undefined;
  return fresh.entries.length === before.length && entry.contentType === old.contentType ? entry : undefined;
}

const TYPE_OF: Readonly<Record<string, string>> = {
  cards: 'application/smart-health-card',
  fhir: 'application/fhir+json',
  'api-access': 'application/smart-api-access',
  unknown: 'application/octet-stream',
};

/** A U link: its address is the file. */
async function openDirect(session: Session): Promise<Opened> {
  const { link, recipient, trust, signal, limits, onFile, now } = session;
  const [address = ''] = link.url.split('#', 1);
  const url = `${address}${address.includes('?') ? '&' : '?'}recipient=${encodeURIComponent(recipient)}`;
  const response = await politely(session, () =>
    ask(session, url, { maxBytes: jweBytes(limits), tooLarge: 'TOO_LARGE' }),
  );
  const refusal = refusalOf(response, 'direct-file', now());
  if (refusal) throw refusal;
  const { bytes, contentType = '' } = await decrypt(jweText(response.bytes), link.key, limits.linkFileBytes, signal);
  const content = await readContent(bytes, contentType, { trust, signal, limits, now: now() });
  const file: LinkFile = Object.freeze({
    ...describe({ contentType: contentType || (TYPE_OF[content.kind] as string) }),
    ...content,
  });
  onFile(file, 0, 1);
  return { entries: [], result: resultOf(session, [file], { retryAfter: retryAfterOf(response.headers, now()) }) };
}

/** openLink's work, with what polling needs. */
export async function openOnce(input: HealthLink | string, options: OpenOptions, earlier?: Earlier): Promise<Opened> {
  const session = startSession(input, options);
  session.signal?.throwIfAborted();
  try {
    return await (session.link.flags.has('U') ? openDirect(session) : openManifest(session, earlier));
  } catch (error) {
    throw asLinkError(error);
  }
}

/**
 * Opens a SMART Health Link: asks for the manifest (POST; GET of the one file when the link has U), fetches, decrypts and
 * reads every file. Cards inside are verified, each with its own full verdict. FHIR that came unsigned is shared, not
 * verified: that it decrypts says only that whoever wrote it had the link.
 *
 * What is known beforehand stops before any request: a link that is not one, a newer version, an expired link, an address
 * that is not allowed, no recipient, no passcode where the link says it needs one. Requests are https, without credentials
 * or referrer, bounded in time and size; redirects are refused. A manifest (or a direct file) is asked for once more after
 * a 5xx, unless a passcode went with it. A location is fetched once; when that fails the manifest is fetched once more for
 * fresh ones, and nothing over an hour old is used. A passcode is never sent again after it was refused.
 *
 * @param input a link from parseLink, or text that holds one.
 * @param options `recipient` is required. Times in `limits` are milliseconds, sizes bytes.
 * @returns every file in manifest order, each with its content or its own `error`: a bad file never loses the others. Files
 *   of unknown content types are kept with their bytes.
 * @throws {HealthLinkError} when the link as a whole does not open. What parseLink throws; `LINK_VERSION`, `LINK_EXPIRED`,
 *   `LINK_URL`, `LINK_RECIPIENT_REQUIRED`; `LINK_PASSCODE_REQUIRED` (also for a 401 when the link did not say so) and
 *   `LINK_PASSCODE_WRONG`, with `remainingAttempts`; `LINK_INACTIVE` (404), `LINK_RATE_LIMITED` (429) with `retryAfter`
 *   in seconds, `NETWORK_STATUS` with `retryAfter`, `NETWORK`, `NETWORK_TIMEOUT`, `NETWORK_REDIRECT`, `LINK_MANIFEST`; and
 *   for a direct file `LINK_DECRYPT`, `JWE_ALGORITHM`, `INFLATE`, `TOO_LARGE`.
 * @throws {TypeError} on arguments of the wrong kind; the signal's reason when it is aborted.
 * @see HL7 SMART Health Cards and Links, links-specification
 */
export async function openLink(input: HealthLink | string, options: OpenOptions): Promise<LinkResult> {
  return (await openOnce(input, options)).result;
}
