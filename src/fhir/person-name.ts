/** FHIR HumanName as one text. */

import { get, type Json, objects, str, strings } from './read.js';

const RANK = new Map([
  ['official', 0],
  ['usual', 1],
  ['temp', 2],
  ['nickname', 2],
  ['anonymous', 2],
  ['old', 4],
  ['maiden', 4],
]);

/** The name's own text, or prefix, given, family and suffix in a row. */
export function humanName(name: unknown): string | undefined {
  const part = (element: string) => strings(get(name, element));
  return (
    str(get(name, 'text')) ?? str([...part('prefix'), ...part('given'), ...part('family'), ...part('suffix')].join(' '))
  );
}

/** Names that are in use, the official one first. */
export function namesInUse(names: unknown): readonly Json[] {
  const rank = (name: Json) => {
    if (get(get(name, 'period'), 'end') !== undefined) return 3;
    return RANK.get(str(name.use) ?? '') ?? 1;
  };
  return objects(names)
    .filter((name) => humanName(name) !== undefined)
    .map((name, i) => ({ name, i, rank: rank(name) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .map(({ name }) => name);
}
