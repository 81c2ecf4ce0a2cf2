/** Any FHIR bundle as plain rows. */

import { type Entry, entriesOf, References, type Target } from './entries.js';
import { peopleOf } from './people.js';
import { isDate, type Json, pick } from './read.js';
import { languageOf, Reading, type Shared, titleText } from './reading.js';
import { buildRow } from './rows/build.js';
import { specOf } from './rows/table.js';
import { type Section, sectionsOf } from './sections.js';
import { assuranceOf, isPatientAttested, lowestAssurance } from './security.js';
import type { CodeResolver, Fact, Group, GroupKind, Row, Summary, Unread } from './types.js';

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

/** Panels inside panels are shown this deep; what lies deeper has a row of its own. */
const PANEL_DEPTH = 4;
/** So many facts of another resource are repeated in every row that refers to it; more would grow with their product. */
const REPEATED_FACTS = 50;
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['Observation', 'hasMember'],
  ['DiagnosticReport', 'result'],
]);

interface Built {
  readonly row: Row;
  readonly place: GroupKind | 'documents' | 'provenance';
}

/**
 * Turns a FHIR Bundle (R4, and what is common of its neighbours), a bare array of resources or entries, or one resource
 * into people and rows. Never throws, whatever it is given, and takes time in proportion to its size.
 *
 * It does *not* check signatures, profiles or FHIR validity, does not fetch anything, and does not judge: what is odd is
 * shown and flagged. Texts are a stranger's: show them as text only.
 *
 * @param bundle any JSON value, parsed
 * @param options.resolveCode names a code that neither the card nor our tables name; only a string counts as an answer
 * @returns plain values (structured-cloneable). Every entry is in `person`, `otherPeople`, a row's `source` or `also`
 *   (of `groups`, their `parts`, `documents`, `provenance`), or in `unread`.
 */
export function summarize(bundle: unknown, { resolveCode }: { resolveCode?: CodeResolver | undefined } = {}): Summary {
  const unread: Unread[] = [];
  const entries = entriesOf(bundle, unread);
  const references = new References(entries);
  const lang = languageOf(bundle);
  const done = new Set<Target>();
  const stack: Json[] = [];

  const part = (target: Target, from: Reading): Row | undefined => {
    if (!MEMBERS.has(target.resourceType)) return undefined;
    if (stack.includes(target.resource)) {
      from.cut('cyclic');
      return undefined;
    }
    if (done.has(target) || stack.length >= PANEL_DEPTH) return undefined;
    return build(target, target.source.index < 0 ? (from.container ?? from.resource) : undefined)?.row;
  };
  const titles = new Map<Target, string | undefined>();
  const titleOf = (target: Target) => {
    if (!titles.has(target)) titles.set(target, titleText(target.resource, resolveCode));
    return titles.get(target);
  };
  const told = new Map<Target, readonly Fact[]>();
  const factsOf = (target: Target, read: () => readonly Fact[]) => {
    const known = told.get(target);
    if (known) return known;
    const facts = read();
    told.set(target, facts.length > REPEATED_FACTS ? [] : facts);
    return facts;
  };
  const shared: Shared = {
    references,
    resolve: resolveCode,
    lang,
    unread,
    folded: new Set(),
    titleOf,
    factsOf,
    part,
  };
  const people = peopleOf(entries, shared);

  function build(target: Entry | Target, container?: Json): Built | undefined {
    const { resource, resourceType, source } = target;
    done.add(target);
    stack.push(resource);
    try {
      const spec = specOf(resourceType, resource);
      const reading = new Reading(shared, target, container);
      const row = buildRow(reading, spec, people.about(reading));
      return { row, place: typeof spec.group === 'string' ? spec.group : spec.group(reading) };
    } catch {
      unread.push({ source, reason: 'malformed' });
      return undefined;
    } finally {
      stack.pop();
    }
  }

  const built = buildAll(entries, shared, done, build);
  const compositions = entries.filter((entry) => entry.resourceType === 'Composition');
  const sections = compositions.flatMap((entry) => {
    const reading = new Reading(shared, entry);
    return sectionsOf(reading).map((section) => ({ section, reading }));
  });
  const placed = (place: Built['place']) =>
    [...built.values()].filter((each) => each.place === place).map(({ row }) => row);
  const { person, others } = people;
  const labelled = entries.filter(
    ({ resource, resourceType }) =>
      assuranceOf(resource) !== undefined || resourceType === 'Immunization' || resourceType === 'Observation',
  );
  const assurance = lowestAssurance(labelled.map(({ resource }) => assuranceOf(resource)));
  const attested = [bundle as Json, ...entries.map(({ resource }) => resource)].some(isPatientAttested);
  return {
    ...(person && { person }),
    ...(others.length > 0 && { otherPeople: others }),
    ...(lang && { lang }),
    groups: groupsOf(built, sections),
    documents: placed('documents'),
    provenance: placed('provenance'),
    unread,
    ...(assurance && { assurance }),
    ...(attested && { patientShared: true }),
  };
}

/** Rows of all entries but Patients, by resource: panels before what they are made of, Medications after what folds them in. */
function buildAll(
  entries: readonly Entry[],
  shared: Shared,
  done: ReadonlySet<Target>,
  build: (entry: Entry) => Built | undefined,
): ReadonlyMap<Target, Built> {
  const members = new Set<Target>();
  for (const entry of entries) {
    const element = MEMBERS.get(entry.resourceType);
    for (const value of element ? pick(entry.resource, element) : []) {
      const target = shared.references.resolve(value, entry);
      if (target) members.add(target);
    }
  }
  const passes: readonly ((entry: Entry) => boolean)[] = [
    (entry) => !members.has(entry) && entry.resourceType !== 'Medication',
    (entry) => entry.resourceType !== 'Medication',
    (entry) => !shared.folded.has(entry),
  ];
  const built = new Map<Target, Built>();
  for (const takes of passes) {
    for (const entry of entries) {
      if (entry.resourceType === 'Patient' || done.has(entry) || !takes(entry)) continue;
      const row = build(entry);
      if (row) built.set(entry, row);
    }
  }
  // In the order of the bundle again.
  return new Map(entries.map((entry) => [entry, built.get(entry)] as const).filter(hasRow));
}

const hasRow = (pair: readonly [Entry, Built | undefined]): pair is [Entry, Built] => pair[1] !== undefined;

interface Draft {
  readonly kind: GroupKind;
  readonly title?: string;
  readonly rows: Row[];
  readonly sections: Section[];
}

/** Rows by group: first as the document's sections say, the rest by type. */
function groupsOf(
  built: ReadonlyMap<Target, Built>,
  sections: readonly { section: Section; reading: Reading }[],
): Group[] {
  const drafts = new Map<string, Draft>();
  const draft = (kind: GroupKind, title: string | undefined): Draft => {
    const key = JSON.stringify([kind, title]);
    const known = drafts.get(key);
    if (known) return known;
    const made: Draft = { kind, ...(title !== undefined && { title }), rows: [], sections: [] };
    drafts.set(key, made);
    return made;
  };
  const taken = new Set<Target>();
  const firstOfKind = new Map<GroupKind, Draft>();
  for (const { section, reading } of sections) {
    const group = draft(section.kind, section.title);
    if (section.kind !== 'other' && !firstOfKind.has(section.kind)) firstOfKind.set(section.kind, group);
    group.sections.push(section);
    for (const reference of section.entries) {
      const target = reading.resolve(reference);
      const row = target && built.get(target);
      if (!row || taken.has(target) || row.place === 'documents' || row.place === 'provenance') continue;
      taken.add(target);
      group.rows.push(row.row);
    }
  }
  const unsorted = new Map<Draft, Row[]>();
  for (const [target, { row, place }] of built) {
    if (taken.has(target) || place === 'documents' || place === 'provenance') continue;
    const group = firstOfKind.get(place) ?? draft(place, undefined);
    const rest = unsorted.get(group);
    if (rest) rest.push(row);
    else unsorted.set(group, [row]);
  }
  for (const [group, rows] of unsorted) for (const row of inOrder(group.kind, rows)) group.rows.push(row);
  const order = new Map(GROUP_ORDER.map((kind, i) => [kind, i]));
  return [...drafts.values()]
    .sort((a, b) => (order.get(a.kind) as number) - (order.get(b.kind) as number))
    .map(({ kind, title, rows, sections: told }) => {
      const empty = told.map((section) => section.empty).find((reason) => reason !== undefined);
      const text = told
        .map((section) => section.text)
        .filter(Boolean)
        .join('\n\n');
      return {
        kind,
        ...(title !== undefined && { title }),
        rows,
        ...(empty && rows.length === 0 && { empty }),
        ...(text && rows.length === 0 && { text }),
      };
    })
    .filter(({ rows, empty, text, title }) => rows.length > 0 || empty || text || title !== undefined);
}

/** Vaccinations as on a paper card, oldest first; everything else newest first; what has no date last. */
function inOrder(kind: GroupKind, rows: readonly Row[]): readonly Row[] {
  if (kind === 'people' || kind === 'coverage') return rows;
  const oldestFirst = kind === 'immunizations' ? 1 : -1;
  const dated = rows.filter((row) => row.date !== undefined && isDate(row.date));
  const undated = rows.filter((row) => row.date === undefined || !isDate(row.date));
  const by = (row: Row) => row.date ?? '';
  return [...dated.sort((a, b) => oldestFirst * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0)), ...undated];
}
