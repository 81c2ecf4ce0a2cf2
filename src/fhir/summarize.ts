/** Any FHIR bundle as plain rows. */

import { atOnce, type Steps } from '../internal/turns.js';
import { type Entry, entriesOf, References, type Target } from './entries.js';
import { type Built, groupsOf } from './groups.js';
import { peopleOf } from './people.js';
import { type Json, pick } from './read.js';
import { languageOf, Reading, type Shared, titleText } from './reading.js';
import { buildRow } from './rows/build.js';
import { specOf } from './rows/table.js';
import { sectionsOf } from './sections.js';
import { isPatientAttested, lowestAssurance } from './security.js';
import type { CodeResolver, Fact, Row, Summary, Unread } from './types.js';

/** Panels inside panels are shown this deep; what lies deeper has a row of its own. */
const PANEL_DEPTH = 4;
/** So many facts of another resource are repeated in every row that refers to it; more would grow with their product. */
const REPEATED_FACTS = 50;
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['Observation', 'hasMember'],
  ['DiagnosticReport', 'result'],
]);

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
export const summarize = (bundle: unknown, options?: SummarizeOptions): Summary =>
  atOnce(summarizeSteps(bundle, options));

export interface SummarizeOptions {
  readonly resolveCode?: CodeResolver | undefined;
}

/** summarize in steps, for what is large: a page can go on painting between them. */
export function* summarizeSteps(bundle: unknown, { resolveCode }: SummarizeOptions = {}): Steps<Summary> {
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
  yield;
  const people = peopleOf(entries, shared);
  yield;

  function build(target: Entry | Target, container?: Json): Built | undefined {
    const { resource, resourceType, source } = target;
    done.add(target);
    stack.push(resource);
    try {
      const spec = specOf(resourceType, resource);
      const reading = new Reading(shared, target, container);
      const row = buildRow(reading, spec, people.about(reading));
      return { target, row, place: typeof spec.group === 'string' ? spec.group : spec.group(reading) };
    } catch {
      unread.push({ source, reason: 'malformed' });
      return undefined;
    } finally {
      stack.pop();
    }
  }

  const built = yield* buildAll(entries, shared, done, build);
  const compositions = entries.filter((entry) => entry.resourceType === 'Composition');
  const sections = compositions.flatMap((entry) => {
    const reading = new Reading(shared, entry);
    return sectionsOf(reading).map((section) => ({ section, reading }));
  });
  const placed = (place: Built['place']) => built.filter((each) => each.place === place).map(({ row }) => row);
  const { person, others } = people;
  const assurance = lowestAssurance(entries);
  const attested = isPatientAttested(bundle) || entries.some(({ resource }) => isPatientAttested(resource));
  yield;
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

/** Rows made between two pauses: a few milliseconds of work. */
const ROWS_IN_A_STEP = 100;

/**
 * Rows of all entries but Patients, in the order of the bundle. Made in another: panels before what they are made of,
 * Medications after what folds them in.
 */
function* buildAll(
  entries: readonly Entry[],
  shared: Shared,
  done: ReadonlySet<Target>,
  build: (entry: Entry) => Built | undefined,
): Steps<readonly Built[]> {
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
  const built: (Built | undefined)[] = entries.map(() => undefined);
  for (const takes of passes) {
    for (let i = 0; i < entries.length; i += 1) {
      if (i % ROWS_IN_A_STEP === 0) yield;
      const entry = entries[i] as Entry;
      if (entry.resourceType === 'Patient' || done.has(entry) || !takes(entry)) continue;
      built[i] = build(entry);
    }
  }
  return built.filter((each) => each !== undefined);
}
