/** Rows in groups: as the document's sections say, the rest by type, in reading order. */

import type { Target } from './entries.js';
import { isDate } from './read.js';
import type { Reading } from './reading.js';
import type { Section } from './sections.js';
import type { Group, GroupKind, Row } from './types.js';

/** Reading order: that of the International Patient Summary, with allergies first. */
export const GROUP_ORDER: readonly GroupKind[] = [
  'allergies',
  'conditions',
  'medications',
  'immunizations',
  'labs',
  'procedures',
  'devices',
  'directives',
  'alerts',
  'functional',
  'past-conditions',
  'pregnancy',
  'story',
  'plans',
  'social',
  'vitals',
  'coverage',
  'encounters',
  'people',
  'other',
];

/** A row, and where it belongs. */
export interface Built {
  readonly target: Target;
  readonly row: Row;
  readonly place: GroupKind | 'documents' | 'provenance';
}

interface Draft {
  readonly kind: GroupKind;
  readonly title?: string;
  readonly rows: Row[];
  readonly sections: Section[];
  /** Narratives of sections whose entries are not here. */
  readonly texts: string[];
}

const isGrouped = ({ place }: Built) => place !== 'documents' && place !== 'provenance';

/** A section of allergies alone is in front, whatever code a country has for it; other unknown sections keep their title. */
function kindOf({ kind }: Section, here: readonly Built[]): GroupKind {
  return kind === 'other' && here.length > 0 && here.every(({ place }) => place === 'allergies') ? 'allergies' : kind;
}

/** Rows by group: first as the document's sections say, the rest by type. */
export function groupsOf(
  built: readonly Built[],
  sections: readonly { section: Section; reading: Reading }[],
): readonly Group[] {
  const drafts = new Map<string, Draft>();
  const draft = (kind: GroupKind, title?: string): Draft => {
    const key = JSON.stringify([kind, title]);
    const known = drafts.get(key);
    if (known) return known;
    const made: Draft = { kind, ...(title !== undefined && { title }), rows: [], sections: [], texts: [] };
    drafts.set(key, made);
    return made;
  };
  const grouped = built.filter(isGrouped);
  const left = new Map(sections.length > 0 ? grouped.map((each) => [each.target, each]) : []);
  const firstOfKind = new Map<GroupKind, Draft>();
  for (const { section, reading } of sections) {
    const here: Built[] = [];
    for (const reference of section.entries) {
      const target = reading.resolve(reference);
      const found = target && left.get(target);
      if (!found) continue;
      left.delete(target);
      here.push(found);
    }
    const kind = kindOf(section, here);
    const group = draft(kind, section.title);
    if (kind !== 'other' && !firstOfKind.has(kind)) firstOfKind.set(kind, group);
    group.sections.push(section);
    group.rows.push(...here.map(({ row }) => row));
    if (section.text && here.length === 0) group.texts.push(section.text);
  }
  const unsorted = new Map<GroupKind, Row[]>();
  for (const { row, place } of sections.length > 0 ? left.values() : grouped) {
    const rows = unsorted.get(place as GroupKind);
    if (rows) rows.push(row);
    else unsorted.set(place as GroupKind, [row]);
  }
  for (const [kind, rows] of unsorted) {
    const group = firstOfKind.get(kind) ?? draft(kind);
    for (const row of inOrder(kind, rows)) group.rows.push(row);
  }
  const order = new Map(GROUP_ORDER.map((kind, i) => [kind, i]));
  return [...drafts.values()]
    .sort((a, b) => (order.get(a.kind) as number) - (order.get(b.kind) as number))
    .map(groupOf)
    .filter(({ rows, empty, text, title }) => rows.length > 0 || empty || text || title !== undefined);
}

function groupOf({ kind, title, rows, sections, texts }: Draft): Group {
  const empty = sections.map((section) => section.empty).find((reason) => reason !== undefined);
  const text = texts.join('\n\n');
  return {
    kind,
    ...(title !== undefined && { title }),
    rows,
    ...(empty && rows.length === 0 && { empty }),
    ...(text && { text }),
  };
}

/** Vaccinations as on a paper card, oldest first; everything else newest first; what has no date last. */
function inOrder(kind: GroupKind, rows: readonly Row[]): readonly Row[] {
  if (kind === 'people' || kind === 'coverage') return rows;
  const oldestFirst = kind === 'immunizations' ? 1 : -1;
  const dated: Row[] = [];
  const undated: Row[] = [];
  for (const row of rows) (row.date !== undefined && isDate(row.date) ? dated : undated).push(row);
  dated.sort((a, b) => (a.date === b.date ? 0 : (a.date ?? '') < (b.date ?? '') ? -oldestFirst : oldestFirst));
  return [...dated, ...undated];
}
