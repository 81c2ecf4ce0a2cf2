/** Rows of the people, organizations and places that other rows refer to. */

import type { RowSpec } from './spec.js';

export const PEOPLE = {
  Practitioner: {
    group: 'people',
    title: ['name', 'identifier'],
    facts: [
      ['identifier', 'identifier'],
      ['qualification', 'qualification.code'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['gender', 'gender', 'status'],
    ],
    reads: 'active',
  },
  PractitionerRole: {
    group: 'people',
    title: ['practitioner', 'code', 'organization', 'identifier'],
    facts: [
      ['identifier', 'identifier'],
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
    title: ['name', 'alias', 'identifier', 'type'],
    facts: [
      ['identifier', 'identifier'],
      ['type', 'type'],
      ['telecom', 'telecom'],
      ['address', 'address'],
      ['partOf', 'partOf'],
      ['contact', 'contact.telecom'],
      ['contact', 'contact.address'],
    ],
    reads: 'active',
  },
  Location: {
    group: 'people',
    title: ['name', 'description', 'type', 'identifier', 'address'],
    facts: [
      ['identifier', 'identifier'],
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
