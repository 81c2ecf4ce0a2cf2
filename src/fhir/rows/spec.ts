/** How a resource type becomes a row: a table row, read by build.ts. */

import type { Label } from '../labels.js';
import type { Reading } from '../reading.js';
import type { Fact, Flag, GroupKind, Row, Source, Value } from '../types.js';

/** A builder may add to a row what the table cannot say. Facts and flags are added, the others replace. */
export interface Extension {
  readonly title?: Value | undefined;
  readonly date?: string | undefined;
  readonly facts?: readonly Fact[] | undefined;
  readonly flags?: readonly Flag[] | undefined;
  readonly result?: Row['result'] | undefined;
  readonly parts?: readonly Row[] | undefined;
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
  readonly facts: readonly FactSpec[];
  /** Elements that `extend` reads, or that say nothing to a reader, separated by spaces. */
  readonly reads?: string;
  /** All elements as raw facts. */
  readonly generic?: true;
  readonly extend?: (reading: Reading) => Extension;
}

export const fact = (label: Label, value: Value | undefined, of?: Fact['of']): Fact[] =>
  value === undefined ? [] : [of ? { label, value, of } : { label, value }];
