/** Rows of the people, organizations and places that other rows refer to. */

import type { RowSpec } from './spec.js';

export const PEOPLE = {
  Practitioner: {
    group: 'people',
    title: ['name'],
    facts: [
      ['qualification', 'qualification.code'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['gender', 'gender', 'status'],
    ],
    reads: 'active',
  },
  PractitionerRole: {
    group: 'people',
    title: ['practitioner', 'code', 'organization'],
    facts: [
      ['role', 'code'],
      ['specialty', 'specialty'],
      ['organization', 'organization'],
      ['location', 'location'],
      ['telecom', 'telecom'],
      ['period', 'period'],
    ],
    reads: 'active',
  },
  Organization: {
    group: 'people',
    title: ['name', 'alias'],
    facts: [
      ['type', 'type'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['partOf', 'partOf'],
      ['contact', 'contact.telecom'],
    ],
    reads: 'active',
  },
  Location: {
    group: 'people',
    title: ['name', 'description', 'type'],
    facts: [
      ['status', 'status', 'status'],
      ['type', 'type'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['organization', 'managingOrganization'],
    ],
  },
  RelatedPerson: {
    group: 'people',
    title: ['name', 'relationship'],
    subject: ['patient'],
    facts: [
      ['relationship', 'relationship'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['birthDate', 'birthDate'],
      ['gender', 'gender', 'status'],
      ['period', 'period'],
    ],
    reads: 'active',
  },
} satisfies Record<string, RowSpec>;
