/** Reading JSON from strangers: every getter gives a value of the kind asked for, or nothing, and never throws. */

import { isObject } from '../internal/json.js';

export type Json = Record<string, unknown>;

/** An own member; never one of the prototype. */
export const get = (object: unknown, name: string): unknown =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

/** A string with something in it. */
export const str = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

export const num = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** What is there once or many times, as an array. */
export const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

export const objects = (value: unknown): readonly Json[] => list(value).filter(isObject);

export const strings = (value: unknown): readonly string[] =>
  list(value)
    .map(str)
    .filter((text) => text !== undefined);

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

type Visit = (value: unknown, name: string) => void;

function walk(object: unknown, steps: readonly Step[], at: number, visit: Visit): void {
  const step = steps[at];
  if (!step || !isObject(object)) return;
  const go = (inner: unknown, name: string) => {
    for (const value of Array.isArray(inner) ? inner : [inner]) {
      if (value === undefined || value === null) continue;
      if (at === steps.length - 1) visit(value, name);
      else walk(value, steps, at + 1, visit);
    }
  };
  if (!step.choice) {
    if (Object.hasOwn(object, step.name)) go(object[step.name], step.name);
    return;
  }
  for (const name of Object.keys(object)) if (isChoice(name, step.name)) go(object[name], name);
}

/** Visits every value at a dotted path, arrays flattened on the way: `performer.actor`, `protocolApplied.doseNumber[x]`. */
export const visit = (object: unknown, path: string, each: Visit): void => walk(object, stepsOf(path), 0, each);

/** Every value at a dotted path. */
export function pick(object: unknown, path: string): readonly unknown[] {
  const found: unknown[] = [];
  visit(object, path, (value) => found.push(value));
  return found;
}

export const first = (object: unknown, path: string): unknown => pick(object, path)[0];

/** The code of a code or of the first coding of a CodeableConcept or Coding. */
export function codeOf(value: unknown): string | undefined {
  if (!isObject(value)) return str(value);
  return (
    str(value.code) ??
    objects(get(value, 'coding'))
      .map((coding) => str(coding.code))
      .find(Boolean)
  );
}

/** FHIR date, dateTime or instant, at any precision. Feb 31 passes: it is shown as written. */
export const isDate = (text: string): boolean =>
  text.length <= 40 && /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text);
