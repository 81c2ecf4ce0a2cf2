/** Reading JSON from strangers: every getter gives a value of the kind asked for, or nothing, and never throws. */

import { isObject } from '../internal/json.js';

export type Json = Record<string, unknown>;

/** What is being put together: conditional spreads are too slow for what is made ten thousand times. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** An own member; never one of the prototype. */
export const get = (object: unknown, name: string): unknown =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

/** A string with something in it. */
export const str = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

export const num = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Most elements are absent: one empty list for all of them. */
const NONE: readonly never[] = [];

/** What is there once or many times, as an array. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return NONE;
  return Array.isArray(value) ? value : [value];
}

export function objects(value: unknown): readonly Json[] {
  const items = list(value);
  return items.every(isObject) ? items : items.filter(isObject);
}

export function strings(value: unknown): readonly string[] {
  const items = list(value);
  return items.length === 0 ? NONE : items.map(str).filter((text) => text !== undefined);
}

const isUpper = (code: number) => code >= 65 && code <= 90;

/** Whether a member is one of a choice: `onsetString`, `onsetPeriod`, or `onset` itself for the stem `onset`. */
export const isChoice = (name: string, stem: string): boolean =>
  name.startsWith(stem) && (name.length === stem.length || isUpper(name.charCodeAt(stem.length)));

/** The names an element goes by in this object: itself, or for `onset[x]` every member that is one of that choice. */
export function membersOf(object: Json, element: string): readonly string[] {
  if (!element.endsWith('[x]')) return Object.hasOwn(object, element) ? [element] : [];
  const stem = element.slice(0, -3);
  return Object.keys(object).filter((name) => isChoice(name, stem));
}

/** A step of a path: a member, or the stem of a choice. */
interface Step {
  readonly name: string;
  readonly choice: boolean;
}

/** Paths come from our tables only, so there are few of them. */
const compiled = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  let steps = compiled.get(path);
  if (!steps) {
    steps = path.split('.').map((element) => {
      const choice = element.endsWith('[x]');
      return { name: choice ? element.slice(0, -3) : element, choice };
    });
    compiled.set(path, steps);
  }
  return steps;
}

/** Takes the values at a path as they are found, each with the name of its member. */
interface Visitor {
  found(value: unknown, name: string): void;
}

function walk(object: unknown, steps: readonly Step[], at: number, visitor: Visitor): void {
  const step = steps[at];
  if (!step || !isObject(object)) return;
  if (!step.choice) {
    if (Object.hasOwn(object, step.name)) enter(object[step.name], step.name, steps, at, visitor);
    return;
  }
  for (const name in object) {
    if (isChoice(name, step.name) && Object.hasOwn(object, name)) enter(object[name], name, steps, at, visitor);
  }
}

function enter(value: unknown, name: string, steps: readonly Step[], at: number, visitor: Visitor): void {
  if (Array.isArray(value)) {
    for (const item of value) step(item, name, steps, at, visitor);
  } else {
    step(value, name, steps, at, visitor);
  }
}

function step(value: unknown, name: string, steps: readonly Step[], at: number, visitor: Visitor): void {
  if (value === undefined || value === null) return;
  if (at === steps.length - 1) visitor.found(value, name);
  else walk(value, steps, at + 1, visitor);
}

/** Visits every value at a dotted path, arrays flattened on the way: `performer.actor`, `protocolApplied.doseNumber[x]`. */
export const visit = (object: unknown, path: string, visitor: Visitor): void => walk(object, stepsOf(path), 0, visitor);

class Picked implements Visitor {
  values: unknown[] | undefined;
  found(value: unknown): void {
    if (this.values) this.values.push(value);
    else this.values = [value];
  }
}

const isThere = (value: unknown) => value !== undefined && value !== null;

/** Every value at a dotted path. */
export function pick(object: unknown, path: string): readonly unknown[] {
  const steps = stepsOf(path);
  if (steps.length === 1 && !steps[0]?.choice) {
    const values = list(get(object, path));
    return values.every(isThere) ? values : values.filter(isThere);
  }
  const picked = new Picked();
  visit(object, path, picked);
  return picked.values ?? NONE;
}

export const first = (object: unknown, path: string): unknown => pick(object, path)[0];

/** The code of a code or of the first coding of a CodeableConcept or Coding. */
export function codeOf(value: unknown): string | undefined {
  if (!isObject(value)) return str(value);
  const own = str(get(value, 'code'));
  if (own !== undefined) return own;
  for (const coding of objects(get(value, 'coding'))) {
    const code = str(get(coding, 'code'));
    if (code !== undefined) return code;
  }
  return undefined;
}

const startsWithDigit = (text: string) => text.charCodeAt(0) >= 48 && text.charCodeAt(0) <= 57;

/** FHIR date, dateTime or instant, at any precision. Feb 31 passes: it is shown as written. */
export const isDate = (text: string): boolean =>
  text.length <= 40 &&
  startsWithDigit(text) &&
  /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text);
