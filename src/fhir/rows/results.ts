/** Rows of what was measured, tested or observed: observations with their ranges and levels, panels, reports. */

import { INTERPRETATIONS, LOINC } from '../codes.js';
import { codeOf, type Draft, get, type Json, list, num, objects, pick, str } from '../read.js';
import { listed, quantity, type Reading } from '../reading.js';
import type { Fact, Flag, GroupKind, Name, Result, Row, Value } from '../types.js';
import { type Extension, fact, type RowSpec } from './spec.js';

const GROUP_OF_CATEGORY = new Map<string, GroupKind>([
  ['vital-signs', 'vitals'],
  ['social-history', 'social'],
  ['sdoh', 'social'],
  ['functional-status', 'functional'],
  ['cognitive-status', 'functional'],
  ['disability-status', 'functional'],
]);

/** LOINC codes that say where an uncategorised observation belongs. */
const GROUP_OF_LOINC = new Map<string, GroupKind>([
  ...'8867-4 9279-1 8310-5 8302-2 29463-7 39156-5 85354-9 8480-6 8462-4 2708-6 59408-5 85353-1 9843-4 8287-5'
    .split(' ')
    .map((code) => [code, 'vitals'] as const),
  ...'82810-3 11778-8 11779-6 11780-4 11636-8 11637-6 11638-4 11639-2 11640-0 11612-9 11613-7 11614-5 33065-4'
    .split(' ')
    .map((code) => [code, 'pregnancy'] as const),
  ...'72166-2 74013-4 11367-0 63773-6 11331-6'.split(' ').map((code) => [code, 'social'] as const),
]);

const codesOf = (value: unknown): readonly (string | undefined)[] =>
  objects(get(value, 'coding')).map((coding) => str(get(coding, 'code')));

/** The first group that a coding of this concept stands for. */
function groupBy(groups: ReadonlyMap<string, GroupKind>, concept: unknown, system?: string): GroupKind | undefined {
  for (const coding of objects(get(concept, 'coding'))) {
    const kind = groups.get(str(get(coding, 'code')) ?? '');
    if (kind && (system === undefined || get(coding, 'system') === system)) return kind;
  }
  return undefined;
}

function observationGroup({ resource }: Reading): GroupKind {
  for (const category of list(get(resource, 'category'))) {
    const kind = groupBy(GROUP_OF_CATEGORY, category);
    if (kind) return kind;
  }
  const kind = groupBy(GROUP_OF_LOINC, get(resource, 'code'), LOINC);
  if (kind) return kind;
  // A questionnaire about how somebody lives and feels, which says no more about itself, is no laboratory's.
  return list(get(resource, 'category')).some((category) => codesOf(category).includes('survey'))
    ? 'functional'
    : 'labs';
}

/** The unit of a Quantity, as quantity() tells it. */
const unitOf = (json: unknown): string | undefined => quantity(json).unit;

interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/** What kind of range it is; DSTU2 calls it meaning. */
const RANGE_KINDS = ['type', 'meaning'];

/** The range to compare with: the only one, or the only one that is called normal. Its limits in the unit of the value. */
function boundsFor(ranges: readonly Json[], unit: string | undefined): Bounds | undefined {
  const normal = ranges.filter((range) => {
    const kinds = RANGE_KINDS.flatMap((element) => list(get(range, element)));
    return kinds.length === 0 || kinds.some((kind) => codesOf(kind).includes('normal'));
  });
  const general = normal.filter((range) => get(range, 'appliesTo') === undefined && get(range, 'age') === undefined);
  const [range, ...others] = general.length > 0 ? general : normal;
  if (!range || others.length > 0) return undefined;
  const limits = [get(range, 'low'), get(range, 'high')];
  // Without the same unit a comparison would be a guess.
  const [low, high] = limits.map((limit) => num(get(limit, 'value')));
  if (limits.some((limit) => unitOf(limit) !== undefined && unitOf(limit) !== unit)) return undefined;
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}

function levelByRange(json: Json): Result['level'] {
  const ranges = objects(get(json, 'referenceRange'));
  const quantity = get(json, 'valueQuantity');
  const value = num(get(quantity, 'value'));
  if (ranges.length === 0 || value === undefined || get(quantity, 'comparator') !== undefined) return undefined;
  const bounds = boundsFor(ranges, unitOf(quantity));
  if (!bounds || (bounds.low === undefined && bounds.high === undefined)) return undefined;
  if (bounds.low !== undefined && value < bounds.low) return 'low';
  if (bounds.high !== undefined && value > bounds.high) return 'high';
  return 'normal';
}

/** One reference range: its limits, or its text, and whom it is for. */
function rangeValue(reading: Reading, range: Json): Value | undefined {
  const [low, high] = [quantity(get(range, 'low')), quantity(get(range, 'high'))];
  const unit = low.unit ?? high.unit;
  const kind = [...RANGE_KINDS, 'appliesTo']
    .flatMap((element) => objects(get(range, element)))
    .map((each) => reading.name(each)?.text);
  const text = [str(get(range, 'text')), ...kind].filter(Boolean).join(', ');
  if (low.value === undefined && high.value === undefined && !text) return undefined;
  return {
    type: 'range',
    ...(low.value !== undefined && { low: low.value }),
    ...(high.value !== undefined && { high: high.value }),
    ...(unit && { unit }),
    ...(text && { text }),
  };
}

function rangesValue(reading: Reading, ranges: readonly Json[]): Value | undefined {
  if (ranges.length === 0) return undefined;
  return listed(ranges.map((range) => rangeValue(reading, range)).filter((range) => range !== undefined));
}

const NO_NAMES: readonly Name[] = [];

function namesAt(reading: Reading, json: Json, element: string): readonly Name[] {
  const written = pick(json, element);
  if (written.length === 0) return NO_NAMES;
  return written.map((each) => reading.name(each)).filter((name) => name !== undefined);
}

/** The level that the interpretation codes give; undefined when they give none. */
function levelByCode(json: Json): Result['level'] {
  for (const value of pick(json, 'interpretation')) {
    for (const code of [codeOf(value), ...codesOf(value)]) {
      const level = INTERPRETATIONS.get(code ?? '')?.level;
      if (level) return level;
    }
  }
  return undefined;
}

interface Measured {
  readonly result: Result;
  readonly facts: Fact[];
  readonly flags: readonly Flag[];
}

const nameValue = (name: Name | undefined): Value | undefined => name && { type: 'name', ...name };

/** Result and facts of an Observation or of one of its components: both have the same elements. */
function measured(reading: Reading, json: Json): Measured {
  const result: Draft<Result> = {};
  const value = reading.at('value[x]', json);
  const absent = reading.name(get(json, 'dataAbsentReason'));
  const range = rangesValue(reading, objects(get(json, 'referenceRange')));
  const interpretations = namesAt(reading, json, 'interpretation');
  const [interpretation] = interpretations;
  const coded = levelByCode(json);
  const level = coded ?? levelByRange(json);
  const series = seriesOf(reading, json);
  if (value) result.value = value;
  if (absent) result.absent = absent;
  if (range) result.range = range;
  if (interpretation) result.interpretation = interpretation;
  if (level) {
    result.level = level;
    result.levelBy = coded ? 'interpretation' : 'range';
  }
  if (series) result.series = series;
  const facts = fact('value', value);
  if (absent) facts.push(...fact('noValue', nameValue(absent)));
  if (range) facts.push(...fact('range', range));
  for (const name of interpretations) facts.push(...fact('interpretation', nameValue(name)));
  const flags: Flag[] = [];
  if (level && level !== 'normal') flags.push('out-of-range');
  if (level?.startsWith('critical')) flags.push('critical');
  return { result, facts, flags };
}

/** What a trend joins: the first coding and the unit; by name where there is no code. */
function seriesOf(reading: Reading, json: Json): string | undefined {
  const measure = get(json, 'valueQuantity');
  if (num(get(measure, 'value')) === undefined) return undefined;
  const code = get(json, 'code');
  for (const coding of objects(get(code, 'coding'))) {
    const [system, value] = [str(get(coding, 'system')), str(get(coding, 'code'))];
    if (system && value) return `${system}|${value}|${unitOf(measure) ?? ''}`;
  }
  const name = reading.name(code)?.text;
  return name === undefined ? undefined : `${name}|${unitOf(measure) ?? ''}`;
}

/** Components are rows of their own, under the row of their observation. */
function componentRow(reading: Reading, component: Json): Row {
  const { result, facts, flags } = measured(reading, component);
  const title = reading.value(get(component, 'code')) ?? { type: 'key', key: 'Observation' };
  return { resourceType: 'Observation', title, flags, result, facts, source: reading.source };
}

interface Members {
  readonly parts: readonly Row[];
  readonly facts: readonly Fact[];
}
const NO_MEMBERS: Members = { parts: [], facts: [] };

/** Members of a panel or report as parts; those that are told elsewhere as a fact with their name. */
function members(reading: Reading, element: string): Members {
  const references = pick(reading.resource, element);
  if (references.length === 0) return NO_MEMBERS;
  const parts: Row[] = [];
  const facts: Fact[] = [];
  for (const reference of references) {
    const target = reading.resolve(reference);
    const row = target && reading.shared.part(target, reading);
    if (row) parts.push(row);
    else facts.push(...fact('part', reading.value(reference, element)));
  }
  return { parts, facts };
}

/** A panel is out of range when a part of it is: nobody should have to open it to see that. */
const flagsOfParts = (parts: readonly Row[]): readonly Flag[] =>
  parts.flatMap(({ flags }) => flags).filter((flag) => flag === 'out-of-range' || flag === 'critical');

const isPlace = (code: string | undefined) => code === 'laboratory' || GROUP_OF_CATEGORY.has(code ?? '');

/** Categories that say more than where the observation is shown. */
function addCategories(reading: Reading, facts: Fact[]): void {
  for (const category of list(get(reading.resource, 'category'))) {
    if (!codesOf(category).some(isPlace)) facts.push(...fact('category', reading.value(category)));
  }
}

function observation(reading: Reading): Extension {
  const { result, facts, flags } = measured(reading, reading.resource);
  addCategories(reading, facts);
  const panel = members(reading, 'hasMember');
  const components = objects(get(reading.resource, 'component'));
  if (panel === NO_MEMBERS && components.length === 0) return { result, facts, flags };
  const parts = [...components.map((each) => componentRow(reading, each)), ...panel.parts];
  return { result, facts: [...facts, ...panel.facts], flags: [...flags, ...flagsOfParts(parts)], parts };
}

function report(reading: Reading): Extension {
  const { parts, facts } = members(reading, 'result');
  return { parts, facts, flags: flagsOfParts(parts) };
}

export const RESULTS = {
  Observation: {
    group: observationGroup,
    title: ['code'],
    date: ['effective[x]', 'issued'],
    subject: ['subject', 'patient'],
    facts: [
      ['date', 'effective[x]'],
      ['status', 'status', 'status'],
      ['focus', 'focus'],
      ['performer', 'performer'],
      ['method', 'method'],
      ['specimen', 'specimen'],
      ['bodySite', 'bodySite'],
      ['device', 'device'],
      ['note', 'note'],
      ['note', 'comment'],
      ['note', 'comments'],
      ['issued', 'issued'],
    ],
    reads: 'value[x] dataAbsentReason referenceRange interpretation component hasMember category',
    extend: observation,
  },
  DiagnosticReport: {
    group: 'labs',
    title: ['code', 'category'],
    date: ['effective[x]', 'issued'],
    subject: ['subject', 'patient'],
    facts: [
      ['date', 'effective[x]'],
      ['status', 'status', 'status'],
      ['category', 'category'],
      ['issued', 'issued'],
      ['performer', 'performer'],
      ['performer', 'performer.actor'],
      ['specimen', 'specimen'],
      ['conclusion', 'conclusion'],
      ['conclusion', 'conclusionCode'],
      ['images', 'media.link'],
      ['attachment', 'presentedForm'],
    ],
    reads: 'result',
    extend: report,
  },
  ImagingStudy: {
    group: 'labs',
    title: ['description', 'procedureCode', 'modality'],
    date: ['started'],
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'status', 'status'],
      ['type', 'modality'],
      ['reason', 'reasonCode'],
      ['description', 'description'],
      ['note', 'note'],
    ],
  },
} satisfies Record<string, RowSpec>;
