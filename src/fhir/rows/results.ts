/** Rows of what was measured, tested or observed: observations with their ranges and levels, panels, reports. */

import { INTERPRETATIONS, LOINC } from '../codes.js';
import { codeOf, get, type Json, num, objects, pick, str } from '../read.js';
import { quantity, type Reading } from '../reading.js';
import type { Fact, Flag, GroupKind, Name, Result, Row, Value } from '../types.js';
import { type Extension, fact, type RowSpec } from './spec.js';

const GROUP_OF_CATEGORY = new Map<string, GroupKind>([
  ['vital-signs', 'vitals'],
  ['social-history', 'social'],
  ['sdoh', 'social'],
  ['laboratory', 'labs'],
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

const codesOf = (value: unknown, system?: string): readonly string[] =>
  pick(value, 'coding')
    .filter((coding) => system === undefined || get(coding, 'system') === system)
    .map((coding) => str(get(coding, 'code')))
    .filter((code) => code !== undefined);

function observationGroup({ resource }: Reading): GroupKind {
  for (const value of pick(resource, 'category')) {
    for (const code of codesOf(value)) {
      const kind = GROUP_OF_CATEGORY.get(code);
      if (kind && kind !== 'labs') return kind;
    }
  }
  for (const code of codesOf(get(resource, 'code'), LOINC)) {
    const kind = GROUP_OF_LOINC.get(code);
    if (kind) return kind;
  }
  return 'labs';
}

/** The unit of a Quantity, as quantity() tells it. */
const unitOf = (json: unknown): string | undefined => quantity(json).unit;

interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/** The range to compare with: the only one, or the only one that is called normal. Its limits in the unit of the value. */
function boundsFor(ranges: readonly Json[], unit: string | undefined): Bounds | undefined {
  const normal = ranges.filter((range) => {
    const type = codesOf(get(range, 'type'));
    return type.length === 0 || type.includes('normal');
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
  const quantity = get(json, 'valueQuantity');
  const value = num(get(quantity, 'value'));
  if (value === undefined || get(quantity, 'comparator') !== undefined) return undefined;
  const bounds = boundsFor(objects(get(json, 'referenceRange')), unitOf(quantity));
  if (!bounds || (bounds.low === undefined && bounds.high === undefined)) return undefined;
  if (bounds.low !== undefined && value < bounds.low) return 'low';
  if (bounds.high !== undefined && value > bounds.high) return 'high';
  return 'normal';
}

/** One reference range: its limits, or its text, and whom it is for. */
function rangeValue(reading: Reading, range: Json): Value | undefined {
  const [low, high] = [quantity(get(range, 'low')), quantity(get(range, 'high'))];
  const unit = low.unit ?? high.unit;
  const kind = ['type', 'appliesTo']
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

/** Result and facts of an Observation or of one of its components: both have the same elements. */
function measured(reading: Reading, json: Json): { result: Result; facts: readonly Fact[]; flags: readonly Flag[] } {
  const value = reading.at('value[x]', json);
  const absent = reading.name(get(json, 'dataAbsentReason'));
  const ranges = objects(get(json, 'referenceRange'))
    .map((range) => rangeValue(reading, range))
    .filter((range) => range !== undefined);
  const range: Value | undefined = ranges.length > 1 ? { type: 'list', items: ranges } : ranges[0];
  const interpretations = pick(json, 'interpretation').map((each) => reading.name(each));
  const interpretation = interpretations.find((name) => name !== undefined);
  const [coded, compared] = [levelByCode(json), levelByRange(json)];
  const level = coded ?? compared;
  const series = seriesOf(reading, json);
  const result: Result = {
    ...(value && { value }),
    ...(absent && { absent }),
    ...(range && { range }),
    ...(interpretation && { interpretation }),
    ...(level && { level, levelBy: coded ? 'interpretation' : 'range' }),
    ...(series && { series }),
  };
  const nameValue = (name: Name | undefined): Value | undefined => name && { type: 'name', ...name };
  return {
    result,
    facts: [
      ...fact('value', value),
      ...fact('noValue', nameValue(absent)),
      ...fact('range', range),
      ...interpretations.flatMap((name) => fact('interpretation', nameValue(name))),
    ],
    flags: [
      ...(level && level !== 'normal' ? (['out-of-range'] as const) : []),
      ...(level?.startsWith('critical') ? (['critical'] as const) : []),
    ],
  };
}

/** What a trend joins: the first coding and the unit; by name where there is no code. */
function seriesOf(reading: Reading, json: Json): string | undefined {
  const measure = get(json, 'valueQuantity');
  if (num(get(measure, 'value')) === undefined) return undefined;
  const name = reading.name(get(json, 'code'));
  const coding = name?.codings.find((each) => each.system && each.code);
  const what = coding ? `${coding.system}|${coding.code}` : name?.text;
  return what === undefined ? undefined : `${what}|${unitOf(measure) ?? ''}`;
}

/** Components are rows of their own, under the row of their observation. */
function componentRow(reading: Reading, component: Json): Row {
  const { result, facts, flags } = measured(reading, component);
  const title = reading.value(get(component, 'code')) ?? { type: 'key', key: 'Observation' };
  return { resourceType: 'Observation', title, flags, result, facts, source: reading.source };
}

/** Members of a panel or report as parts; those that are told elsewhere as a fact with their name. */
function members(reading: Reading, element: string): { parts: Row[]; facts: Fact[] } {
  const parts: Row[] = [];
  const facts: Fact[] = [];
  for (const reference of pick(reading.resource, element)) {
    const target = reading.resolve(reference);
    const row = target && reading.shared.part(target, reading);
    if (row) parts.push(row);
    else facts.push(...fact('part', reading.value(reference, element)));
  }
  return { parts, facts };
}

function observation(reading: Reading): Extension {
  const { resource } = reading;
  const own = measured(reading, resource);
  const panel = members(reading, 'hasMember');
  const components = objects(get(resource, 'component')).map((component) => componentRow(reading, component));
  const nested = [...components, ...panel.parts];
  // A panel is out of range when a part of it is: nobody should have to open it to see that.
  const inherited = nested
    .flatMap((part) => part.flags)
    .filter((flag) => flag === 'out-of-range' || flag === 'critical');
  return {
    result: own.result,
    facts: [...own.facts, ...panel.facts],
    flags: [...new Set([...own.flags, ...inherited])],
    parts: nested,
  };
}

function report(reading: Reading): Extension {
  const { parts, facts } = members(reading, 'result');
  const inherited = parts
    .flatMap((part) => part.flags)
    .filter((flag) => flag === 'out-of-range' || flag === 'critical');
  return { parts, facts, flags: [...new Set(inherited)] };
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
      ['note', 'comments'],
    ],
    reads: 'value[x] dataAbsentReason referenceRange interpretation component hasMember category',
    extend: observation,
  },
  DiagnosticReport: {
    group: 'labs',
    title: ['code'],
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
