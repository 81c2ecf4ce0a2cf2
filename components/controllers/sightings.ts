/** A camera sees the same code thirty times a second, and a scanner's trigger is pulled twice: which texts were seen just now. */

/** Milliseconds a code must have been out of view before it counts as shown again. */
const GONE_AFTER = 5000;

/** Remembers by a salted digest: what was seen cannot be read from here, and a card left lying in view stays known after a wipe. */
export class Sightings {
  readonly #salts = crypto.getRandomValues(new Uint32Array(2));
  readonly #lastSeen = new Map<string, number>();

  /** Notes the text. True when it has been seen within the last seconds, however long it has been held there. */
  isRepeated(text: string, now = performance.now()): boolean {
    for (const [seen, time] of this.#lastSeen) if (now - time > GONE_AFTER) this.#lastSeen.delete(seen);
    const digest = Array.from(this.#salts, (salt) => fnv(text, salt)).join(' ');
    const repeated = this.#lastSeen.has(digest);
    this.#lastSeen.set(digest, now);
    return repeated;
  }

  clear(): void {
    this.#lastSeen.clear();
  }
}

/** FNV-1a with a salt for a beginning: quick, and good enough to tell a few texts apart. It decides about no card. */
function fnv(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
