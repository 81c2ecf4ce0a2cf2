/**
 * Collects the codes of a card that was split over several QR codes (`shc:/2/3/...`, SMART Health Cards before 1.3.0):
 * in any order, over any pause, with codes of different cards kept apart.
 *
 * Such codes carry no name of their set. What tells sets apart: how many codes there are, a place that is taken by other
 * content, and the lengths (all codes but the last are equally long, the last is not longer). A code that fits by
 * all of these and is still of another card is caught by the signature.
 */

const CHUNK = /^shc:\/(\d{1,3})\/(\d{1,3})\/(\d+)$/i;

/** What one more code did. */
export interface ChunkStep {
  /** How many different codes of its set are here, out of how many. */
  readonly have: number;
  readonly of: number;
  /** Which places of the set are filled, counted from 1. */
  readonly places: readonly number[];
  /** This very code had been read before. */
  readonly repeated: boolean;
  /** It does not belong to the set that was being collected; it is kept in a set of its own. */
  readonly stray: boolean;
  /** All the codes, in order, once the set is whole. It is then forgotten here. */
  readonly complete?: readonly string[];
}

interface ChunkSet {
  readonly of: number;
  readonly texts: Map<number, string>;
}

/** Sets collected at once; the one untouched for longest is dropped. */
const MAX_SETS = 4;

export class ChunkCollector {
  /** The one being collected last. */
  #sets: ChunkSet[] = [];

  /** The set being collected now. */
  get current(): { readonly have: number; readonly of: number; readonly places: readonly number[] } | undefined {
    const set = this.#sets.at(-1);
    return set && { have: set.texts.size, of: set.of, places: placesOf(set) };
  }

  /** @returns undefined for a text that is not a chunk, or whose numbers make no sense (2 of 1, more than 99). */
  add(text: string): ChunkStep | undefined {
    const [, first, second, digits] = CHUNK.exec(text.trim()) ?? [];
    const [place, of] = [Number(first), Number(second)];
    if (digits === undefined || !(place >= 1 && place <= of && of <= 99)) return undefined;
    const current = this.#sets.at(-1);
    const found = this.#sets.findLast((set) => fits(set, place, of, text));
    const set: ChunkSet = found ?? { of, texts: new Map() };
    const repeated = set.texts.has(place);
    set.texts.set(place, text.trim());
    this.#sets = [...this.#sets.filter((other) => other !== set), set].slice(-MAX_SETS);
    const step = {
      have: set.texts.size,
      of,
      places: placesOf(set),
      repeated,
      stray: current !== undefined && set !== current,
    };
    if (set.texts.size < of) return step;
    this.#sets = this.#sets.filter((other) => other !== set);
    return { ...step, complete: step.places.map((p) => set.texts.get(p) ?? '') };
  }

  /** Forgets everything. */
  clear(): void {
    this.#sets = [];
  }
}

const placesOf = (set: ChunkSet): number[] => [...set.texts.keys()].sort((a, b) => a - b);

/** Digits of a chunk: two for each character of the JWS. */
const lengthOf = (text: string): number => (CHUNK.exec(text)?.[3]?.length ?? 0) / 2;

/** Could this code be one of the set? Rounding leaves differences of at most a character for each code. */
function fits(set: ChunkSet, place: number, of: number, text: string): boolean {
  if (set.of !== of) return false;
  const there = set.texts.get(place);
  if (there !== undefined) return there === text.trim();
  const length = lengthOf(text);
  return [...set.texts].every(([otherPlace, other]) => {
    const difference = length - lengthOf(other);
    if (place === of) return difference <= of;
    if (otherPlace === of) return difference >= -of;
    return Math.abs(difference) <= of;
  });
}
