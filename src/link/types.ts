/** The shapes of SMART Health Links: the link itself, its manifest, and what opening gives. */

import type { CardResult } from '../card/result.js';
import type { Code, Finding } from '../errors.js';

/** A parsed link. Holds the key: never log it, never put it into an attribute or an event it does not belong in. */
export interface HealthLink {
  readonly url: string;
  /** 43 base64url characters. */
  readonly key: string;
  /** The letters of `flag`: L long-term, P passcode, U direct file; unknown ones are kept and ignored. */
  readonly flags: ReadonlySet<string>;
  readonly exp?: Date;
  /** The sender's own words; show them quoted. */
  readonly label?: string;
  readonly version: number;
  readonly findings: readonly Finding[];
}

/** The standard's values; hosts may write others. */
export type FileStatus = 'finalized' | 'can-change' | 'entered-in-error' | 'no-longer-valid' | 'retracted';
export type LinkFileKind = 'cards' | 'fhir' | 'api-access' | 'unknown';

/** `application/smart-api-access`: what it offers. The token is kept out of what is shown. */
export interface ApiAccess {
  readonly aud: string;
  readonly scope?: string;
  readonly patient?: string;
  /** ISO 8601 when the access ends, where the file says how long it lasts. */
  readonly expiresAt?: string;
  readonly queries: readonly string[];
}

/**
 * One file of a link. A bad file has `error` and does not lose the others. Plain but for `bytes`.
 *
 * While watching, a file that cannot be had now keeps its last good content: then `error` says why, and `asOf` from when
 * the content is. An `error` without `asOf` is a file with nothing to show (but perhaps `bytes` to save).
 */
export interface LinkFile {
  /** As the manifest or the file's `cty` writes it, parameters included. Empty when neither says. */
  readonly contentType: string;
  readonly kind: LinkFileKind;
  readonly status?: string;
  readonly lastUpdated?: string;
  /** From the manifest, or the content type's `fhirVersion` parameter. */
  readonly fhirVersion?: string;
  /** The decrypted file, for saving. Left out for `api-access`: it holds a token. */
  readonly bytes?: Uint8Array;
  /** Each card with its own full verdict. */
  readonly cards?: readonly CardResult[];
  /** Unsigned FHIR: shared, not verified. A bare array of entries or resources is given as a `collection` Bundle. */
  readonly resource?: unknown;
  readonly access?: ApiAccess;
  readonly error?: { readonly code: Code; readonly message: string };
  /** ISO 8601. Only from watchLink, and only with `error`: when the content last came. Cards in it are verified anew. */
  readonly asOf?: string;
}

/** What a poll found different from the one before. Indexes into `files`. */
export interface LinkChanges {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  /** Files that are no longer listed, as they were. */
  readonly removed: readonly LinkFile[];
}

export interface LinkResult {
  readonly link: HealthLink;
  readonly label?: string;
  /** An older top-level status of the manifest. */
  readonly status?: string;
  /** A FHIR List resource about the files. */
  readonly list?: unknown;
  readonly files: readonly LinkFile[];
  /** Seconds to wait before asking again, where the host says so. */
  readonly retryAfter?: number;
  readonly fetchedAt: Date;
  /** Only from watchLink, from its second result on. */
  readonly changes?: LinkChanges;
}

export interface ManifestFile {
  readonly contentType: string;
  readonly location?: string;
  readonly embedded?: string;
  readonly status?: string;
  readonly lastUpdated?: string;
  readonly fhirVersion?: string;
}

export interface Manifest {
  readonly files: readonly ManifestFile[];
  /** An older top-level status. */
  readonly status?: string;
  readonly list?: unknown;
}
