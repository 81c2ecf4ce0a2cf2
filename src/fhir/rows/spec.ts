/** How a resource type becomes a row: a table row, read by build.ts. */

import type { Label } from '../labels.js';
import { get, type Json, objects, pick } from '../read.js';
import { listed, type Reading, statusValue } from '../reading.js';
import type { Fact, Flag, GroupKind, Row, Source, Value } from '../types.js';

/** A builder may add to a row what the table cannot say. Facts and flags are added, the others replace. */
export interface Extension {
  readonly title?: Value | undefined;
  readonly date?: string | undefined;
  readonly facts?: readonly Fact[] | undefined;
  readonly flags?: readonly Flag[] | undefined;
  readonly result?: Row['result'] | undefined;
  readonly parts?: readonly Row[] | undefined;
  /** What is told behind the disclosure. */
  readonly more?: readonly Fact[] | undefined;
  readonly also?: readonly Source[] | undefined;
}

/** Makes rows of resources: of members of a panel, say. */
export type BuildPart = (reading: Reading) => Row;

/** label, path, and 'status' where a code of a fixed list is a message key. */
export type FactSpec = readonly [label: Label, path: string, as?: 'status'];

export interface RowSpec {
  readonly group: GroupKind | 'documents' | 'provenance' | ((reading: Reading) => GroupKind);
  /** Paths; the first that leads to something. */
  readonly title: readonly string[];
  readonly date?: readonly string[];
  /** Path of the status; `status` when left out. */
  readonly status?: string;
  /** Elements that name the person it is about. Left out: it is about nobody (an organization, a product). */
  readonly subject?: readonly string[];
  /** At most 32. */
  readonly facts: readonly FactSpec[];
  /** Elements that `extend` reads, or that say nothing to a reader, separated by spaces. */
  readonly reads?: string;
  /** All elements as raw facts. */
  readonly generic?: true;
  readonly extend?: (reading: Reading) => Extension;
}

export const fact = (label: Label, value: Value | undefined, of?: Fact['of']): Fact[] =>
  value === undefined ? [] : [of ? { label, value, of } : { label, value }];

/** Codes of a fixed list as keys: one, or several (the categories of an allergy). */
function statusesOf(reading: Reading, path: string, from: Json): Value | undefined {
  const codes = pick(from, path);
  if (codes.length === 1) return statusValue(reading, codes[0]);
  return listed(codes.map((code) => statusValue(reading, code)).filter((value) => value !== undefined));
}

/** What a table says of a resource, or of a part of it. */
export function factOf(reading: Reading, [label, path, as]: FactSpec, from: Json = reading.resource): Fact | undefined {
  const value = as === 'status' ? statusesOf(reading, path, from) : reading.at(path, from);
  return value && { label, value };
}

export const factsOfPart = (reading: Reading, specs: readonly FactSpec[], part: Json): Fact[] =>
  specs.map((spec) => factOf(reading, spec, part)).filter((each) => each !== undefined);

/** Facts of an element that repeats: side by side when it stands once; each by itself, so that they are not mixed up. */
export function repeated(reading: Reading, element: string, label: Label, specs: readonly FactSpec[]): Fact[] {
  const told = objects(get(reading.resource, element)).map((part) => factsOfPart(reading, specs, part));
  return told.length === 1
    ? told.flat()
    : told.flatMap((facts) => (facts.length > 0 ? fact(label, { type: 'facts', facts }) : []));
}
