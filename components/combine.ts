/** Cards of one person, read together: every row keeps the cards that say it. Verdicts are not combined. */

import type { GroupKind, Person, Row } from '../src/index.js';
import type { ShownCard } from './views/card.js';

/** A card in a combined view, with its place among all that are shown. */
export interface Origin {
  /** From 1. */
  readonly place: number;
  readonly card: ShownCard;
}

export interface CombinedGroup {
  readonly kind: GroupKind;
  readonly title?: string;
  readonly rows: readonly Row[];
}

export interface Combined {
  readonly person: Person;
  readonly cards: readonly Origin[];
  readonly groups: readonly CombinedGroup[];
  /** Which cards say a row. */
  readonly origins: ReadonlyMap<Row, readonly Origin[]>;
}

/** Same name and same full date of birth, to the letter. Anything less may be somebody else: no key, and it is left alone. */
function personKey({ summary }: ShownCard): string | undefined {
  const { person, otherPeople } = summary ?? {};
  if (!person?.name || !/^\d{4}-\d{2}-\d{2}$/.test(person.birthDate ?? '') || otherPeople?.length) return undefined;
  return JSON.stringify([person.name, person.birthDate]);
}

/** What a row says, without where in its bundle it stands. */
const sayings = (row: Row): string =>
  JSON.stringify(row, (key, value) => (key === 'source' || key === 'also' ? undefined : value));

/** Oldest first for vaccinations, newest first for all else; what has no date last. */
function inOrder(kind: GroupKind, rows: readonly Row[]): readonly Row[] {
  const sign = kind === 'immunizations' ? 1 : -1;
  const by = ({ date }: Row) => date ?? '';
  const dated = rows.filter((row) => row.date).sort((a, b) => sign * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
  return [...dated, ...rows.filter((row) => !row.date)];
}

/** One combined view for each person who has several cards with data; none for anybody else. */
export function combine(cards: readonly ShownCard[]): readonly Combined[] {
  const people = new Map<string, Origin[]>();
  for (const [index, card] of cards.entries()) {
    const key = personKey(card);
    if (key === undefined) continue;
    const origin = { place: index + 1, card };
    const known = people.get(key);
    if (known) known.push(origin);
    else people.set(key, [origin]);
  }
  return [...people.values()].filter((origins) => origins.length > 1).map(combineOne);
}

function combineOne(cards: readonly Origin[]): Combined {
  const groups = new Map<string, { kind: GroupKind; title?: string; rows: Row[] }>();
  const origins = new Map<Row, Origin[]>();
  const same = new Map<string, Row>();
  for (const origin of cards) {
    for (const { kind, title, rows } of origin.card.summary?.groups ?? []) {
      const of = kind === 'other' ? title : undefined;
      const key = JSON.stringify([kind, of]);
      const group = groups.get(key) ?? { kind, ...(of !== undefined && { title: of }), rows: [] };
      groups.set(key, group);
      for (const row of rows) {
        const saying = `${key} ${sayings(row)}`;
        const known = same.get(saying);
        const saidBy = known && origins.get(known);
        // Twice on one card is two rows: only what different cards say alike is one.
        if (saidBy && !saidBy.includes(origin)) saidBy.push(origin);
        else {
          same.set(saying, row);
          origins.set(row, [origin]);
          group.rows.push(row);
        }
      }
    }
  }
  return {
    person: cards[0]?.card.summary?.person as Person,
    cards,
    groups: [...groups.values()].map((group) => ({ ...group, rows: inOrder(group.kind, group.rows) })),
    origins,
  };
}
