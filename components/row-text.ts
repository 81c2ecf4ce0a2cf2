/** What a row can be found by: all it says, in small letters without accents. */

import type { Fact, Row, Value } from '../src/index.js';
import type { Texts } from './localize.js';
import { humanize, valueText } from './views/value.js';

export const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Text of the rows of one language, kept for as long as the rows are. */
export class RowTexts {
  readonly #known = new WeakMap<Row, string>();
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  of(row: Row): string {
    let text = this.#known.get(row);
    if (text === undefined) {
      const pieces: string[] = [];
      this.#collect(row, pieces);
      text = plain(pieces.join(' '));
      this.#known.set(row, text);
    }
    return text;
  }

  #collect(row: Row, into: string[]): void {
    const texts = this.#texts;
    this.#value(row.title, into);
    if (row.date) into.push(texts.date(row.date), row.date);
    if (row.about?.name) into.push(row.about.name);
    for (const flag of row.flags) into.push(texts.t(`flag.${flag}`));
    if (row.result?.level) into.push(texts.t(`level.${row.result.level}`));
    this.#facts(row.facts, into);
    this.#facts(row.more ?? [], into);
    for (const part of row.parts ?? []) this.#collect(part, into);
  }

  #facts(facts: readonly Fact[], into: string[]): void {
    for (const { label, value, of, raw } of facts) {
      into.push((raw ? undefined : this.#texts.maybe(`fact.${label}`)) ?? humanize(label));
      if (of) this.#value({ type: 'name', ...of }, into);
      this.#value(value, into);
    }
  }

  #value(value: Value, into: string[]): void {
    const text = valueText(value, this.#texts);
    if (text !== undefined) into.push(text);
    if (value.type === 'name') for (const { code, display } of value.codings) into.push(code ?? '', display ?? '');
    else if (value.type === 'facts') this.#facts(value.facts, into);
    else if (value.type === 'list') for (const item of value.items) this.#value(item, into);
    else if (value.type === 'attachment') into.push(value.title ?? '');
    else if (value.type === 'link') into.push(value.url);
  }
}

export interface RowFilter {
  /** Words; all of them have to be found. */
  readonly words: string;
  /** YYYY-MM-DD, or empty. */
  readonly from: string;
  readonly to: string;
}

export const isEmpty = ({ words, from, to }: RowFilter): boolean => !words.trim() && !from && !to;

/** Does the date of a row, at its own precision, lie in the days asked for? What has no date does not. */
function dated(row: Row, { from, to }: RowFilter): boolean {
  if (!from && !to) return true;
  const date = row.date?.slice(0, 10) ?? '';
  if (/^\d{4}(-\d{2}){0,2}$/.test(date))
    return date >= from.slice(0, date.length) && (!to || date <= to.slice(0, date.length));
  return row.parts?.some((part) => dated(part, { words: '', from, to })) ?? false;
}

/** How long the page may be kept waiting, in milliseconds. */
const SLICE = 12;

/** The rows that a filter lets through, found in slices; undefined when `signal` ended it. */
export async function matching(
  rows: readonly Row[],
  filter: RowFilter,
  texts: RowTexts,
  signal: AbortSignal,
): Promise<ReadonlySet<Row> | undefined> {
  const words = plain(filter.words).split(/\s+/).filter(Boolean);
  const found = new Set<Row>();
  let since = performance.now();
  for (const row of rows) {
    if (performance.now() - since > SLICE) {
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
    if (signal.aborted) return undefined;
    if (dated(row, filter) && words.every((word) => texts.of(row).includes(word))) found.add(row);
  }
  return found;
}
