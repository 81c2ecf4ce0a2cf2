/**
 * What sharing needs of a host: three functions. `<shl-share>` takes any object that has them; the demo's host is one.
 * A host gets encrypted files only. The key and the label stay with the person who shares.
 */

import type { FileStatus } from './types.js';

/** One encrypted file on its way to a host. */
export interface HostedFile {
  readonly contentType: string;
  /** Compact JWE, from encryptFile. */
  readonly jwe: string;
  readonly status?: FileStatus;
  readonly fhirVersion?: string;
}

export interface HostRequest {
  readonly files: readonly HostedFile[];
  /** The host asks for it and counts wrong tries over the whole life of the link. */
  readonly passcode?: string;
  /** After this the host answers 404. Seconds since 1970. */
  readonly exp?: number;
  /** L, P and U, as the link will have them. With U there is one file and the address answers GET. */
  readonly flag: string;
}

/** A link as its host knows it. */
export interface HostedLink {
  /** The address for the link: https, at most 128 characters, with 256 random bits. */
  readonly url: string;
  /** What update and revoke need; only for the person who shares. Opaque. */
  readonly manage: string;
}

/** Somebody opened the link. */
export interface HostedAccess {
  /** ISO 8601. */
  readonly at: string;
  /** As the opener calls itself: a claim, nobody has checked it. */
  readonly recipient: string;
}

/**
 * A place that keeps encrypted files and answers for a link. Each function rejects with an Error when it did not happen;
 * its message is not shown.
 */
export interface LinkHost {
  /** Puts the files up and gives the address for the link. */
  create(request: HostRequest, options?: { signal?: AbortSignal }): Promise<HostedLink>;
  /** Replaces all files, encrypted with the same key. */
  update(manage: string, files: readonly HostedFile[], options?: { signal?: AbortSignal }): Promise<void>;
  /** Ends the link: from now on it answers 404, and the files are gone. */
  revoke(manage: string, options?: { signal?: AbortSignal }): Promise<void>;
  /** Who opened it, newest first; where the host keeps that. */
  accesses?(manage: string, options?: { signal?: AbortSignal }): Promise<readonly HostedAccess[]>;
}
