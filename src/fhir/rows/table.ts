/** Which table row a resource type has. What we have no words for has a generic one: every element, by its FHIR name. */

import { CARE } from './care.js';
import { CLINICAL } from './clinical.js';
import { COVERAGE } from './coverage.js';
import { DOCUMENTS } from './documents.js';
import { MEDICATION_ALIASES, MEDICATIONS } from './medications.js';
import { PEOPLE } from './people.js';
import { RESULTS } from './results.js';
import type { RowSpec } from './spec.js';

const SPECS = new Map<string, RowSpec>(
  Object.entries({
    ...CLINICAL,
    ...MEDICATIONS,
    ...MEDICATION_ALIASES,
    ...RESULTS,
    ...COVERAGE,
    ...CARE,
    ...PEOPLE,
    ...DOCUMENTS,
  }),
);

const GENERIC: RowSpec = {
  group: 'other',
  title: ['code', 'type', 'title', 'name', 'description', 'category'],
  date: [
    'effective[x]',
    'occurrence[x]',
    'date',
    'authoredOn',
    'created',
    'period',
    'issued',
    'recorded',
    'sent',
    'started',
    'authored',
  ],
  facts: [],
  generic: true,
};

/** For an unknown type the elements that usually name the person, when it has one of them. */
const SUBJECTS = ['patient', 'subject', 'beneficiary', 'for', 'individual', 'candidate'];
const GENERIC_ABOUT_SOMEBODY: RowSpec = { ...GENERIC, subject: SUBJECTS };

export function specOf(resourceType: string, resource: object): RowSpec {
  const known = SPECS.get(resourceType);
  if (known) return known;
  return SUBJECTS.some((element) => Object.hasOwn(resource, element)) ? GENERIC_ABOUT_SOMEBODY : GENERIC;
}

/** Resource types with a table row of their own. */
export const KNOWN_TYPES: readonly string[] = [...SPECS.keys(), 'Patient'];
