/** A resource and its table row make a summary row. */

import { isObject } from '../../internal/json.js';
import { codeOf, get, isChoice, type Json, objects, pick, str } from '../read.js';
import { type Reading, statusValue } from '../reading.js';
import { assuranceOf } from '../security.js';
import type { About, Fact, Flag, Row, Value } from '../types.js';
import type { FactSpec, RowSpec } from './spec.js';

const FLAG_OF_STATUS = new Map<string, Flag>([
  ['entered-in-error', 'entered-in-error'],
  ['not-done', 'not-done'],
  ['not-taken', 'not-done'],
  ['refuted', 'refuted'],
  ['unconfirmed', 'unconfirmed'],
  ['provisional', 'unconfirmed'],
  ['differential', 'unconfirmed'],
  ...(
    [
      'inactive',
      'resolved',
      'remission',
      'stopped',
      'cancelled',
      'revoked',
      'rejected',
      'abandoned',
      'retired',
      'superseded',
    ] as const
  ).map((status) => [status, 'inactive'] as const),
]);

/** Elements whose value turns the meaning of a resource around, in R4 and its neighbours. */
const NEGATIONS: readonly (readonly [element: string, value: unknown, flag: Flag])[] = [
  ['doNotPerform', true, 'not-done'],
  ['wasNotGiven', true, 'not-done'],
  ['notGiven', true, 'not-done'],
  ['notDone', true, 'not-done'],
  ['notPerformed', true, 'not-done'],
  ['wasNotTaken', true, 'not-done'],
  ['taken', 'n', 'not-done'],
  ['isSubpotent', true, 'subpotent'],
  ['active', false, 'inactive'],
  ['criticality', 'high', 'critical'],
  ['criticality', 'CRITH', 'critical'],
];

/** All modifierExtensions of a resource, wherever they stand. One walk, no recursion; very deep parts are cut off. */
function modifiers(reading: Reading): readonly Json[] {
  const found: Json[] = [];
  const stack: object[] = [reading.resource];
  const depths: number[] = [0];
  for (let value = stack.pop(); value; value = stack.pop()) {
    const depth = depths.pop() as number;
    if (depth > 100) {
      reading.cut('too-deep');
      continue;
    }
    if (isObject(value) && Object.hasOwn(value, 'modifierExtension')) {
      for (const extension of objects(value.modifierExtension)) found.push(extension);
    }
    for (const inner of Object.values(value)) {
      if (typeof inner !== 'object' || inner === null) continue;
      stack.push(inner);
      depths.push(depth + 1);
    }
  }
  return found;
}

function flagsOf(resource: Json, modified: boolean): Flag[] {
  const flags = new Set<Flag>();
  for (const element of ['status', 'clinicalStatus', 'verificationStatus', 'docStatus']) {
    const flag = FLAG_OF_STATUS.get(codeOf(get(resource, element)) ?? '');
    if (flag) flags.add(flag);
  }
  for (const [element, value, flag] of NEGATIONS) if (get(resource, element) === value) flags.add(flag);
  if (modified || str(get(resource, 'implicitRules'))) flags.add('modifier');
  return [...flags];
}

/** Codes of a fixed list as keys: one, or several (the categories of an allergy). */
function statusesOf(reading: Reading, path: string): Value | undefined {
  const items = pick(reading.resource, path)
    .map((value) => statusValue(reading, value))
    .filter(present);
  return items.length > 1 ? { type: 'list', items } : items[0];
}

function factOf(reading: Reading, [label, path, as]: FactSpec): Fact | undefined {
  const value = as === 'status' ? statusesOf(reading, path) : reading.at(path);
  return value && { label, value };
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

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

/** Tells the members of a resource that a table row does not read. */
type IsUnread = (name: string) => boolean;
const unreadBy = new WeakMap<RowSpec, IsUnread>();

function unreadOf(spec: RowSpec): IsUnread {
  const known = unreadBy.get(spec);
  if (known) return known;
  const paths = spec.generic
    ? []
    : [
        ...spec.title,
        ...(spec.date ?? []),
        spec.status ?? 'status',
        ...(spec.subject ?? []),
        ...spec.facts.map(([, path]) => path),
        ...(spec.reads?.split(' ') ?? []),
      ];
  const elements = ['modifierExtension', 'implicitRules', ...paths.map((path) => path.split('.')[0] ?? '')];
  const stems = elements.filter((element) => element.endsWith('[x]')).map((element) => element.slice(0, -3));
  const names = new Set(elements);
  const isUnread = (name: string) => !names.has(name) && !stems.some((stem) => isChoice(name, stem));
  unreadBy.set(spec, isUnread);
  return isUnread;
}

/** One summary row. `about` is decided by the caller, who knows the people. */
export function buildRow(reading: Reading, spec: RowSpec, about: About | undefined): Row {
  const { resource } = reading;
  const modified = modifiers(reading);
  const extra = spec.extend?.(reading) ?? {};
  const status = codeOf(get(resource, spec.status ?? 'status'));
  const date = extra.date ?? dateOf(resource, spec.date ?? []);
  const assurance = assuranceOf(resource);
  const raw = reading.rawFacts(resource, unreadOf(spec));
  const more = spec.generic ? [] : raw;
  const facts: Fact[] = [
    ...spec.facts.map((each) => factOf(reading, each)).filter(present),
    ...(extra.facts ?? []),
    ...(spec.generic ? raw : []),
    ...(assurance ? [{ label: 'assurance', value: { type: 'text', text: assurance } } as const] : []),
    ...modified.map((extension) => modifierFact(reading, extension)),
  ];
  return {
    resourceType: reading.resourceType,
    title: extra.title ?? titleOf(reading, spec.title),
    ...(date !== undefined && { date }),
    ...(status !== undefined && { status }),
    flags: [...new Set([...flagsOf(resource, modified.length > 0), ...(extra.flags ?? [])])],
    ...(about && { about }),
    ...(extra.result && { result: extra.result }),
    facts,
    ...(more.length > 0 && { more }),
    ...(extra.parts?.length && { parts: extra.parts }),
    source: reading.source,
    ...(extra.also?.length && { also: extra.also }),
  };
}

/** A modifierExtension as it stands: its url and its value. What it means, we cannot know. */
export function modifierFact(reading: Reading, extension: Json): Fact {
  const url = str(get(extension, 'url')) ?? '';
  const value = Object.keys(extension)
    .filter((name) => name.startsWith('value'))
    .map((name) => reading.value(extension[name], name))
    .find(present);
  const items: Value[] = [{ type: 'text', text: url }, ...(value ? [value] : [])];
  return {
    label: 'modifierExtension',
    value: items.length > 1 ? { type: 'list', items } : (items[0] as Value),
    raw: true,
  };
}
