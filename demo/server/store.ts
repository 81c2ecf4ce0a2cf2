/**
 * What the link host remembers, behind an interface so that another database can take its place.
 * Every promise resolves only after the change is on disk: what was answered is never forgotten.
 */

import type { FileStatus } from '../../src/index.js';

export interface NewLink {
  /** 43 base64url characters: 256 random bits. */
  readonly id: string;
  /** SHA-256 of the secret that lets its maker change or stop the link. */
  readonly ownerHash: string;
  readonly longTerm: boolean;
  readonly direct: boolean;
  /** Absent when the link has no passcode. */
  readonly passcodeHash?: string;
  /** Wrong passcodes the link forgives in its whole life. */
  readonly attempts: number;
  /** Seconds since 1970; after it the link answers as if it had never existed. */
  readonly expiresAt?: number;
}

export interface StoredLink extends NewLink {
  readonly revoked: boolean;
}

/** One encrypted file. The host never sees what is inside. */
export interface StoredFile {
  readonly contentType: string;
  readonly jwe: string;
  readonly fhirVersion?: string;
  readonly status?: FileStatus;
  /** ISO 8601, UTC. */
  readonly lastUpdated: string;
}

/** Who opened a link, in their own words, and when (ISO 8601, UTC). */
export interface Opening {
  readonly recipient: string;
  readonly at: string;
}

export interface LinkStore {
  create(link: NewLink): Promise<void>;
  find(id: string): Promise<StoredLink | undefined>;
  /** Stops the link for good and forgets its files. */
  revoke(id: string): Promise<void>;

  /** Takes one attempt before a passcode is compared. Resolves to how many are left after it, or undefined when there was none to take. */
  takeAttempt(id: string): Promise<number | undefined>;
  /** Gives back an attempt whose passcode turned out right. */
  refundAttempt(id: string): Promise<void>;

  /** Replaces the files of a link. Locations handed out for the old ones stop working. */
  replaceFiles(id: string, files: readonly StoredFile[]): Promise<void>;
  files(id: string): Promise<readonly (StoredFile & { readonly number: number })[]>;

  /** Remembers a location by the hash of its secret, until `expiresAt` (milliseconds since 1970). */
  addLocation(hash: string, id: string, fileNumber: number, expiresAt: number): Promise<void>;
  /** The file behind a location, once: a second call finds nothing. */
  takeLocation(hash: string, now: number): Promise<StoredFile | undefined>;

  addOpening(id: string, opening: Opening): Promise<void>;
  openings(id: string): Promise<readonly Opening[]>;

  /** How many links there are: a host refuses to fill its disk. */
  count(): Promise<number>;
  /** Forgets links past their end, and locations past theirs. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}
