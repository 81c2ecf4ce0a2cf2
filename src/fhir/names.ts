/** What to call a coded thing: the card's own words first, then our tables, then the page's resolver; else no name. */

import { isObject } from '../internal/json.js';
import { ownName } from './codes.js';
import { type Draft, get, type Json, objects, str } from './read.js';
import type { CodeResolver, Name, NamedCoding } from './types.js';

function coding(json: Json): NamedCoding {
  const [system, code, display] = [str(get(json, 'system')), str(get(json, 'code')), str(get(json, 'display'))];
  const made: Draft<NamedCoding> = {};
  if (system !== undefined) made.system = system;
  if (code !== undefined) made.code = code;
  if (display !== undefined) made.display = display;
  return made;
}

/** The resolver belongs to the page: it may throw, or answer with something else than a name. */
function ask(resolve: CodeResolver, { system, code }: NamedCoding): string | undefined {
  try {
    return str(resolve({ ...(system !== undefined && { system }), ...(code !== undefined && { code }) }));
  } catch {
    return undefined;
  }
}

/** Name of a CodeableConcept, a Coding, or a bare code string. Undefined when there is nothing in it at all. */
export function nameOf(
  value: unknown,
  { resolve, lang }: { resolve?: CodeResolver | undefined; lang?: string | undefined } = {},
): Name | undefined {
  if (typeof value === 'string') return str(value) ? { text: value, codings: [] } : undefined;
  if (!isObject(value)) return undefined;
  const written = isConcept(value) ? objects(get(value, 'coding')) : [value];
  const codings = written.map(coding).filter((each) => each.code ?? each.display);
  const own =
    str(get(value, 'text')) ?? str(get(written.find(isChosen), 'display')) ?? codings.find(hasDisplay)?.display;
  if (own !== undefined) return lang === undefined ? { text: own, codings } : { text: own, lang, codings };
  if (codings.length === 0) return undefined;
  for (const { system, code } of codings) {
    const found = ownName(system, code);
    if (found) return { ...found, codings };
  }
  for (const each of resolve ? codings : []) {
    const text = resolve && each.code ? ask(resolve, each) : undefined;
    if (text) return { text, codings };
  }
  return { codings };
}

const isConcept = (json: Json) =>
  Object.hasOwn(json, 'coding') || !(Object.hasOwn(json, 'code') || Object.hasOwn(json, 'display'));
const isChosen = (json: Json) => get(json, 'userSelected') === true && str(get(json, 'display')) !== undefined;
const hasDisplay = ({ display }: NamedCoding) => display !== undefined;
