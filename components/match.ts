/** Is this the person who was expected? Compares a card's person with a name and a date of birth the page has. */

import type { Person } from '../src/index.js';

/** Whom the page expects: from its own appointment or record. */
export interface ExpectedPerson {
  readonly name?: string;
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
}

/** same, or not, or cannot be said (nothing there, or not precise enough). */
export type Agreement = 'same' | 'different' | 'unclear';

export interface PersonMatch {
  /** match: all that was asked is the same. mismatch: something differs. partial: something cannot be told. */
  readonly verdict: 'match' | 'partial' | 'mismatch';
  readonly name?: Agreement;
  readonly birthDate?: Agreement;
}

const tokens = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Same words, in any order: same. All words of the shorter one in the longer one (a middle name more): unclear but for two or more. */
function compareNames(card: string | undefined, expected: string): Agreement {
  const here = new Set(tokens(card ?? ''));
  const there = new Set(tokens(expected));
  if (here.size === 0 || there.size === 0) return 'unclear';
  const [few, many] = here.size <= there.size ? [here, there] : [there, here];
  const shared = [...few].filter((word) => many.has(word)).length;
  if (shared === few.size) return few.size === many.size || few.size > 1 ? 'same' : 'unclear';
  return shared > 0 && shared >= few.size - 1 && few.size > 1 ? 'unclear' : 'different';
}

function compareDates(card: string | undefined, expected: string): Agreement {
  if (!card) return 'unclear';
  const length = Math.min(card.length, expected.length, 10);
  if (card.slice(0, length) !== expected.slice(0, length)) return 'different';
  return length === 10 ? 'same' : 'unclear';
}

/**
 * Compares without judging identity: "same" words are no proof. Says mismatch as soon as one thing plainly differs.
 * @param person the card's person; undefined when it has none, or several
 */
export function matchPerson(person: Person | undefined, expected: ExpectedPerson): PersonMatch {
  const name = expected.name ? compareNames(person?.name, expected.name) : undefined;
  const birthDate = expected.birthDate ? compareDates(person?.birthDate, expected.birthDate) : undefined;
  const all = [name, birthDate].filter((agreement) => agreement !== undefined);
  const verdict = all.includes('different')
    ? 'mismatch'
    : all.includes('unclear') || all.length === 0
      ? 'partial'
      : 'match';
  return { verdict, ...(name && { name }), ...(birthDate && { birthDate }) };
}
