/** A long-term link over time. SMART Health Links, "Polling manifest for changes". */

import { Failure, statusOf } from '../errors.js';
import type { Bytes } from '../internal/bytes.js';
import { HealthLinkError } from './errors.js';
import { isAbsent } from './files.js';
import { type Earlier, type Opened, openOnce } from './open.js';
import { type OpenOptions, pause } from './session.js';
import type { HealthLink, LinkChanges, LinkFile, LinkResult } from './types.js';

export interface WatchOptions extends OpenOptions {
  /** Seconds between polls where the host does not say; doubled each time nothing has changed. Default 60. */
  readonly interval?: number | undefined;
  /** Called when a poll fails and will be tried again. */
  readonly onRetry?: ((error: HealthLinkError, seconds: number) => void) | undefined;
}

const INTERVAL = 60;
/** We never wait longer by ourselves; seconds. A host may ask for up to a day. */
const LONGEST_INTERVAL = 900;
const LONGEST_WAIT = 86_400;
/** Top-level states after which a manifest does not change. */
const FINAL: ReadonlySet<string | undefined> = new Set([
  'finalized',
  'no-longer-valid',
  'entered-in-error',
  'retracted',
]);

/**
 * Seconds until the next poll.
 * @param idle polls in a row that failed or brought nothing new.
 */
export function nextPoll(idle: number, interval: number, retryAfter: number | undefined): number {
  const own = Math.min(LONGEST_INTERVAL, interval * 2 ** Math.min(idle, 16));
  // A host that says when is believed, but never asked more than once a second.
  return retryAfter === undefined ? Math.max(own, interval) : Math.min(LONGEST_WAIT, Math.max(retryAfter, 1));
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  if (a?.length !== b?.length) return false;
  // A plain loop: ten times as fast as every(), and files are large.
  for (let at = 0; at < (a?.length ?? 0); at++) if (a?.[at] !== b?.[at]) return false;
  return true;
}

/** Everything of a file but its content, as one text: what a reader would see change. */
const stateOf = ({ contentType, status, lastUpdated, fhirVersion, error, cards, access }: LinkFile): string =>
  JSON.stringify([
    contentType,
    status,
    lastUpdated,
    fhirVersion,
    error?.code,
    cards?.map(({ verdict }) => verdict),
    access && [access.aud, access.scope, access.patient, access.queries],
  ]);

/** Each file of a poll with the one it was in the poll before. Known again by content; otherwise by kind and order. */
function pairs(before: readonly LinkFile[], after: readonly LinkFile[]): ReadonlyMap<LinkFile, LinkFile> {
  const left = new Set(before);
  const found = new Map<LinkFile, LinkFile>();
  const pair = (matches: (old: LinkFile, file: LinkFile) => boolean) => {
    for (const file of after) {
      if (found.has(file)) continue;
      for (const old of left) {
        if (!matches(old, file)) continue;
        found.set(file, old);
        left.delete(old);
        break;
      }
    }
  };
  pair(
    (old, file) => old.bytes !== undefined && old.contentType === file.contentType && sameBytes(old.bytes, file.bytes),
  );
  pair((old, file) => stateOf(old) === stateOf(file) && !old.bytes && !file.bytes);
  pair((old, file) => old.contentType === file.contentType);
  return found;
}

/** What is different between two polls. */
export function changesBetween(before: readonly LinkFile[], after: readonly LinkFile[]): LinkChanges {
  const known = pairs(before, after);
  const gone = new Set(before);
  const added: number[] = [];
  const updated: number[] = [];
  for (const [index, file] of after.entries()) {
    const old = known.get(file);
    if (old) gone.delete(old);
    if (!old) added.push(index);
    else if (stateOf(old) !== stateOf(file) || !sameBytes(old.bytes, file.bytes)) updated.push(index);
  }
  return Object.freeze({
    added: Object.freeze(added),
    updated: Object.freeze(updated),
    removed: Object.freeze([...gone]),
  });
}

/** What the last poll knows for the next one. */
const earlierOf = ({ entries: before, result }: Opened): Earlier => ({
  // One-time locations of what says it has not changed are left alone.
  unchanged(entry, entries) {
    const same = (other: Opened['entries'][number]) =>
      !(other instanceof Failure) && other.contentType === entry.contentType && other.lastUpdated === entry.lastUpdated;
    if (entry.lastUpdated === undefined || entry.embedded !== undefined) return undefined;
    // Two files of one kind and one time cannot be told apart.
    if (entries.filter(same).length !== 1 || before.filter(same).length !== 1) return undefined;
    const file = result.files[before.findIndex(same)];
    return file && !file.error ? (file.bytes as Bytes | undefined) : undefined;
  },
  lastGood(files) {
    const good = new Map<LinkFile, LinkFile>();
    for (const [file, old] of pairs(result.files, files)) {
      const ofKind = ({ contentType }: LinkFile) => contentType === file.contentType;
      // Where files have come or gone, which of them this one was is a guess.
      const sure = result.files.filter(ofKind).length === files.filter(ofKind).length;
      const asOf = old.error ? old.asOf : result.fetchedAt.toISOString();
      if (isAbsent(file) && sure && asOf !== undefined) good.set(file, { ...old, asOf });
    }
    return good;
  },
});

/**
 * Opens a link and, when it is a long-term one (flag L), goes on polling for changes. Waits as long as the host's
 * Retry-After says; without one `interval`, doubled each time nothing has changed, up to 15 minutes. Files that say they
 * are unchanged are not fetched again; cards are verified anew each time. A file that cannot be had now keeps its last good
 * content, with `error` and `asOf`.
 *
 * @param input a link from parseLink, or text that holds one.
 * @param options as openLink's, and `interval` (seconds) and `onRetry`. Leaving the loop, or `signal`, stops it.
 * @returns one result for each successful poll, from the second on with `changes` (all empty when nothing changed). Ends
 *   after one result without L, and when the manifest says it is final.
 * @throws {HealthLinkError} what openLink throws for the first opening. Later, what cannot be checked now (network, 5xx,
 *   429) is tried again; anything else ends it: `LINK_INACTIVE`, `LINK_EXPIRED`, `LINK_PASSCODE_WRONG` and so on.
 * @throws the signal's reason when it is aborted.
 */
export async function* watchLink(
  input: HealthLink | string,
  options: WatchOptions,
): AsyncGenerator<LinkResult, void, undefined> {
  const { interval = INTERVAL, onRetry, signal } = options ?? {};
  if (!(typeof interval === 'number' && interval > 0))
    throw new TypeError('interval must be a positive number of seconds');
  let last = await openOnce(input, options);
  yield last.result;
  const { link } = last.result;
  let { retryAfter } = last.result;
  for (let idle = 0; link.flags.has('L') && !FINAL.has(last.result.status); ) {
    await pause(nextPoll(idle, interval, retryAfter) * 1000, signal);
    try {
      const next = await openOnce(link, options, earlierOf(last));
      const changes = changesBetween(last.result.files, next.result.files);
      const changed = changes.added.length + changes.updated.length + changes.removed.length > 0;
      idle = changed ? 0 : idle + 1;
      retryAfter = next.result.retryAfter;
      last = next;
      yield Object.freeze({ ...next.result, changes });
    } catch (error) {
      if (!(error instanceof HealthLinkError) || statusOf(error.code) !== 'unverifiable') throw error;
      idle++;
      // A limit on top of our own patience: never sooner than either asks.
      const own = nextPoll(idle, interval, undefined);
      retryAfter = Math.max(own, error.retryAfter ?? 0);
      onRetry?.(error, retryAfter);
    }
  }
}
