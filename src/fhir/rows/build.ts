/** A resource and its table row make a summary row. */

import { codeOf, type Draft, get, type Json, pick, str } from '../read.js';
import type { Reading } from '../reading.js';
import { assuranceOf } from '../security.js';
import type { About, Fact, Row, Value } from '../types.js';
import { extensionFacts, modifierFact } from './extensions.js';
import { modifiers } from './flags.js';
import type { RowSpec } from './spec.js';
import { tell } from './uses.js';

function titleOf(reading: Reading, paths: readonly string[]): Value {
  let coded: Value | undefined;
  for (const path of paths) {
    const value = reading.at(path);
    // A name in words is better than an earlier one in codes only.
    if (value && (value.type !== 'name' || value.text !== undefined)) return value;
    coded ??= value;
  }
  return coded ?? { type: 'key', key: reading.resourceType };
}

function dateOf(resource: Json, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    for (const value of pick(resource, path)) {
      const date = str(value) ?? str(get(value, 'start')) ?? str(get(value, 'end'));
      if (date) return date;
    }
  }
  return undefined;
}

const NO_FACTS: readonly Fact[] = [];

/** One summary row. `about` is decided by the caller, who knows the people. */
export function buildRow(reading: Reading, spec: RowSpec, about: About | undefined): Row {
  const { resource, resourceType, source } = reading;
  const modified = modifiers(reading);
  const extra = spec.extend?.(reading) ?? {};
  const status = codeOf(get(resource, spec.status ?? 'status'));
  const date = extra.date ?? dateOf(resource, spec.date ?? []);
  const assurance = assuranceOf(resource);
  const { facts, flags, rest } = tell(reading, spec);
  for (const fact of extra.facts ?? NO_FACTS) facts.push(fact);
  if (spec.generic) facts.push(...rest);
  if (assurance) facts.push({ label: 'assurance', value: { type: 'text', text: assurance } });
  for (const extension of modified) facts.push(modifierFact(reading, extension));
  if (modified.length > 0 || str(get(resource, 'implicitRules'))) flags.push('modifier');
  if (extra.flags) flags.push(...extra.flags);
  const title = extra.title ?? titleOf(reading, spec.title);
  const more = spec.generic ? [] : rest;
  if (extra.more) more.push(...extra.more);
  if (Object.hasOwn(resource, 'extension')) more.push(...extensionFacts(reading, resource));
  const row: Draft<Row> = { resourceType, title, flags: flags.length > 1 ? [...new Set(flags)] : flags, facts, source };
  if (date !== undefined) row.date = date;
  if (status !== undefined) row.status = status;
  if (about) row.about = about;
  if (extra.result) row.result = extra.result;
  if (more.length > 0) row.more = more;
  if (extra.parts?.length) row.parts = extra.parts;
  if (extra.also?.length) row.also = extra.also;
  return row;
}
