/** What to call a coded thing: the card's own words first, then our tables, then the page's resolver; else no name. */

import { isObject } from '../internal/json.js';
import { ownName } from './codes.js';
import { get, type Json, objects, str } from './read.js';
import type { CodeResolver, Name, NamedCoding } from './types.js';

const member = <K extends string>(name: K, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [name in K]?: string };

function coding(json: Json): NamedCoding {
  return {
    ...member('system', str(get(json, 'system'))),
    ...member('code', str(get(json, 'code'))),
    ...member('display', str(get(json, 'display'))),
  };
}

/** The resolver belongs to the page: it may throw, or answer with something else than a name. */
function ask(resolve: CodeResolver, { system, code }: NamedCoding): string | undefined {
  try {
    return str(resolve({ ...member('system', system), ...member('code', code) }));
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
  const isConcept =
    Object.hasOwn(value, 'coding') || !(Object.hasOwn(value, 'code') || Object.hasOwn(value, 'display'));
  const written = isConcept ? objects(get(value, 'coding')) : [value];
  const codings = written.map(coding).filter((each) => each.code ?? each.display);
  const chosen = written.findIndex((each) => get(each, 'userSelected') === true && str(get(each, 'display')));
  const own =
    str(get(value, 'text')) ?? str(get(written[chosen], 'display')) ?? codings.find((each) => each.display)?.display;
  if (own !== undefined) return { text: own, ...member('lang', lang), codings };
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
