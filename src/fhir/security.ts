/** Security labels in meta.security: identity assurance, and data attested by the patient. */

import { IAL } from './codes.js';
import { get, type Json, objects, str } from './read.js';

/** Weakest first. */
const LEVELS = ['IAL1', 'IAL1.2', 'IAL1.4', 'IAL2', 'IAL3'];

const labels = (resource: Json) => objects(get(get(resource, 'meta'), 'security'));

/** The identity assurance level a resource is labelled with, in capitals; a level we do not know as it is. */
export function assuranceOf(resource: Json): string | undefined {
  const label = labels(resource).find((each) => each.system === IAL);
  const code = str(get(label, 'code'));
  const known = code?.toUpperCase();
  return known && LEVELS.includes(known) ? known : code;
}

/** What can be said of everything: the lowest of the levels. A level we do not know is no level. */
export function lowestAssurance(levels: readonly (string | undefined)[]): string | undefined {
  const rank = (level: string | undefined) => LEVELS.indexOf(level ?? '');
  return levels.length === 0
    ? undefined
    : LEVELS[levels.reduce((low, level) => Math.min(low, rank(level)), LEVELS.length)];
}

export const isPatientAttested = (resource: Json): boolean => labels(resource).some((each) => each.code === 'PATAST');
