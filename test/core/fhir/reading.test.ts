/** What a reader of real records must not miss; found on public examples of many countries, told here of invented people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize, summarizeSteps } from '../../../src/fhir/summarize.js';
import type { Fact, Row, Value } from '../../../src/fhir/types.js';
import { rowsOf } from './accounting.js';
import { collection, immunization, type Loose, labResult, patient } from './bundles.js';

function words(value: Value): string {
  if (value.type === 'list') return value.items.map(words).join('; ');
  if (value.type === 'text') return value.text;
  if (value.type === 'name') return value.text ?? value.codings.map(({ code }) => code).join(' ');
  if (value.type === 'key') return `<${value.key}>`;
  if (value.type === 'date') return value.date;
  if (value.type === 'quantity') return [value.value, value.unit].filter((part) => part !== undefined).join(' ');
  if (value.type === 'ratio')
    return `${words({ type: 'quantity', ...value.numerator })} / ${words({ type: 'quantity', ...value.denominator })}`;
  if (value.type === 'facts') return `{${value.facts.map((fact) => `${fact.label}: ${words(fact.value)}`).join(', ')}}`;
  const { type: _, ...rest } = value;
  return JSON.stringify(rest);
}
const said = (facts: readonly Fact[] | undefined, label: string): string[] =>
  (facts ?? [])
    .filter((fact) => fact.label === label)
    .map((fact) => (fact.of ? `${fact.of.text}: ` : '') + words(fact.value));
const one = (resource: Loose): Row => {
  const [row] = rowsOf(summarize(collection(patient(), { subject: { reference: 'resource:0' }, ...resource })));
  assert.ok(row);
  return row;
};
const medication = (more: Loose) =>
  one({
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationCodeableConcept: { text: 'Metformin' },
    ...more,
  });

// Names instead of codes.

test('a manufacturer known by MVX code alone is called by name; by another identifier, by that', () => {
  const by = (identifier: Loose) => said(one(immunization({ manufacturer: { identifier } })).facts, 'manufacturer');
  assert.deepEqual(by({ system: 'http://hl7.org/fhir/sid/mvx', value: 'PFR' }), ['Pfizer']);
  assert.deepEqual(by({ system: 'http://hl7.org/fhir/sid/mvx', value: 'QQQ' }), ['QQQ']);
  assert.deepEqual(by({ value: 'ORG-100030215' }), ['ORG-100030215']);
});

test('somebody known by an identifier alone is told by it', () => {
  const row = one(
    labResult({ performer: [{ type: 'Organization', identifier: { system: 'urn:x', value: '990042' } }] }),
  );
  assert.deepEqual(said(row.facts, 'performer'), ['990042']);
});

test('a nameless organization, place or report is called by what it has', () => {
  const title = (resource: Loose) => words(one(resource).title);
  assert.equal(title({ resourceType: 'Organization', identifier: [{ value: 'H-17' }] }), 'H-17');
  assert.equal(title({ resourceType: 'Location', address: { country: 'TW' } }), 'TW');
  assert.equal(
    title({ resourceType: 'DiagnosticReport', code: { extension: [] }, category: [{ text: 'Radiology' }] }),
    'Radiology',
  );
  const named = one({ resourceType: 'Organization', name: 'Harbor Clinic', identifier: [{ value: 'H-17' }] });
  assert.equal(words(named.title), 'Harbor Clinic');
  assert.deepEqual(said(named.facts, 'identifier'), ['H-17']);
});

test('a contact whose name is a text with a use', () => {
  const { person } = summarize(
    patient({ contact: [{ relationship: [{ text: 'Mother' }], name: { use: 'usual', text: 'Rosa Rivera' } }] }),
  );
  assert.deepEqual(said(person?.facts, 'contact'), ['Mother: Rosa Rivera']);
});

test('who asked for a medication, as STU3 writes it', () => {
  const requester = { agent: { display: 'Dr. Ode' }, onBehalfOf: { display: 'Harbor Clinic' } };
  const row = one({ resourceType: 'MedicationRequest', medicationCodeableConcept: { text: 'Metformin' }, requester });
  assert.deepEqual(said(row.facts, 'requester'), ['Dr. Ode; Harbor Clinic']);
});

// Dosage.

test('what the patient is told stands beside the text of a dosage; the rest is kept as more', () => {
  const row = medication({
    dosage: [
      {
        text: '2 tablets a day',
        patientInstruction: 'With the evening meal',
        additionalInstruction: [{ text: 'Swallow whole' }],
        route: { text: 'Oral' },
      },
    ],
  });
  assert.deepEqual(said(row.facts, 'dosage'), ['2 tablets a day; With the evening meal; Swallow whole']);
  assert.deepEqual(said(row.more, 'dosage'), ['{route: Oral}']);
});

test('a text without a number does not hide the dose', () => {
  const dosage = { text: 'As directed', doseAndRate: [{ doseQuantity: { value: 500, unit: 'mg' } }] };
  assert.deepEqual(said(medication({ dosage: [dosage] }).facts, 'dosage'), ['As directed; {doseQuantity: 500 mg}']);
});

test('how often: code, times of the day, days of the week, how long', () => {
  const timing = {
    code: { text: 'BID' },
    repeat: {
      frequency: 2,
      period: 1,
      periodUnit: 'd',
      timeOfDay: ['08:00:00', '18:30:00'],
      dayOfWeek: ['mon'],
      boundsDuration: { value: 5, unit: 'days' },
    },
  };
  const [dosage] = said(medication({ dosage: [{ timing }] }).facts, 'dosage');
  assert.equal(dosage, '{frequency: BID; 2 / 1 d; 08:00; 18:30; <mon>, period: 5 days}');
  const [upTo] = said(
    medication({ dosage: [{ timing: { repeat: { frequency: 1, frequencyMax: 3, period: 1, periodUnit: 'd' } } }] })
      .facts,
    'dosage',
  );
  assert.equal(upTo, '{frequency: 1–3 / 1 d}');
});

test('a drug that is not in the bundle and has no name: what the card says of it is kept', () => {
  const row = medication({ medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/77' } });
  assert.deepEqual(row.title, { type: 'key', key: 'MedicationStatement' });
  assert.deepEqual(said(row.more, 'medicationReference'), ['Medication/77']);
});

// Allergies, families, plans: what belongs together stays together.

test('one reaction is told by its parts; several each by itself', () => {
  const hives = { manifestation: [{ text: 'Hives' }], severity: 'mild' };
  const shock = { manifestation: [{ text: 'Anaphylaxis' }], severity: 'severe', note: [{ text: 'Twice' }] };
  const allergy = (...reaction: Loose[]) =>
    one({ resourceType: 'AllergyIntolerance', code: { text: 'Peanut' }, reaction });
  const single = allergy(shock);
  assert.deepEqual(
    ['manifestation', 'severity', 'note', 'reaction'].map((label) => said(single.facts, label)),
    [['Anaphylaxis'], ['<severe>'], ['Twice'], []],
  );
  const both = allergy(hives, shock);
  assert.deepEqual(said(both.facts, 'reaction'), [
    '{manifestation: Hives, severity: <mild>}',
    '{manifestation: Anaphylaxis, severity: <severe>, note: Twice}',
  ]);
  assert.deepEqual(said(both.facts, 'severity'), []);
});

test('the status of a DSTU2 allergy is told', () => {
  const row = one({ resourceType: 'AllergyIntolerance', substance: { text: 'Latex' }, status: 'unconfirmed' });
  assert.deepEqual(said(row.facts, 'status'), ['<unconfirmed>']);
  assert.ok(row.flags.includes('unconfirmed'));
});

test('what a plan says not to do says so, beside what it is', () => {
  const row = one({
    resourceType: 'CarePlan',
    activity: [
      { detail: { code: { text: 'Take aspirin' }, status: 'not-started', doNotPerform: true } },
      { detail: { description: 'Walk' } },
    ],
  });
  assert.deepEqual(said(row.facts, 'activity'), [
    '{decision: <not-done>, activity: Take aspirin, status: <not-started>}',
    'Walk',
  ]);
});

test('vaccines that are due: one is the row; of several each has its own dates', () => {
  const due = (text: string, value: string) => ({
    vaccineCode: [{ text }],
    forecastStatus: { text: 'Due' },
    dateCriterion: [{ code: { text: 'Earliest' }, value }],
    doseNumberPositiveInt: 2,
  });
  const recommended = (...recommendation: Loose[]) =>
    one({ resourceType: 'ImmunizationRecommendation', recommendation });
  const single = recommended(due('Measles', '2026-05-01'));
  assert.equal(words(single.title), 'Measles');
  assert.deepEqual(said(single.facts, 'due'), ['Earliest: 2026-05-01']);
  const { parts = [] } = recommended(due('Measles', '2026-05-01'), due('Tetanus', '2031'));
  assert.deepEqual(
    parts.map(({ title, facts }) => [words(title), said(facts, 'due'), said(facts, 'dose')]),
    [
      ['Measles', ['Earliest: 2026-05-01'], ['2']],
      ['Tetanus', ['Earliest: 2031'], ['2']],
    ],
  );
});

test('a questionnaire is its questions with their answers, headings left out', () => {
  const row = one({
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    item: [
      {
        linkId: '1',
        text: 'Home',
        item: [
          { linkId: '1.1', text: 'How many live with you?', answer: [{ valueInteger: 3 }] },
          {
            linkId: '1.2',
            text: 'Worried about losing it?',
            answer: [{ valueBoolean: true, item: [{ text: 'Why?', answer: [{ valueString: 'Rent' }] }] }],
          },
        ],
      },
    ],
  });
  assert.deepEqual(said(row.facts, 'value'), [
    'How many live with you?: 3',
    'Worried about losing it?: <yes>',
    'Why?: Rent',
  ]);
});

// Results.

test('a range for something else than the normal is not compared with, and says what it is', () => {
  const glasgow = (kind: Loose) =>
    one(
      labResult({
        valueCodeableConcept: undefined,
        valueQuantity: { value: 15 },
        referenceRange: [{ high: { value: 8 }, ...kind }],
      }),
    );
  for (const kind of [
    { type: { text: 'Severe' } },
    { meaning: { text: 'Severe' } },
    { meaning: { coding: [{ code: 'severe' }], text: 'Severe' } },
  ]) {
    const row = glasgow(kind);
    assert.equal(row.result?.level, undefined);
    assert.deepEqual(said(row.facts, 'range'), ['{"high":8,"text":"Severe"}']);
  }
  assert.equal(glasgow({}).result?.level, 'high');
  assert.equal(glasgow({ type: { coding: [{ code: 'normal' }] } }).result?.level, 'high');
});

test('a category that is no place is told; when it was issued too; STU3 comments are notes', () => {
  const row = one(
    labResult({
      category: [{ coding: [{ code: 'laboratory' }] }, { text: 'Chemistry' }],
      issued: '2021-02-18',
      comment: 'Fasting',
    }),
  );
  assert.deepEqual(said(row.facts, 'category'), ['Chemistry']);
  assert.deepEqual(said(row.facts, 'issued'), ['2021-02-18']);
  assert.deepEqual(said(row.facts, 'note'), ['Fasting']);
});

test('a questionnaire’s score is no laboratory result', () => {
  const kind = (category: Loose) => summarize(collection(patient(), labResult({ category }))).groups[0]?.kind;
  assert.equal(kind([{ coding: [{ code: 'survey' }] }]), 'functional');
  assert.equal(kind([{ coding: [{ code: 'survey' }] }, { coding: [{ code: 'sdoh' }] }]), 'social');
  assert.equal(kind([{ coding: [{ code: 'exam' }] }]), 'labs');
});

// Nothing is dropped.

test('the parts of an element that are not read are kept as more', () => {
  const row = one({
    resourceType: 'MedicationRequest',
    medicationCodeableConcept: { text: 'Metformin' },
    dispenseRequest: { quantity: { value: 30 }, expectedSupplyDuration: { value: 10, unit: 'days' } },
  });
  assert.deepEqual(said(row.facts, 'supply'), ['30']);
  assert.deepEqual(said(row.more, 'dispenseRequest'), ['{expectedSupplyDuration: 10 days}']);
});

test('what could have been the title or the date is told all the same', () => {
  const row = one({
    resourceType: 'Device',
    type: { text: 'Pacemaker' },
    deviceName: [{ name: 'Heartbeat 3', type: 'user-friendly-name' }],
  });
  assert.equal(words(row.title), 'Pacemaker');
  assert.match(said(row.more, 'deviceName').join(), /Heartbeat 3/);
});

test('extensions of a resource are kept as more, by the end of their address', () => {
  const row = one(
    labResult({
      extension: [
        { url: 'https://example.org/fhir/ward', valueString: 'Ward 7' },
        { url: 'https://example.org/fhir/nested', extension: [{ url: 'inner', valueCode: 'x' }] },
      ],
    }),
  );
  assert.deepEqual(said(row.more, 'ward'), ['Ward 7']);
  assert.deepEqual(said(row.more, 'nested'), ['{inner: x}']);
});

test('a text somebody wrote is told wherever it stands; a narrative is not', () => {
  const row = one({ resourceType: 'Basic', text: { div: '<div>no</div>' }, item: [{ text: 'Question', linkId: '1' }] });
  assert.equal(said(row.facts, 'item').join(), '{text: Question, linkId: 1}');
  assert.doesNotMatch(JSON.stringify(row), /<div>/);
});

test('comments in DSTU2 JSON do not stand in the way', () => {
  const row = one({
    resourceType: 'Condition',
    code: { fhir_comments: ['x'], coding: [{ display: 'Asthma', fhir_comments: ['y'] }] },
  });
  assert.equal(words(row.title), 'Asthma');
  assert.doesNotMatch(JSON.stringify(row), /fhir_comments/);
});

// Sections.

const document = (section: Loose[], ...resources: Loose[]) =>
  summarize(collection({ resourceType: 'Composition', title: 'Summary', section }, patient(), ...resources)).groups;

test('a section of allergies stays in front when its code is a country’s own', () => {
  const [first, second] = document(
    [
      { title: '現病歴', code: { coding: [{ system: 'urn:jp', code: '360' }] }, entry: [{ reference: 'resource:2' }] },
      {
        title: 'アレルギー',
        code: { coding: [{ system: 'urn:jp', code: '510' }] },
        entry: [{ reference: 'resource:3' }],
      },
    ],
    { resourceType: 'Condition', code: { text: '腹痛' } },
    { resourceType: 'AllergyIntolerance', code: { text: 'さば' } },
  );
  assert.deepEqual([first?.kind, first?.title, first?.rows.length], ['allergies', 'アレルギー', 1]);
  assert.deepEqual([second?.kind, second?.title, second?.rows.length], ['other', '現病歴', 1]);
});

test('the narrative of a section without entries is kept when rows of its kind are elsewhere', () => {
  const [plans] = document(
    [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '18776-5' }] },
        text: { div: '<div>Come back in May</div>' },
      },
    ],
    { resourceType: 'CarePlan', title: 'Diet' },
  );
  assert.deepEqual([plans?.kind, plans?.rows.length, plans?.text], ['plans', 1, 'Come back in May']);
});

// In steps.

test('in steps the summary is the same, and no step does it all', () => {
  const bundle = collection(patient(), ...Array.from({ length: 1000 }, () => labResult()));
  const steps = summarizeSteps(bundle);
  let count = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      assert.deepEqual(value, summarize(bundle));
      break;
    }
    count += 1;
  }
  assert.ok(count >= 10, `${count} pauses`);
});
