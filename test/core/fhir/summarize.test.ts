import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize } from '../../../src/fhir/summarize.js';
import type { Row, Value } from '../../../src/fhir/types.js';
import { accountedFor, rowsOf } from './accounting.js';
import { collection, immunization, type Loose, labResult, patient } from './bundles.js';

const one = (resource: Loose, ...others: Loose[]): Row => {
  const [row] = rowsOf(summarize(collection(patient(), resource, ...others)));
  assert.ok(row);
  return row;
};
const words = (value: Value | undefined): string => {
  if (!value) return '';
  if (value.type === 'list') return value.items.map(words).join('; ');
  if (value.type === 'text' || value.type === 'name') return value.text ?? '';
  if (value.type === 'key') return value.key;
  if (value.type === 'facts') return value.facts.map((fact) => `${fact.label} ${words(fact.value)}`).join(', ');
  const { type: _, ...rest } = value;
  return JSON.stringify(rest);
};
const fact = (row: Row, label: string): string =>
  row.facts
    .filter((each) => each.label === label)
    .map((each) => words(each.value))
    .join(' | ');

test('forms: a Bundle, a bare array of resources or of entries, and one resource', () => {
  const resources = [patient({ id: 'p' }), immunization({ patient: { reference: 'Patient/p' } })];
  for (const input of [
    { resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) },
    resources,
    resources.map((resource) => ({ resource })),
  ]) {
    const summary = summarize(input);
    assert.equal(summary.person?.name, 'Ana M. Rivera');
    assert.equal(rowsOf(summary)[0]?.about, undefined);
  }
  assert.equal(rowsOf(summarize(immunization())).length, 1);
  assert.equal(summarize(patient()).person?.birthDate, '1984-02-29');
});

test('bundles inside bundles are opened; each entry answers to the outer index', () => {
  const summary = summarize({
    resourceType: 'Bundle',
    entry: [{ resource: collection(patient(), immunization()) }, { resource: labResult() }],
  });
  assert.equal(summary.person?.name, 'Ana M. Rivera');
  assert.deepEqual([...accountedFor(summary)].sort(), [0, 1]);
  assert.equal(rowsOf(summary).length, 2);
});

// Who a row is about.

const ben = patient({ name: [{ text: 'Ben Ode' }], birthDate: '1970' });
const [ana, to] = [patient(), (n: number) => ({ patient: { reference: `resource:${n}` } })];

test('two people, rows about one of them: that one is the person, the other is told', () => {
  const summary = summarize(collection(ben, ana, immunization(to(1))));
  assert.equal(summary.person?.name, 'Ana M. Rivera');
  assert.deepEqual(
    summary.otherPeople?.map(({ name }) => name),
    ['Ben Ode'],
  );
  assert.equal(rowsOf(summary)[0]?.about, undefined);
});

test('two people, rows about both: nobody is the person, every row says whose it is', () => {
  const summary = summarize(
    collection(ana, ben, immunization(to(0)), immunization(to(1)), immunization({ patient: undefined })),
  );
  assert.equal(summary.person, undefined);
  assert.equal(summary.otherPeople?.length, 2);
  assert.deepEqual(
    rowsOf(summary).map(({ about }) => about),
    [
      { relation: 'other', name: 'Ana M. Rivera', index: 0 },
      { relation: 'other', name: 'Ben Ode', index: 1 },
      { relation: 'unstated' },
    ],
  );
});

test('a document is about its subject, and a row about another says so', () => {
  const composition = { resourceType: 'Composition', title: 'Summary', subject: { reference: 'resource:1' } };
  const summary = summarize(collection(ben, ana, composition, immunization(to(0)), immunization(to(0))));
  assert.equal(summary.person?.name, 'Ana M. Rivera');
  assert.deepEqual(rowsOf(summary).find(({ resourceType }) => resourceType === 'Immunization')?.about, {
    relation: 'other',
    name: 'Ben Ode',
    index: 0,
  });
});

const STRANGERS: [name: string, row: Loose, about: Loose][] = [
  [
    'a patient who is not here',
    { patient: { reference: 'Patient/9', display: 'Zoe' } },
    { relation: 'unresolved', name: 'Zoe' },
  ],
  ['a patient by display only', { patient: { display: 'Zoe' } }, { relation: 'unresolved', name: 'Zoe' }],
  ['something that is no subject', { patient: { reference: 'resource:1' } }, { relation: 'unresolved' }],
  [
    'a patient of another server',
    { patient: { reference: 'https://b.example/Patient/p' } },
    { relation: 'unresolved' },
  ],
];
for (const [name, row, about] of STRANGERS) {
  test(`a row about ${name} is not passed off as the person’s`, () => {
    const summary = summarize(collection(patient({ id: 'p' }), immunization(row)));
    assert.deepEqual(rowsOf(summary)[0]?.about, about);
  });
}

test('a row about a contained patient of another name: that one is the person', () => {
  const zoe = patient({ id: 'p', name: [{ text: 'Zoe' }] });
  const row = immunization({ contained: [zoe], patient: { reference: '#p' } });
  const summary = summarize(collection(ana, row));
  assert.equal(summary.person?.name, 'Zoe');
  assert.deepEqual(
    summary.otherPeople?.map(({ name }) => name),
    ['Ana M. Rivera'],
  );
  assert.equal(
    summarize(collection(ana, row, immunization())).person,
    undefined,
    'nobody, once another row is about Ana',
  );
});

test('a row that names two people is nobody’s', () => {
  const summary = summarize(collection(ana, ben, immunization({ subject: { reference: 'resource:1' } })));
  assert.equal(summary.person, undefined);
  assert.equal(rowsOf(summary)[0]?.about?.relation, 'other');
});

test('two entries of one address answer to nothing: neither is named', () => {
  const bundle = collection(ana, immunization());
  bundle.entry.push({ fullUrl: 'resource:0', resource: ben });
  const summary = summarize(bundle);
  assert.equal(summary.person, undefined);
  assert.deepEqual(rowsOf(summary)[0]?.about, { relation: 'unresolved' });
});

test('a contained copy of the patient is the patient', () => {
  const summary = summarize(
    collection(ana, immunization({ contained: [patient({ id: 'p' })], patient: { reference: '#p' } })),
  );
  assert.equal(rowsOf(summary)[0]?.about, undefined);
  assert.equal(summary.otherPeople, undefined);
});

const REFERENCES: [name: string, fullUrl: string | undefined, from: string | undefined, reference: string][] = [
  ['fullUrl', 'urn:uuid:a', 'urn:uuid:b', 'urn:uuid:a'],
  ['absolute', 'https://a.example/Patient/p', undefined, 'https://a.example/Patient/p'],
  ['relative, same server', 'https://a.example/Patient/p', 'https://a.example/Immunization/1', 'Patient/p'],
  ['relative, no fullUrl', undefined, undefined, 'Patient/p'],
  ['relative, urn fullUrls', 'urn:uuid:a', 'urn:uuid:b', 'Patient/p'],
  ['with a version', 'https://a.example/Patient/p', undefined, 'https://a.example/Patient/p/_history/3'],
];
for (const [name, fullUrl, from, reference] of REFERENCES) {
  test(`references: ${name}`, () => {
    const entry = [
      { fullUrl, resource: patient({ id: 'p' }) },
      { fullUrl: from, resource: immunization({ patient: { reference } }) },
      { fullUrl: 'https://c.example/Patient/q', resource: patient({ id: 'q', name: [{ text: 'Q' }] }) },
    ];
    const summary = summarize({ resourceType: 'Bundle', entry });
    assert.equal(summary.person?.name, 'Ana M. Rivera');
    assert.equal(rowsOf(summary)[0]?.about, undefined);
  });
}

test('the same id at another server is somebody else', () => {
  const about = (fullUrl: string | undefined, reference: string) => {
    const entry = [
      { fullUrl: 'https://a.example/Patient/p', resource: patient({ id: 'p' }) },
      { fullUrl, resource: immunization({ patient: { reference } }) },
    ];
    return rowsOf(summarize({ resourceType: 'Bundle', entry }))[0]?.about;
  };
  assert.deepEqual(about(undefined, 'https://b.example/Patient/p'), { relation: 'unresolved' });
  assert.deepEqual(about('https://b.example/Immunization/1', 'Patient/p'), { relation: 'unresolved' });
  assert.equal(about('https://a.example/Immunization/1', 'Patient/p'), undefined);
});

test('references by identifier', () => {
  const identifier = { system: 'urn:mrn', value: '7' };
  const summary = summarize(
    collection(patient({ identifier: [identifier] }), immunization({ patient: { identifier } }), ben),
  );
  assert.equal(summary.person?.name, 'Ana M. Rivera');
});

// What must never be overlooked.

const FLAGS: [name: string, resource: Loose, flags: string[]][] = [
  ['entered in error', immunization({ status: 'entered-in-error' }), ['entered-in-error']],
  ['not done', immunization({ status: 'not-done' }), ['not-done']],
  ['not given (DSTU2)', immunization({ wasNotGiven: true }), ['not-done']],
  ['sub-potent', immunization({ isSubpotent: true }), ['subpotent']],
  [
    'a modifierExtension',
    immunization({ modifierExtension: [{ url: 'https://x.example/not', valueBoolean: true }] }),
    ['modifier'],
  ],
  [
    'a modifierExtension far inside',
    immunization({ performer: [{ actor: { display: 'x' }, modifierExtension: [{ url: 'u' }] }] }),
    ['modifier'],
  ],
  ['rules of its own', immunization({ implicitRules: 'https://x.example' }), ['modifier']],
  [
    'a refuted condition',
    {
      resourceType: 'Condition',
      subject: { reference: 'resource:0' },
      verificationStatus: { coding: [{ code: 'refuted' }] },
    },
    ['refuted'],
  ],
  [
    'a condition of long ago',
    {
      resourceType: 'Condition',
      subject: { reference: 'resource:0' },
      clinicalStatus: { coding: [{ code: 'resolved' }] },
    },
    ['inactive'],
  ],
  [
    'an order not to',
    { resourceType: 'MedicationRequest', subject: { reference: 'resource:0' }, doNotPerform: true },
    ['not-done'],
  ],
  [
    'a grave allergy',
    { resourceType: 'AllergyIntolerance', patient: { reference: 'resource:0' }, criticality: 'high' },
    ['critical'],
  ],
  ['an unknown type in error', { resourceType: 'Strange', status: 'entered-in-error' }, ['entered-in-error']],
];
for (const [name, resource, flags] of FLAGS) {
  test(`flagged: ${name}`, () => assert.deepEqual(one(resource).flags, flags));
}

test('a modifierExtension is shown as it stands', () => {
  const row = one(immunization({ modifierExtension: [{ url: 'https://x.example/not', valueBoolean: true }] }));
  assert.equal(fact(row, 'modifierExtension'), 'https://x.example/not; yes');
});

// Results.

const quantity = (value: number, unit = 'g/dL') => ({ value, unit });
const lab = (more: Loose) => one(labResult({ valueCodeableConcept: undefined, ...more }));
const range = [{ low: quantity(12), high: quantity(16) }];

const LEVELS: [name: string, observation: Loose, level: string | undefined, by?: string][] = [
  [
    'by the card’s own word',
    { valueQuantity: quantity(11), interpretation: [{ coding: [{ code: 'L' }] }] },
    'low',
    'interpretation',
  ],
  [
    'critical',
    { valueQuantity: quantity(20), interpretation: [{ coding: [{ code: 'HH' }] }] },
    'critically-high',
    'interpretation',
  ],
  [
    'the card’s word before ours',
    { valueQuantity: quantity(11), referenceRange: range, interpretation: [{ coding: [{ code: 'N' }] }] },
    'normal',
    'interpretation',
  ],
  ['below the range', { valueQuantity: quantity(11.9), referenceRange: range }, 'low', 'range'],
  ['at its lower end', { valueQuantity: quantity(12), referenceRange: range }, 'normal', 'range'],
  ['above the range', { valueQuantity: quantity(16.1), referenceRange: range }, 'high', 'range'],
  ['another unit: no guess', { valueQuantity: quantity(110, 'g/L'), referenceRange: range }, undefined],
  ['less than: no guess', { valueQuantity: { ...quantity(11), comparator: '<' }, referenceRange: range }, undefined],
  [
    'several ranges: no guess',
    { valueQuantity: quantity(11), referenceRange: [...range, { low: quantity(9) }] },
    undefined,
  ],
  [
    'a range that is not called normal',
    { valueQuantity: quantity(11), referenceRange: [{ ...range[0], type: { coding: [{ code: 'treatment' }] } }] },
    undefined,
  ],
  ['a text', { valueString: 'clear', referenceRange: range }, undefined],
];
for (const [name, observation, level, by] of LEVELS) {
  test(`level: ${name}`, () => {
    const row = lab(observation);
    assert.equal(row.result?.level, level);
    assert.equal(row.result?.levelBy, by);
    assert.equal(row.flags.includes('out-of-range'), level !== undefined && level !== 'normal');
  });
}

test('components are parts, and a panel is out of range when a part of it is', () => {
  const component = [
    {
      code: { text: 'Systolic' },
      valueQuantity: quantity(190, 'mm[Hg]'),
      interpretation: [{ coding: [{ code: 'H' }] }],
    },
    { code: { text: 'Diastolic' }, dataAbsentReason: { text: 'not heard' } },
  ];
  const row = lab({ category: [{ coding: [{ code: 'vital-signs' }] }], component });
  assert.deepEqual(
    row.parts?.map(({ title }) => words(title)),
    ['Systolic', 'Diastolic'],
  );
  assert.deepEqual(row.flags, ['out-of-range']);
  assert.equal(fact(row.parts?.[1] as Row, 'noValue'), 'not heard');
  assert.equal(row.parts?.[0]?.result?.series, 'Systolic|mm[Hg]');
});

test('a report holds its results, each told once', () => {
  const report = {
    resourceType: 'DiagnosticReport',
    code: { text: 'Blood' },
    subject: { reference: 'resource:0' },
    result: [{ reference: 'resource:2' }, { reference: 'resource:3' }, { display: 'Third' }],
  };
  const summary = summarize(
    collection(patient(), report, labResult(), labResult(), { ...report, result: [{ reference: 'resource:2' }] }),
  );
  const [first, second] = summary.groups[0]?.rows ?? [];
  assert.equal(first?.parts?.length, 2);
  assert.equal(fact(first as Row, 'part'), 'Third');
  assert.equal(second?.parts, undefined);
  assert.equal(fact(second as Row, 'part'), 'COVID-19 antigen test', 'what is told elsewhere is named');
});

test('vital signs, social history and pregnancy by category or by LOINC code', () => {
  const kind = (more: Loose) => summarize(collection(labResult(more))).groups[0]?.kind;
  assert.equal(kind({ category: [{ coding: [{ code: 'vital-signs' }] }] }), 'vitals');
  assert.equal(kind({ category: [{ coding: [{ code: 'social-history' }] }] }), 'social');
  assert.equal(kind({ code: { coding: [{ system: 'http://loinc.org', code: '82810-3' }] } }), 'pregnancy');
  assert.equal(kind({ code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] } }), 'vitals');
  assert.equal(kind({}), 'labs');
});

// Vaccines, medications, and the rest.

test('an Immunization: dose and series, product, maker, lot, site', () => {
  const row = one(
    immunization({
      manufacturer: { display: 'Moderna US' },
      expirationDate: '2021-06',
      protocolApplied: [
        {
          doseNumberPositiveInt: 2,
          seriesDosesPositiveInt: 3,
          series: 'Primary',
          targetDisease: [{ text: 'COVID-19' }],
        },
      ],
      site: { text: 'Left arm' },
      route: { text: 'Into muscle' },
    }),
  );
  assert.deepEqual(
    ['dose', 'seriesDoses', 'series', 'target', 'manufacturer', 'lot', 'lotExpires', 'site', 'bodySite', 'route'].map(
      (label) => fact(row, label),
    ),
    [
      '{"value":2}',
      '{"value":3}',
      'Primary',
      'COVID-19',
      'Moderna US',
      'A7F3',
      '{"date":"2021-06"}',
      'Harbor Clinic',
      'Left arm',
      'Into muscle',
    ],
  );
  assert.equal(row.date, '2021-01-29');
});

test('an Immunization of DSTU2 and of STU3', () => {
  const dstu2 = one(
    immunization({
      occurrenceDateTime: undefined,
      date: '2014-07',
      performer: { display: 'Old Clinic' },
      vaccinationProtocol: [{ doseSequence: 1 }],
    }),
  );
  assert.equal(dstu2.date, '2014-07');
  assert.equal(fact(dstu2, 'site'), 'Old Clinic');
  assert.equal(fact(dstu2, 'dose'), '{"value":1}');
  const stu3 = one(immunization({ performer: undefined, practitioner: [{ actor: { display: 'Clinic 3' } }] }));
  assert.equal(fact(stu3, 'site'), 'Clinic 3');
});

test('the lot number 2021 is no date', () => {
  assert.deepEqual(one(immunization({ lotNumber: '2021' })).facts.find(({ label }) => label === 'lot')?.value, {
    type: 'text',
    text: '2021',
  });
});

test('dates keep the precision and the zone they were written with', () => {
  for (const date of ['2021', '2021-03', '2021-03-04', '2021-03-04T23:30:00-11:00', 'around Easter']) {
    assert.equal(one(immunization({ occurrenceDateTime: date })).date, date);
  }
  assert.equal(summarize(patient({ birthDate: '1984-02' })).person?.birthDate, '1984-02');
});

const medication = (more: Loose): Loose => ({
  resourceType: 'MedicationStatement',
  status: 'active',
  subject: { reference: 'resource:0' },
  ...more,
});

test('a medication: by code, by reference, contained, and of R5', () => {
  const product = {
    resourceType: 'Medication',
    id: 'm',
    code: { text: 'Anastrozole' },
    ingredient: [{ itemCodeableConcept: { text: 'anastrozole' } }],
  };
  const forms = [
    [medication({ medicationCodeableConcept: { text: 'Anastrozole' } })],
    [medication({ medicationReference: { reference: 'resource:2' } }), product],
    [medication({ contained: [product], medicationReference: { reference: '#m' } })],
    [medication({ medication: { concept: { text: 'Anastrozole' } } })],
    [medication({ medication: { reference: { reference: 'resource:2' } } }), product],
    [medication({ medicationReference: { display: 'Anastrozole' } })],
  ];
  for (const [statement, ...rest] of forms) {
    const summary = summarize(collection(patient(), statement, ...rest));
    assert.deepEqual(
      rowsOf(summary).map(({ title }) => words(title)),
      ['Anastrozole'],
    );
    assert.equal(accountedFor(summary).size, 2 + rest.length);
  }
});

test('a dosage: its text, else its parts', () => {
  const dose = (dosage: Loose) => fact(one(medication({ dosage: [dosage] })), 'dosage');
  assert.equal(dose({ text: 'One a day', route: { text: 'Oral' } }), 'One a day');
  assert.equal(
    dose({
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      asNeededBoolean: true,
      route: { text: 'Oral' },
      doseAndRate: [{ doseQuantity: quantity(1, 'tablet') }],
    }),
    'doseQuantity {"value":1,"unit":"tablet"}, frequency {"numerator":{"value":2},"denominator":{"value":1,"unit":"d"}}, asNeeded yes, route Oral',
  );
});

test('a type we have no words for is readable all the same', () => {
  const row = one({
    resourceType: 'VisionPrescription',
    status: 'active',
    created: '2024-05',
    patient: { reference: 'resource:0' },
    prescriber: { reference: 'Practitioner/9' },
    lensSpecification: [{ eye: 'left', sphere: -2, add: 1.5 }],
  });
  assert.equal(row.date, '2024-05');
  const raw = Object.fromEntries(row.facts.map(({ label, value }) => [label, words(value)]));
  assert.equal(raw.lensSpecification, 'eye left, sphere {"value":-2}, add {"value":1.5}');
  assert.equal(raw.prescriber, 'Practitioner/9');
  assert.ok(row.facts.every((each) => each.raw));
});

test('elements we have no words for are kept as more', () => {
  const row = one(immunization({ programEligibility: [{ text: 'VFC' }], reasonCode: [{ text: 'Travel' }] }));
  assert.equal(fact(row, 'reason'), 'Travel');
  assert.deepEqual(
    row.more?.map(({ label, value }) => [label, words(value)]),
    [['programEligibility', 'VFC']],
  );
});

// Documents.

const section = (code: string, more: Loose) => ({
  title: `Section ${code}`,
  code: { coding: [{ system: 'http://loinc.org', code }] },
  ...more,
});

test('sections: in reading order, why they are empty, what only their text says', () => {
  const composition = {
    resourceType: 'Composition',
    subject: { reference: 'resource:0' },
    section: [
      section('11348-0', { entry: [{ reference: 'resource:2' }] }),
      section('48765-2', {
        emptyReason: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'notasked' }],
        },
      }),
      section('10160-0', {
        text: { div: '<div><p>Metformin &amp; ramipril</p><script>x</script></div>' },
        entry: [{ reference: 'Medication/9' }],
      }),
      section('99999-9', { title: 'Hobbies', text: { div: '<div>Chess</div>' } }),
    ],
  };
  const condition = { resourceType: 'Condition', code: { text: 'Measles' }, subject: { reference: 'resource:0' } };
  const summary = summarize(collection(patient(), composition, condition, { ...condition, code: { text: 'Asthma' } }));
  assert.deepEqual(
    summary.groups.map(({ kind, title, rows, empty, text }) => [kind, title, rows.length, empty?.key, text]),
    [
      ['allergies', 'Section 48765-2', 0, 'empty.notasked', undefined],
      ['conditions', undefined, 1, undefined, undefined],
      ['medications', 'Section 10160-0', 0, undefined, 'Metformin & ramipril\nx'],
      ['past-conditions', 'Section 11348-0', 1, undefined, undefined],
      ['other', 'Hobbies', 0, undefined, 'Chess'],
    ],
  );
  assert.deepEqual(
    summary.documents.map(({ resourceType }) => resourceType),
    ['Composition'],
  );
});

test('vaccinations are oldest first, everything else newest first, undated last', () => {
  const dates = (make: (more: Loose) => Loose, element: string) =>
    rowsOf(
      summarize(collection(...['2022', undefined, '2021-05', '2023-01-01'].map((date) => make({ [element]: date })))),
    ).map(({ date }) => date);
  assert.deepEqual(dates(immunization, 'occurrenceDateTime'), ['2021-05', '2022', '2023-01-01', undefined]);
  assert.deepEqual(dates(labResult, 'effectiveDateTime'), ['2023-01-01', '2022', '2021-05', undefined]);
});

test('attachments by type and size, links only when https', () => {
  const row = one({
    resourceType: 'DocumentReference',
    subject: { reference: 'resource:0' },
    description: 'Letter',
    content: [{ attachment: { contentType: 'application/pdf', data: 'AAAA', url: 'javascript:alert(1)' } }],
  });
  assert.deepEqual(row.facts.find(({ label }) => label === 'attachment')?.value, {
    type: 'attachment',
    contentType: 'application/pdf',
    size: 3,
    data: 'AAAA',
    url: 'javascript:alert(1)',
  });
  const [links] = rowsOf(
    summarize(
      collection({
        resourceType: 'Strange',
        a: 'https://x.example/y',
        b: 'javascript:alert(1)',
        c: 'http://x.example',
        d: 'https://',
      }),
    ),
  );
  assert.deepEqual(
    links?.facts.map(({ value }) => value.type),
    ['link', 'text', 'text', 'text'],
  );
});

test('identity assurance: the lowest of the labels, and none when a result has none', () => {
  const ial = (code: string) => ({ meta: { security: [{ system: 'https://smarthealth.cards/ial', code }] } });
  const of = (...codes: (string | undefined)[]) =>
    summarize(collection(patient(), ...codes.map((code) => immunization(code ? ial(code) : {})))).assurance;
  assert.equal(of('IAL2'), 'IAL2');
  assert.equal(of('ial1.4', 'IAL3'), 'IAL1.4');
  assert.equal(of('IAL3', undefined), undefined);
  assert.equal(of('IAL9'), undefined);
});

test('what the patient attests is marked', () => {
  const bundle = collection(patient());
  assert.equal(summarize(bundle).patientShared, undefined);
  bundle.meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'PATAST' }] };
  assert.equal(summarize(bundle).patientShared, true);
});

test('people: names in use first, text names, partial dates, old addresses last', () => {
  const person = (more: Loose) => summarize(patient(more)).person;
  assert.equal(
    person({
      name: [
        { use: 'old', text: 'Old' },
        { use: 'official', text: 'New' },
      ],
    })?.name,
    'New',
  );
  assert.equal(person({ name: [{ text: 'Sukarno' }] })?.name, 'Sukarno');
  assert.equal(person({ name: [{ family: ['de', 'Vries'], given: ['Jan'] }] })?.family, 'de Vries');
  assert.equal(person({ address: [{ use: 'old', city: 'Then' }, { city: 'Now' }] })?.address?.city, 'Now');
  assert.deepEqual(person({ active: false, modifierExtension: [{ url: 'x' }] })?.flags, ['inactive', 'modifier']);
});

test('a language goes where the text goes, when it is one', () => {
  const row = one(immunization({ language: 'nl-NL', vaccineCode: { text: 'Griep' } }));
  assert.deepEqual(row.title, { type: 'name', text: 'Griep', lang: 'nl-NL', codings: [] });
  assert.equal(summarize({ ...collection(patient()), language: '"><script>' }).lang, undefined);
});
