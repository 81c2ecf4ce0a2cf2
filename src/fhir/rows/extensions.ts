/** Extensions as they stand: what they mean, we cannot know. */

import { get, type Json, objects, str } from '../read.js';
import type { Reading } from '../reading.js';
import type { Fact, Value } from '../types.js';

/** Extensions inside extensions are told this deep. */
const EXTENSION_DEPTH = 4;

/** Extensions of the resource itself, by the last part of their address. */
export function extensionFacts(reading: Reading, json: Json, depth = 0): Fact[] {
  const written = objects(get(json, 'extension'));
  if (written.length > 0 && depth > EXTENSION_DEPTH) {
    reading.cut('too-deep');
    return [];
  }
  return written.flatMap((extension): Fact[] => {
    const label = str(get(extension, 'url'))?.split('/').pop() ?? '';
    const facts = extensionFacts(reading, extension, depth + 1);
    const value = facts.length > 0 ? ({ type: 'facts', facts } as const) : reading.at('value[x]', extension);
    return label && value ? [{ label, value, raw: true }] : [];
  });
}

/** A modifierExtension as it stands: its url and its value. What it means, we cannot know. */
export function modifierFact(reading: Reading, extension: Json): Fact {
  const url = str(get(extension, 'url')) ?? '';
  const value = Object.keys(extension)
    .filter((name) => name.startsWith('value'))
    .map((name) => reading.value(extension[name], name))
    .find((each) => each !== undefined);
  const items: Value[] = [{ type: 'text', text: url }, ...(value ? [value] : [])];
  return {
    label: 'modifierExtension',
    value: items.length > 1 ? { type: 'list', items } : (items[0] as Value),
    raw: true,
  };
}
