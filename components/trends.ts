/** Results that measure the same thing in the same unit, over time. */

import type { About, Result, Row, Value } from '../src/index.js';

export interface TrendPoint {
  /** Milliseconds since 1970, for placing it. What is shown is the date as written. */
  readonly time: number;
  readonly date: string;
  readonly value: number;
  readonly result: Result;
}

export interface Trend {
  readonly title: Value;
  readonly unit?: string;
  /** Oldest first; at least two, of different times. */
  readonly points: readonly TrendPoint[];
  /** The reference range, when all that have one have the same. */
  readonly band?: { readonly low?: number; readonly high?: number };
  readonly about?: About;
}

/** Rows that say of themselves that they do not count. */
const VOID: readonly string[] = ['entered-in-error', 'not-done', 'refuted'];

/** FHIR dates at their own precision: a year alone is placed at its beginning. Undefined for what is no date. */
function timeOf(date: string): number | undefined {
  const time = /^\d{4}(-\d{2}(-\d{2}(T.*)?)?)?$/.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

interface Draft {
  readonly row: Row;
  readonly about: About | undefined;
  readonly points: TrendPoint[];
}

/** Series of the rows and of their parts. Measurements of different people are never joined. */
export function trendsOf(rows: readonly Row[]): readonly Trend[] {
  const drafts = new Map<string, Draft>();
  const visit = (row: Row, outer?: Row): void => {
    if (row.flags.some((flag) => VOID.includes(flag))) return;
    const { result } = row;
    const date = row.date ?? outer?.date;
    const about = row.about ?? outer?.about;
    const time = date === undefined ? undefined : timeOf(date);
    const value = result?.value?.type === 'quantity' ? result.value.value : undefined;
    if (result?.series !== undefined && date !== undefined && time !== undefined && value !== undefined) {
      const key = JSON.stringify([result.series, about?.relation, about?.index, about?.name]);
      const known = drafts.get(key) ?? { row, about, points: [] };
      drafts.set(key, known);
      known.points.push({ time, date, value, result });
    }
    for (const part of row.parts ?? []) visit(part, { ...row, date, about } as Row);
  };
  for (const row of rows) visit(row);
  return [...drafts.values()].flatMap(({ row, about, points }) => {
    points.sort((a, b) => a.time - b.time);
    // Somebody else who is not named may be several people.
    if (points[0]?.time === points.at(-1)?.time || (about && about.index === undefined)) return [];
    const { value } = row.result ?? {};
    const unit = value?.type === 'quantity' ? value.unit : undefined;
    const band = bandOf(points);
    return [{ title: row.title, points, ...(unit && { unit }), ...(band && { band }), ...(about && { about }) }];
  });
}

function bandOf(points: readonly TrendPoint[]): Trend['band'] {
  let band: Trend['band'];
  for (const { result } of points) {
    const { range, value } = result;
    if (!range) continue;
    if (range.type !== 'range') return undefined;
    const { low, high, unit } = range;
    if (unit !== undefined && value?.type === 'quantity' && unit !== value.unit) return undefined;
    if (band && (band.low !== low || band.high !== high)) return undefined;
    band = { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
  }
  return band?.low === undefined && band?.high === undefined ? undefined : band;
}
