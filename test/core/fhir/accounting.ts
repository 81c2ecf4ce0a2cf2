import type { Row, Summary } from '../../../src/fhir/types.js';

/** Every row of a summary, parts included. */
export function rowsOf(summary: Summary): Row[] {
  const all: Row[] = [];
  const add = (rows: readonly Row[]) => {
    for (const row of rows) {
      all.push(row);
      add(row.parts ?? []);
    }
  };
  for (const group of summary.groups) add(group.rows);
  add(summary.documents);
  add(summary.provenance);
  return all;
}

/** The entries that a summary tells of, as a person, a row, folded into a row, or unread. */
export function accountedFor(summary: Summary): Set<number> {
  const people = [...(summary.person ? [summary.person] : []), ...(summary.otherPeople ?? [])];
  return new Set([
    ...people.map(({ source }) => source.index),
    ...rowsOf(summary).flatMap(({ source, also = [] }) => [source, ...also].map(({ index }) => index)),
    ...summary.unread.map(({ source }) => source.index),
  ]);
}
