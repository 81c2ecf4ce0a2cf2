/** Rows of medications: what is taken, ordered, handed out or given, with the dosage as text where it has one. */

import { isObject } from '../../internal/json.js';
import { get, type Json, num, objects, str, strings } from '../read.js';
import { listed, Reading } from '../reading.js';
import type { Fact, Value } from '../types.js';
import { type Extension, fact, type RowSpec } from './spec.js';

const PATIENT = ['patient', 'subject'];

/** How often: by code, `{ frequency: 2, period: 1, periodUnit: 'd' }` as 2 / 1 d, times of the day and days of the week. */
function frequency(reading: Reading, timing: unknown): Value | undefined {
  const repeat = get(timing, 'repeat');
  const [period, unit] = [num(get(repeat, 'period')), str(get(repeat, 'periodUnit'))];
  const [times, most] = [num(get(repeat, 'frequency')) ?? 1, num(get(repeat, 'frequencyMax'))];
  const every = (): Value => {
    if (most !== undefined) return { type: 'text', text: `${times}–${most} / ${period} ${unit}` };
    return {
      type: 'ratio',
      numerator: { value: times },
      denominator: { value: period as number, unit: unit as string },
    };
  };
  const said: (Value | undefined)[] = [
    reading.value(get(timing, 'code')),
    period === undefined || unit === undefined ? undefined : every(),
    ...strings(get(repeat, 'when')).map((key): Value => ({ type: 'key', key })),
    ...strings(get(repeat, 'timeOfDay')).map((time) => reading.text(time.replace(/^(\d\d:\d\d):00$/, '$1'))),
    ...strings(get(repeat, 'dayOfWeek')).map((key): Value => ({ type: 'key', key })),
  ];
  return listed(said.filter((value) => value !== undefined));
}

/** How much, and when: what no text may hide. */
function doses(reading: Reading, json: Json): Fact[] {
  const rate = [...objects(get(json, 'doseAndRate')), json];
  const asNeeded = get(json, 'asNeededBoolean') ?? get(json, 'asNeeded');
  return [
    ...rate.flatMap((each) =>
      fact(
        'doseQuantity',
        reading.at('doseQuantity', each) ?? reading.at('doseRange', each) ?? reading.at('quantity[x]', each),
      ),
    ),
    ...fact('frequency', frequency(reading, get(json, 'timing'))),
    ...fact('period', reading.at('timing.repeat.bounds[x]', json) ?? reading.at('timing.event', json)),
    ...rate.flatMap((each) => fact('rate', reading.at('rate[x]', each))),
    ...(asNeeded === true
      ? fact('asNeeded', { type: 'key', key: 'yes' })
      : fact('asNeeded', reading.at('asNeededCodeableConcept', json) ?? reading.at('asNeededFor', json))),
  ];
}

const way = (reading: Reading, json: Json): readonly Fact[] => [
  ...fact('route', reading.at('route', json)),
  ...fact('method', reading.at('method', json)),
  ...fact('bodySite', reading.at('site[x]', json)),
];

/** One Dosage: its own text and instructions; the dose too where the text has no number in it; all its parts where it has none. */
function dosage(reading: Reading, json: Json): Value | undefined {
  const text = str(get(json, 'text')) ?? '';
  const told = ['text', 'patientInstruction', 'additionalInstruction']
    .map((element) => reading.at(element, json))
    .filter((value) => value !== undefined);
  const facts = [...(/\p{N}/u.test(text) ? [] : doses(reading, json)), ...(text ? [] : way(reading, json))];
  return listed(facts.length > 0 ? [...told, { type: 'facts', facts }] : told);
}

/** What dosage() shows, when the Dosage has a text, and when it has none. */
const TOLD = new Set(['text', 'patientInstruction', 'additionalInstruction', 'sequence']);
const SHOWN = /^(doseAndRate|dose[A-Z]\w*|rate[A-Z]\w*|asNeeded\w*|route|method|site\w*)$/;

/** Behind the disclosure: what else a Dosage says. */
function dosageMore(reading: Reading, json: Json): Fact[] {
  const hasText = str(get(json, 'text')) !== undefined;
  const facts = reading.rawFacts(json, (name) => !TOLD.has(name) && (hasText || !SHOWN.test(name)));
  return facts.length > 0 ? [{ label: 'dosage', value: { type: 'facts', facts } }] : [];
}

/** What a Medication says of itself. */
const product = (reading: Reading): readonly Fact[] => [
  ...fact('form', reading.at('form') ?? reading.at('doseForm')),
  ...objects(get(reading.resource, 'ingredient')).flatMap((each) => [
    ...fact('ingredient', reading.at('item[x]', each)),
    ...fact('strength', reading.at('strength[x]', each)),
  ]),
  ...fact('manufacturer', reading.at('manufacturer') ?? reading.at('marketingAuthorizationHolder')),
  ...fact('lot', reading.at('batch.lotNumber')),
  ...fact('lotExpires', reading.at('batch.expirationDate')),
];

/** What a product without a name of its own is called: its first few ingredients. */
const ingredients = (reading: Reading): Value | undefined =>
  listed(
    objects(get(reading.resource, 'ingredient'))
      .slice(0, 4)
      .flatMap((each) => reading.at('item[x]', each) ?? []),
  );

/** The drug: by code, or by reference to a Medication, which is then folded into this row. */
function medication(reading: Reading): Extension {
  const { resource } = reading;
  const dosages = [...objects(get(resource, 'dosage')), ...objects(get(resource, 'dosageInstruction'))];
  const facts = dosages.flatMap((each) => fact('dosage', dosage(reading, each)));
  const more = dosages.flatMap((each) => dosageMore(reading, each));
  const given = get(resource, 'medication');
  const reference =
    get(resource, 'medicationReference') ?? (isObject(given) ? (get(given, 'reference') ?? given) : undefined);
  const target = reading.resolve(reference);
  // A drug that is not here and has no name: what the card says of it is all there is.
  const unnamed =
    isObject(reference) && !reading.reference(reference) ? reading.rawFacts({ medicationReference: reference }) : [];
  if (target?.resourceType !== 'Medication') return { facts, more: [...more, ...unnamed] };
  const inner = new Reading(
    reading.shared,
    target,
    target.source.index < 0 ? (reading.container ?? resource) : undefined,
  );
  if (target.source.index >= 0) reading.shared.folded.add(target);
  const name = inner.value(get(target.resource, 'code')) ?? ingredients(inner);
  return {
    ...(name && { title: name }),
    facts: [...facts, ...reading.shared.factsOf(target, () => product(inner))],
    more,
    ...(target.source.index >= 0 && { also: [target.source] }),
  };
}

const TITLE = ['medicationCodeableConcept', 'medication.concept', 'medicationReference', 'medication'];
const READS = 'medicationReference medication dosage dosageInstruction taken wasNotTaken doNotPerform';

export const MEDICATIONS = {
  MedicationStatement: {
    group: 'medications',
    title: TITLE,
    date: ['effective[x]', 'dateAsserted'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['period', 'effective[x]'],
      ['statusReason', 'statusReason'],
      ['reason', 'reasonCode'],
      ['reason', 'reasonReference'],
      ['reason', 'reason'],
      ['category', 'category'],
      ['asserter', 'informationSource'],
      ['recorded', 'dateAsserted'],
      ['note', 'note'],
    ],
    reads: READS,
    extend: medication,
  },
  MedicationRequest: {
    group: 'medications',
    title: TITLE,
    date: ['authoredOn', 'dateWritten'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['intent', 'intent', 'status'],
      ['statusReason', 'statusReason'],
      ['issued', 'authoredOn'],
      ['requester', 'requester'],
      ['reason', 'reasonCode'],
      ['reason', 'reasonReference'],
      ['supply', 'dispenseRequest.quantity'],
      ['refills', 'dispenseRequest.numberOfRepeatsAllowed'],
      ['period', 'dispenseRequest.validityPeriod'],
      ['substitution', 'substitution.allowed[x]'],
      ['priority', 'priority', 'status'],
      ['note', 'note'],
    ],
    reads: READS,
    extend: medication,
  },
  MedicationDispense: {
    group: 'medications',
    title: TITLE,
    date: ['whenHandedOver', 'whenPrepared', 'recorded'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['date', 'whenHandedOver'],
      ['supply', 'quantity'],
      ['performer', 'performer.actor'],
      ['location', 'location'],
      ['note', 'note'],
    ],
    reads: READS,
    extend: medication,
  },
  MedicationAdministration: {
    group: 'medications',
    title: TITLE,
    date: ['effective[x]', 'occurrence[x]'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['date', 'effective[x]'],
      ['performer', 'performer.actor'],
      ['reason', 'reasonCode'],
      ['note', 'note'],
    ],
    reads: READS,
    extend: medication,
  },
  Medication: {
    group: 'medications',
    title: ['code', 'ingredient.item[x]'],
    facts: [['status', 'status', 'status']],
    reads: 'form doseForm ingredient manufacturer marketingAuthorizationHolder batch',
    extend: (reading) => ({ facts: product(reading) }),
  },
} satisfies Record<string, RowSpec>;

// DSTU2 called it an order.
export const MEDICATION_ALIASES = { MedicationOrder: MEDICATIONS.MedicationRequest } satisfies Record<string, RowSpec>;
