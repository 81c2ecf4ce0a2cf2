/** The manifest of a link: asking for it, reading it, writing it. SMART Health Links, "SMART Health Link Manifest Request" and "Manifest File". */

import { Failure } from '../errors.js';
import { fromUtf8 } from '../internal/bytes.js';
import type { BoundedResponse } from '../internal/fetch.js';
import { isObject, jsonSteps, parseJson } from '../internal/json.js';
import type { Limits } from '../internal/limits.js';
import { inTurns } from '../internal/turns.js';
import { readAddress } from './address.js';
import { type HealthLinkError, linkError, linkFailure } from './errors.js';
import type { FileStatus, Manifest, ManifestFile } from './types.js';

/** Seconds of a Retry-After header (RFC 9110 10.2.3: seconds or a date), or undefined. */
export function retryAfterOf(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** `remainingAttempts` of a 401 body, when it says so readably. */
function remainingOf(response: BoundedResponse): number | undefined {
  try {
    const body = parseJson(fromUtf8(response.bytes), { depth: 8, duplicates: true });
    const remaining = isObject(body) ? body.remainingAttempts : undefined;
    return typeof remaining === 'number' && Number.isInteger(remaining) && remaining >= 0 ? remaining : undefined;
  } catch {
    return undefined;
  }
}

/** What was asked: a link's manifest, its direct file, or a part that only this try is about. */
export type Asked = 'manifest' | 'manifest-with-passcode' | 'direct-file' | 'part';

/** What a status other than 2xx means. */
export function refusalOf(response: BoundedResponse, asked: Asked, now: Date): HealthLinkError | undefined {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return undefined;
  const params = { status };
  const retryAfter = retryAfterOf(headers, now);
  if (status === 429) return linkError('LINK_RATE_LIMITED', { params }, { retryAfter });
  if ((status === 404 || status === 410) && asked !== 'part') return linkError('LINK_INACTIVE', { params });
  if (status === 401 && (asked === 'manifest' || asked === 'manifest-with-passcode')) {
    const remainingAttempts = remainingOf(response);
    return linkError(
      asked === 'manifest' ? 'LINK_PASSCODE_REQUIRED' : 'LINK_PASSCODE_WRONG',
      { params: remainingAttempts === undefined ? params : { ...params, remainingAttempts } },
      { remainingAttempts },
    );
  }
  return linkError('NETWORK_STATUS', { params }, { retryAfter });
}

/** A manifest as read: a bad entry is a Failure in its place, and loses none of the others. */
export interface ReadManifest {
  readonly entries: readonly (ManifestFile | Failure)[];
  readonly status?: string;
  readonly list?: unknown;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function readEntry(entry: unknown, older: string | undefined): ManifestFile | Failure {
  const broken = (detail: string) => linkFailure('LINK_MANIFEST', { detail });
  if (!isObject(entry)) return broken('An entry is not an object.');
  const contentType = text(entry.contentType);
  if (contentType === undefined) return broken('An entry does not say what kind of file it is.');
  const location = text(entry.location);
  const embedded = text(entry.embedded);
  if (location === undefined && embedded === undefined) return broken('An entry has no file.');
  const status = text(entry.status) ?? older;
  const lastUpdated = text(entry.lastUpdated);
  const fhirVersion = text(entry.fhirVersion);
  return {
    contentType,
    ...(location !== undefined && { location }),
    ...(embedded !== undefined && { embedded }),
    ...(status !== undefined && { status }),
    ...(lastUpdated !== undefined && { lastUpdated }),
    ...(fhirVersion !== undefined && { fhirVersion }),
  };
}

/** Reads a manifest response. Throws LINK_MANIFEST when there is no list of files, or too long a one. */
export async function readManifest(bytes: Uint8Array, limits: Limits, signal?: AbortSignal): Promise<ReadManifest> {
  const broken = (detail: string) => linkFailure('LINK_MANIFEST', { detail });
  let body: unknown;
  try {
    body = await inTurns(jsonSteps(bytes, { depth: limits.jsonDepth, duplicates: true }), signal);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart();
    if (start.startsWith('<')) throw broken('A web page came back instead.');
    if (/^eyJ[\w-]+\./.test(start)) throw broken('A file came back instead: the link may lack its U flag.');
    throw broken('It is not JSON.');
  }
  if (!isObject(body) || !Array.isArray(body.files)) throw broken('It has no list of files.');
  if (body.files.length > limits.manifestFiles) {
    throw linkFailure('LINK_MANIFEST', {
      detail: 'It lists more files than we open at once.',
      params: { files: body.files.length, max: limits.manifestFiles },
    });
  }
  const status = text(body.status);
  return {
    entries: body.files.map((entry) => readEntry(entry, status)),
    ...(status !== undefined && { status }),
    ...(isObject(body.list) && { list: body.list }),
  };
}

/** One file as linkManifest takes it: a location or an embedded JWE, or both. */
export interface ManifestFileInput {
  readonly contentType: string;
  readonly location?: string;
  readonly embedded?: string;
  readonly status?: FileStatus;
  readonly lastUpdated?: string | Date;
  readonly fhirVersion?: string;
}

const STATUSES: ReadonlySet<string> = new Set<FileStatus>([
  'finalized',
  'can-change',
  'entered-in-error',
  'no-longer-valid',
  'retracted',
]);

/**
 * Writes the manifest a host answers with. It does not look into the files, nor whether the locations are short-lived:
 * a host gives each out for one hour at most.
 *
 * @param files in the order to show them. `lastUpdated` as Date or ISO 8601.
 * @param options `list`: a FHIR List resource with more about the files.
 * @throws {TypeError} on a file without content type, or with neither location nor embedded, an unknown status, a
 *   location that is not https (http on loopback passes, for demonstrations), a time that is none.
 */
export function linkManifest(files: readonly ManifestFileInput[], { list }: { list?: object } = {}): Manifest {
  if (!Array.isArray(files)) throw new TypeError('linkManifest takes an array of files');
  return {
    ...(list && { list }),
    files: files.map(({ contentType, location, embedded, status, lastUpdated, fhirVersion }, index) => {
      const at = `files[${index}]`;
      if (!text(contentType)) throw new TypeError(`${at}.contentType is missing`);
      if (!location && !embedded) throw new TypeError(`${at} needs a location or an embedded file`);
      if (location && !readAddress(location).ok) throw new TypeError(`${at}.location must be https`);
      if (status !== undefined && !STATUSES.has(status))
        throw new TypeError(`${at}.status is not one of the standard's`);
      const time = lastUpdated instanceof Date ? lastUpdated : new Date(lastUpdated ?? 0);
      if (Number.isNaN(time.getTime())) throw new TypeError(`${at}.lastUpdated is not a time`);
      return {
        contentType,
        ...(location && { location }),
        ...(embedded && { embedded }),
        ...(lastUpdated !== undefined && {
          lastUpdated: typeof lastUpdated === 'string' ? lastUpdated : time.toISOString(),
        }),
        ...(status !== undefined && { status }),
        ...(fhirVersion !== undefined && { fhirVersion }),
      };
    }),
  };
}
