/** Rows of care around a person: plans, goals, visits, orders, wishes and consents. */

import { isObject } from '../../internal/json.js';
import { get, type Json, objects, str } from '../read.js';
import type { Reading } from '../reading.js';
import type { Fact, Value } from '../types.js';
import { type FactSpec, fact, factsOfPart, type RowSpec } from './spec.js';

/** Before what is planned: that it is not to be done. */
const DETAIL: readonly FactSpec[] = [
  ['activity', 'code'],
  ['description', 'description'],
  ['status', 'status', 'status'],
  ['statusReason', 'statusReason'],
  ['due', 'scheduled[x]'],
  ['reason', 'reasonCode'],
  ['dosage', 'product[x]'],
  ['performer', 'performer'],
  ['location', 'location'],
];

function activity(reading: Reading, each: Json): Fact[] {
  const referred =
    reading.at('reference', each) ??
    reading.at('plannedActivityReference', each) ??
    reading.at('performedActivity', each);
  const detail = get(each, 'detail');
  const said = isObject(detail) ? factsOfPart(reading, DETAIL, detail) : [];
  if (get(detail, 'doNotPerform') === true || get(detail, 'prohibited') === true) {
    said.unshift({ label: 'decision', value: { type: 'key', key: 'not-done' } });
  }
  const [only] = said;
  const value: Value | undefined = said.length > 1 ? { type: 'facts', facts: said } : only?.value;
  return [...fact('activity', referred), ...fact('activity', value), ...fact('note', reading.at('progress', each))];
}

/** Nobody nests questions so deeply. */
const QUESTION_DEPTH = 20;

/** Questions with their answers, in order; a heading is part of no answer. */
function answers(reading: Reading, json: Json, depth = 0): Fact[] {
  const items = [...objects(get(json, 'item')), ...objects(get(json, 'group')), ...objects(get(json, 'question'))];
  if (items.length > 0 && depth > QUESTION_DEPTH) {
    reading.cut('too-deep');
    return [];
  }
  return items.flatMap((item) => {
    const text = str(get(item, 'text')) ?? str(get(item, 'title')) ?? str(get(item, 'linkId'));
    const of = text === undefined ? undefined : { text, codings: [] };
    return [
      ...fact('value', reading.at('answer.value[x]', item), of),
      ...answers(reading, item, depth + 1),
      ...objects(get(item, 'answer')).flatMap((answer) => answers(reading, answer, depth + 1)),
    ];
  });
}

export const CARE = {
  CarePlan: {
    group: 'plans',
    title: ['title', 'category', 'description'],
    date: ['period', 'created'],
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'status', 'status'],
      ['intent', 'intent', 'status'],
      ['description', 'description'],
      ['category', 'category'],
      ['period', 'period'],
      ['author', 'author'],
      ['addresses', 'addresses'],
      ['goal', 'goal'],
      ['participant', 'careTeam'],
      ['note', 'note'],
    ],
    reads: 'activity',
    extend: (reading) => ({
      facts: objects(get(reading.resource, 'activity')).flatMap((each) => activity(reading, each)),
    }),
  },
  Goal: {
    group: 'plans',
    title: ['description'],
    date: ['startDate', 'start[x]', 'statusDate'],
    status: 'lifecycleStatus',
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'lifecycleStatus', 'status'],
      ['outcome', 'achievementStatus', 'status'],
      ['priority', 'priority'],
      ['target', 'target.measure'],
      ['value', 'target.detail[x]'],
      ['due', 'target.due[x]'],
      ['addresses', 'addresses'],
      ['note', 'note'],
    ],
  },
  ServiceRequest: {
    group: 'plans',
    title: ['code'],
    date: ['occurrence[x]', 'authoredOn'],
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'status', 'status'],
      ['intent', 'intent', 'status'],
      ['priority', 'priority', 'status'],
      ['category', 'category'],
      ['due', 'occurrence[x]'],
      ['issued', 'authoredOn'],
      ['requester', 'requester'],
      ['performer', 'performer'],
      ['reason', 'reasonCode'],
      ['bodySite', 'bodySite'],
      ['note', 'note'],
    ],
    reads: 'doNotPerform',
  },
  QuestionnaireResponse: {
    group: 'other',
    title: [],
    date: ['authored'],
    subject: ['subject'],
    facts: [
      ['status', 'status', 'status'],
      ['author', 'author'],
      ['asserter', 'source'],
      ['type', 'questionnaire'],
    ],
    reads: 'item group',
    extend: (reading) => ({ facts: answers(reading, reading.resource) }),
  },
  Appointment: {
    group: 'plans',
    title: ['description', 'serviceType', 'appointmentType'],
    date: ['start', 'requestedPeriod'],
    facts: [
      ['status', 'status', 'status'],
      ['date', 'start'],
      ['ended', 'end'],
      ['participant', 'participant.actor'],
      ['reason', 'reasonCode'],
      ['note', 'comment'],
    ],
  },
  Encounter: {
    group: 'encounters',
    title: ['type', 'serviceType', 'class'],
    date: ['period', 'actualPeriod'],
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'status', 'status'],
      ['class', 'class'],
      ['period', 'period'],
      ['reason', 'reasonCode'],
      ['reason', 'reasonReference'],
      ['participant', 'participant.individual'],
      ['participant', 'participant.actor'],
      ['organization', 'serviceProvider'],
      ['location', 'location.location'],
      ['outcome', 'hospitalization.dischargeDisposition'],
    ],
  },
  Consent: {
    group: 'directives',
    title: ['category', 'scope', 'policyRule'],
    date: ['dateTime', 'date', 'period'],
    subject: ['patient', 'subject'],
    facts: [
      ['status', 'status', 'status'],
      ['scope', 'scope'],
      ['decision', 'provision.type', 'status'],
      ['decision', 'decision', 'status'],
      ['period', 'provision.period'],
      ['action', 'provision.action'],
      ['purpose', 'provision.purpose'],
      ['content', 'provision.code'],
      ['recipient', 'provision.actor.reference'],
      ['agent', 'performer'],
      ['organization', 'organization'],
      ['policy', 'policyRule'],
      ['attachment', 'source[x]'],
    ],
  },
  CareTeam: {
    group: 'people',
    title: ['name', 'category'],
    date: ['period'],
    subject: ['subject', 'patient'],
    facts: [
      ['status', 'status', 'status'],
      ['participant', 'participant.member'],
      ['role', 'participant.role'],
      ['organization', 'managingOrganization'],
      ['reason', 'reasonCode'],
      ['note', 'note'],
    ],
  },
} satisfies Record<string, RowSpec>;
