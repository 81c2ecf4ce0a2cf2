/** Security labels in meta.security: identity assurance, and data attested by the patient. */

import { IAL } from './codes.js';
import type { Entry } from './entries.js';
import { get, type Json, objects, str } from './read.js';

/** Weakest first. */
const LEVELS = ['IAL1', 'IAL1.2', 'IAL1.4', 'IAL2', 'IAL3'];

const labels = (resource: unknown) => objects(get(get(resource, 'meta'), 'security'));

/** The identity assurance level a resource is labelled with, in capitals; a level we do not know as it is. */
export function assuranceOf(resource: Json): string | undefined {
  const label = labels(resource).find((each) => each.system === IAL);
  const code = str(get(label, 'code'));
  const known = code?.toUpperCase();
  return known && LEVELS.includes(known) ? known : code;
}

/** What can be said of everything: the lowest of the levels. A result or vaccine without a level we know has none. */
export function lowestAssurance(entries: readonly Entry[]): string | undefined {
  let lowest = LEVELS.length;
  for (const { resource, resourceType } of entries) {
    const level = assuranceOf(resource);
    if (level === undefined && resourceType !== 'Immunization' && resourceType !== 'Observation') continue;
    lowest = Math.min(lowest, LEVELS.indexOf(level ?? ''));
  }
  return LEVELS[lowest];
}

export const isPatientAttested = (resource: unknown): boolean =>
  labels(resource).some((each) => each.code === 'PATAST');
