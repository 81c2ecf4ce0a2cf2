/**
 * The host of SMART Health Links: what it decides, without HTTP (link-routes.ts speaks HTTP for it).
 * It keeps encrypted files only; the key is in the link and never comes here.
 *
 * Passcodes: an attempt is taken and on disk before the passcode is compared, and given back when it was right. Guesses
 * for one link are compared one after the other. So the lifetime count of wrong tries holds under parallel guesses,
 * a crash in between and a restart; the worst that can happen is that a right passcode costs an attempt.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkManifest, type Manifest } from '../../src/index.js';
import { hashPasscode, isPasscode } from './passcode.js';
import { createQueue } from './queue.js';
import type { LinkStore, Opening, StoredFile, StoredLink } from './store.js';

export interface LinkHostOptions {
  readonly store: LinkStore;
  /** Where the routes are mounted, without a trailing slash: 'http://localhost:8080/shl'. */
  readonly base: string;
  /** Milliseconds a file location lives. At most an hour (SMART Health Links, files.location). */
  readonly locationLifetime?: number;
  /** Wrong passcodes a link forgives in its whole life. */
  readonly attempts?: number;
  /** Guesses waiting for one link before more are turned away. */
  readonly maxWaiting?: number;
  /** Links kept at most. */
  readonly maxLinks?: number;
  readonly now?: () => number;
}

export interface NewLinkOptions {
  readonly longTerm?: boolean;
  readonly direct?: boolean;
  readonly passcode?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
}

/** A file as its maker hands it over: encrypted already. */
export type NewFile = Omit<StoredFile, 'lastUpdated'>;

export interface OpenRequest {
  readonly recipient: string;
  readonly passcode?: string;
  readonly embeddedLengthMax?: number;
}

export type OpenAnswer =
  | { readonly kind: 'manifest'; readonly manifest: Manifest; readonly retryAfter?: number }
  | { readonly kind: 'passcode'; readonly remainingAttempts: number }
  | { readonly kind: 'busy' }
  /** Never made, stopped, expired or out of attempts: all the same from outside. */
  | { readonly kind: 'not-found' };

export interface LinkHost {
  /** Makes a link. `secret` is the only way to change or stop it later. Undefined when the host is full. */
  create(options: NewLinkOptions): Promise<{ id: string; url: string; secret: string } | undefined>;
  /** Whether this secret belongs to this link. */
  owns(id: string, secret: string): Promise<boolean>;
  /** Replaces all files. False when the link is gone, or when there is no file, or more than one for a direct link. */
  replaceFiles(id: string, files: readonly NewFile[]): Promise<boolean>;
  revoke(id: string): Promise<void>;
  openings(id: string): Promise<readonly Opening[]>;
  /** The manifest request of a link without U. */
  open(id: string, request: OpenRequest): Promise<OpenAnswer>;
  /** The direct request of a U link: its one file. */
  openDirect(id: string, recipient: string): Promise<StoredFile | undefined>;
  /** The file behind a location: once, and while it lives. */
  takeFile(secret: string): Promise<StoredFile | undefined>;
}

/** An id or a secret: 256 random bits as 43 base64url characters. */
export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);
const newSecret = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Embedded when the reader sets no limit, and never longer than the second even when it asks for more. */
const EMBEDDED_DEFAULT = 64 * 1024;
const EMBEDDED_MOST = 4 * 1024 * 1024;
/** Seconds a reader is asked to wait before it looks at a long-term link again. */
const POLL_AFTER = 15;
const RECIPIENT_LENGTH = 200;

export function createLinkHost({
  store,
  base,
  locationLifetime = 60_000,
  attempts = 5,
  maxWaiting = 32,
  maxLinks = 10_000,
  now = Date.now,
}: LinkHostOptions): LinkHost {
  const guesses = createQueue(maxWaiting);

  const active = async (id: string): Promise<StoredLink | undefined> => {
    if (!isSecret(id)) return undefined;
    const link = await store.find(id);
    if (!link || link.revoked) return undefined;
    if (link.expiresAt !== undefined && link.expiresAt * 1000 <= now()) return undefined;
    if (link.passcodeHash !== undefined && link.attempts === 0) return undefined;
    return link;
  };

  const stamp = () => new Date(now()).toISOString();
  const logOpening = (id: string, recipient: string) =>
    store.addOpening(id, { recipient: recipient.slice(0, RECIPIENT_LENGTH), at: stamp() });

  /** undefined: the passcode is right. */
  const guess = async (id: string, hash: string, passcode: string): Promise<OpenAnswer | undefined> => {
    const remainingAttempts = await store.takeAttempt(id);
    if (remainingAttempts === undefined) return { kind: 'not-found' };
    if (!(await isPasscode(passcode, hash))) return { kind: 'passcode', remainingAttempts };
    await store.refundAttempt(id);
    return undefined;
  };

  const manifestOf = async (link: StoredLink, embeddedLengthMax = EMBEDDED_DEFAULT): Promise<OpenAnswer> => {
    const stored = await store.files(link.id);
    if (stored.length === 0) return { kind: 'not-found' };
    const longest = Math.min(embeddedLengthMax, EMBEDDED_MOST);
    const files: Parameters<typeof linkManifest>[0][number][] = [];
    for (const { number, jwe, ...about } of stored) {
      if (jwe.length <= longest) {
        files.push({ ...about, embedded: jwe });
      } else {
        const secret = newSecret();
        await store.addLocation(hashOf(secret), link.id, number, now() + locationLifetime);
        files.push({ ...about, location: `${base}/file/${secret}` });
      }
    }
    return { kind: 'manifest', manifest: linkManifest(files), ...(link.longTerm && { retryAfter: POLL_AFTER }) };
  };

  return {
    async create({ longTerm = false, direct = false, passcode, exp }) {
      if ((await store.count()) >= maxLinks) return undefined;
      const id = newSecret();
      const secret = newSecret();
      await store.create({
        id,
        ownerHash: hashOf(secret),
        longTerm,
        direct,
        ...(passcode !== undefined && { passcodeHash: await hashPasscode(passcode) }),
        attempts,
        ...(exp !== undefined && { expiresAt: exp }),
      });
      return { id, url: `${base}/${id}`, secret };
    },

    async owns(id, secret) {
      // Also when it is expired or out of attempts: its maker may still look at it and stop it.
      const link = isSecret(id) ? await store.find(id) : undefined;
      return (
        link !== undefined && !link.revoked && timingSafeEqual(Buffer.from(link.ownerHash), Buffer.from(hashOf(secret)))
      );
    },

    async replaceFiles(id, files) {
      const link = await active(id);
      if (!link || files.length === 0 || (link.direct && files.length > 1)) return false;
      const lastUpdated = stamp();
      await store.replaceFiles(
        id,
        files.map((file) => ({ ...file, lastUpdated })),
      );
      return true;
    },

    revoke: (id) => store.revoke(id),
    openings: (id) => store.openings(id),

    async open(id, { recipient, passcode, embeddedLengthMax }) {
      const link = await active(id);
      if (!link || link.direct) return { kind: 'not-found' };
      const { passcodeHash } = link;
      if (passcodeHash !== undefined) {
        // Nothing was guessed, so nothing is taken.
        if (!passcode) return { kind: 'passcode', remainingAttempts: link.attempts };
        const result = await guesses.run(id, async () => ({ refusal: await guess(id, passcodeHash, passcode) }));
        if (!result) return { kind: 'busy' };
        if (result.refusal) return result.refusal;
        // It may have been stopped while the passcode was compared.
        if (!(await active(id))) return { kind: 'not-found' };
      }
      const answer = await manifestOf(link, embeddedLengthMax);
      if (answer.kind === 'manifest') await logOpening(id, recipient);
      return answer;
    },

    async openDirect(id, recipient) {
      const link = await active(id);
      if (!link?.direct) return undefined;
      const [file] = await store.files(id);
      if (file) await logOpening(id, recipient);
      return file;
    },

    async takeFile(secret) {
      return isSecret(secret) ? store.takeLocation(hashOf(secret), now()) : undefined;
    },
  };
}
