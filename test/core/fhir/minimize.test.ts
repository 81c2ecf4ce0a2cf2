import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MinimizeError, minimizeBundle } from '../../../src/card/minimize.js';
import { checkProfile } from '../../../src/fhir/check-profile.js';
import { collection, immunization, type Loose, labResult, patient } from './bundles.js';

const CVX = { system: 'http://hl7.org/fhir/sid/cvx', code: '207' };

/** The kind of bundle a server gives. */
const verbose = (): Loose => ({
  resourceType: 'Bundle',
  id: 'b1',
  type: 'collection',
  meta: { lastUpdated: '2024-01-01T00:00:00Z' },
  link: [{ relation: 'self', url: 'https://ehr.example/fhir' }],
  entry: [
    {
      fullUrl: 'https://ehr.example/fhir/Patient/p',
      search: { mode: 'match' },
      resource: {
        ...patient(),
        id: 'p',
        meta: { versionId: '3', profile: ['x'] },
        text: { status: 'generated', div: '<div>Ana</div>' },
        identifier: [{ system: 'urn:mrn', value: '9' }],
        gender: 'female',
      },
    },
    {
      fullUrl: 'https://ehr.example/fhir/Organization/o',
      resource: { resourceType: 'Organization', id: 'o', name: 'Harbor Clinic' },
    },
    {
      fullUrl: 'https://ehr.example/fhir/Immunization/i',
      resource: immunization({
        id: 'i',
        meta: {
          versionId: '1',
          security: [{ system: 'https://smarthealth.cards/ial', code: 'IAL2', display: 'level 2' }],
        },
        vaccineCode: {
          text: 'COVID-19',
          coding: [
            { ...CVX, display: 'COVID-19, mRNA' },
            { system: 'http://hl7.org/fhir/sid/ndc', code: '80777-273-10' },
          ],
        },
        patient: { reference: 'Patient/p', display: 'Ana' },
        occurrenceDateTime: '2021-01-29T10:00:00-05:00',
        performer: [{ function: { coding: [{ code: 'AP' }] }, actor: { reference: 'Organization/o' } }],
        isSubpotent: false,
        note: [{ text: 'left arm' }],
      }),
    },
  ],
});

test('the rules for QR', () => {
  const given = verbose();
  const before = structuredClone(given);
  assert.deepEqual(minimizeBundle(given), {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        fullUrl: 'resource:0',
        resource: { ...patient(), identifier: [{ system: 'urn:mrn', value: '9' }], gender: 'female' },
      },
      { fullUrl: 'resource:1', resource: { resourceType: 'Organization', name: 'Harbor Clinic' } },
      {
        fullUrl: 'resource:2',
        resource: immunization({
          meta: { security: [{ system: 'https://smarthealth.cards/ial', code: 'IAL2' }] },
          vaccineCode: { coding: [CVX, { system: 'http://hl7.org/fhir/sid/ndc', code: '80777-273-10' }] },
          patient: { reference: 'resource:0', display: 'Ana' },
          occurrenceDateTime: '2021-01-29T10:00:00-05:00',
          performer: [{ function: { coding: [{ code: 'AP' }] }, actor: { reference: 'resource:1' } }],
          isSubpotent: false,
          note: [{ text: 'left arm' }],
        }),
      },
    ],
  });
  assert.deepEqual(given, before, 'the input is not touched');
});

test('the allow-list of the vaccination profile; the site by the name of the organization', () => {
  const minimal = minimizeBundle(verbose(), { profile: 'shc-vaccination-bundle-dm' });
  assert.deepEqual(minimal, {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { fullUrl: 'resource:0', resource: patient() },
      {
        fullUrl: 'resource:1',
        resource: immunization({ meta: { security: [{ system: 'https://smarthealth.cards/ial', code: 'IAL2' }] } }),
      },
    ],
  });
  assert.deepEqual(checkProfile(minimal, 'shc-vaccination-bundle-dm').findings, []);
});

test('the allow-list of the laboratory profiles', () => {
  const supervision = {
    code: { coding: [{ system: 'http://snomed.info/sct', code: '1208522006', display: 'x' }] },
    valueCodeableConcept: { text: 'x', coding: [{ system: 'http://snomed.info/sct', code: '1208524007' }] },
  };
  const lab = labResult({
    id: 'x',
    category: [{ text: 'lab' }],
    issued: 'x',
    interpretation: [{ text: 'x' }],
    component: [{ code: { text: 'other' } }, supervision],
  });
  const minimal: Loose = minimizeBundle(
    collection(patient({ gender: 'male' }), lab, patient({ name: [{ text: 'Ben' }] })),
    { profile: 'shc-covid19-laboratory-bundle-dm' },
  );
  assert.equal(minimal.entry.length, 2, 'a Patient nobody refers to is left out');
  assert.deepEqual(
    minimal.entry[1].resource,
    labResult({
      component: [
        {
          code: { coding: [{ system: 'http://snomed.info/sct', code: '1208522006' }] },
          valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '1208524007' }] },
        },
      ],
    }),
  );
  assert.deepEqual(checkProfile(minimal).profile, 'shc-covid19-laboratory-bundle-dm');
});

test('measured values keep value, unit and range', () => {
  const range = [{ low: { value: 1 }, high: { value: 5 }, type: { text: 'normal' } }];
  const lab = labResult({
    valueCodeableConcept: undefined,
    valueQuantity: { value: 3, unit: 'u', system: 's', code: 'u', id: 'x' },
    referenceRange: range,
  });
  const { entry }: Loose = minimizeBundle(collection(patient(), lab), {
    profile: 'shc-infectious-disease-laboratory-bundle-dm',
  });
  assert.deepEqual(entry[1].resource.valueQuantity, { value: 3, unit: 'u', system: 's', code: 'u' });
  assert.deepEqual(entry[1].resource.referenceRange, [{ low: { value: 1 }, high: { value: 5 } }]);
});

const NAMES: [what: string, name: Loose, kept: Loose][] = [
  [
    'family and given, without text and use',
    [{ use: 'official', text: 'Ana R', family: 'R', given: ['Ana'], prefix: ['Dr'] }],
    { family: 'R', given: ['Ana'], prefix: ['Dr'] },
  ],
  ['one word alone', [{ family: 'Sukarno' }], { text: 'Sukarno' }],
  ['a text', [{ text: 'Ana R' }], { text: 'Ana R' }],
  ['the one in use', [{ use: 'old', text: 'Old' }, { text: 'New' }], { text: 'New' }],
];
for (const [what, name, kept] of NAMES) {
  test(`allow-list: names: ${what}`, () => {
    const minimal: Loose = minimizeBundle(collection(patient({ name }), immunization()), {
      profile: 'shc-vaccination-bundle-dm',
    });
    assert.deepEqual(minimal.entry[0].resource.name, [kept]);
    assert.deepEqual(checkProfile(minimal).profile, 'shc-vaccination-bundle-dm');
  });
}

const DM = 'shc-vaccination-bundle-dm';
const LAB_DM = 'shc-covid19-laboratory-bundle-dm';
const C = 'Bundle.entry[1].resource';
const LOSSES: [what: string, bundle: Loose, profile: string | undefined, path: string][] = [
  [
    'a reference to what is not here',
    collection(patient(), immunization({ location: { reference: 'Location/9' } })),
    undefined,
    `${C}.location.reference`,
  ],
  [
    'a reference to a Patient who is not here',
    collection(patient(), immunization({ patient: { reference: 'resource:9' } })),
    DM,
    `${C}.patient.reference`,
  ],
  [
    'a reference into what is contained, of nothing',
    collection(patient(), immunization({ location: { reference: '#x' } })),
    undefined,
    `${C}.location.reference`,
  ],
  [
    'a CodeableConcept of text alone',
    collection(patient(), immunization({ vaccineCode: { text: 'Flu shot' } })),
    undefined,
    `${C}.vaccineCode`,
  ],
  [
    'in a list',
    collection(patient(), immunization({ reasonCode: [{ coding: [{ code: 'x' }] }, { text: 'Travel' }] })),
    undefined,
    `${C}.reasonCode[1]`,
  ],
  [
    'a coding of display alone',
    collection(patient(), immunization({ route: { coding: [{ display: 'oral' }] } })),
    undefined,
    `${C}.route`,
  ],
  ['an entry without resource', { ...collection(patient()), entry: [{ fullUrl: 'x' }] }, undefined, 'Bundle.entry[0]'],
  [
    'a vaccine without a code of the profile',
    collection(patient(), immunization({ vaccineCode: { coding: [{ system: 'x', code: '1' }] } })),
    DM,
    `${C}.vaccineCode`,
  ],
  ['no vaccine at all', collection(patient(), labResult()), DM, 'Bundle.entry'],
  ['a test without LOINC', collection(patient(), labResult({ code: { text: 'x' } })), LAB_DM, `${C}.code`],
  ['a person without name', collection(patient({ name: [] }), immunization()), DM, 'Bundle.entry[0].resource'],
  [
    'a modifier',
    collection(
      patient(),
      immunization({ performer: [{ actor: { display: 'x' }, modifierExtension: [{ url: 'x' }] }] }),
    ),
    DM,
    `${C}.performer[0].modifierExtension`,
  ],
  [
    'ranges each for some people',
    collection(patient(), labResult({ referenceRange: [{ age: {} }, { age: {} }] })),
    LAB_DM,
    `${C}.referenceRange`,
  ],
];
for (const [what, bundle, profile, path] of LOSSES) {
  test(`refused, with its path: ${what}`, () => {
    assert.throws(
      () => minimizeBundle(bundle, { profile }),
      (error: MinimizeError) =>
        error instanceof MinimizeError &&
        error instanceof TypeError &&
        error.name === 'MinimizeError' &&
        error.path === path,
    );
  });
}

test('a dangling reference is named; health data is not', () => {
  const bundle = collection(
    patient(),
    immunization({ location: { reference: 'Location/9' }, note: [{ text: 'secret' }] }),
  );
  assert.throws(() => minimizeBundle(bundle), /Location\/9/);
  assert.throws(
    () => minimizeBundle(collection(patient(), immunization({ vaccineCode: { text: 'secret' } }))),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('texts that are content stay: names, notes, dosages, ranges', () => {
  const resources = [
    patient({ name: [{ text: 'Ana' }], address: [{ text: 'Here' }] }),
    labResult({ note: [{ text: 'n' }], referenceRange: [{ text: 'low' }] }),
    { resourceType: 'MedicationStatement', dosage: [{ text: 'daily' }] },
  ];
  const minimal: Loose = minimizeBundle(collection(...resources));
  assert.deepEqual(
    minimal.entry.map(({ resource }: Loose) => resource),
    resources,
  );
});

test('what is contained keeps its id, so that references to it hold', () => {
  const contained = [{ resourceType: 'Location', id: 'l', name: 'Room 1', meta: { versionId: '1' } }];
  const minimal: Loose = minimizeBundle(
    collection(patient(), immunization({ contained, location: { reference: '#l' } })),
  );
  assert.deepEqual(minimal.entry[1].resource.contained, [{ resourceType: 'Location', id: 'l', name: 'Room 1' }]);
  assert.deepEqual(minimal.entry[1].resource.location, { reference: '#l' });
});

test('misuse', () => {
  for (const bundle of [null, {}, [], { resourceType: 'Patient' }])
    assert.throws(() => minimizeBundle(bundle as Loose), TypeError);
  for (const profile of ['x', '', 'shc-vaccination-dm'])
    assert.throws(() => minimizeBundle(verbose(), { profile }), TypeError);
  assert.deepEqual(
    minimizeBundle(verbose(), { profile: 'shc-vaccination-bundle-ad' }),
    minimizeBundle(verbose()),
    'AD has no list',
  );
});

const text = fc.constantFrom('a', 'b', 'Flu');
const concept = fc.record(
  {
    text,
    coding: fc.array(fc.record({ system: text, code: text, display: text }, { requiredKeys: ['code'] }), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['coding'] },
);
const resource = (index: number) =>
  fc.record(
    {
      resourceType: fc.constantFrom('Immunization', 'Observation', 'Condition'),
      id: fc.constant(`r${index}`),
      meta: fc.record(
        { versionId: text, security: fc.array(fc.record({ system: text, code: text, display: text })) },
        { requiredKeys: [] },
      ),
      text: fc.record({ div: text }),
      code: concept,
      category: fc.array(concept, { maxLength: 2 }),
      subject: fc.record({
        reference: fc.constantFrom(
          'https://x.example/Patient/p',
          'Patient/p',
          'https://x.example/Patient/p/_history/2',
        ),
        display: text,
      }),
      performer: fc.array(fc.record({ display: text })),
      note: fc.array(fc.record({ text })),
      ['__proto__']: text,
    },
    { requiredKeys: ['resourceType'] },
  );

test('minimizing twice is minimizing once; nothing is left that should not be; the input is untouched', () => {
  const bundles = fc.array(fc.integer({ min: 1, max: 5 }).chain(resource), { maxLength: 5 });
  fc.assert(
    fc.property(bundles, (resources) => {
      const entry = [
        { fullUrl: 'https://x.example/Patient/p', resource: patient({ id: 'p' }) },
        ...resources.map((each, i) => ({ fullUrl: `https://x.example/Thing/${i}`, resource: each })),
      ];
      const bundle: Loose = { resourceType: 'Bundle', type: 'collection', entry };
      const before = JSON.stringify(bundle);
      const minimal: Loose = minimizeBundle(bundle);
      assert.deepEqual(minimizeBundle(minimal), minimal);
      assert.equal(JSON.stringify(bundle), before);
      assert.equal(minimal.entry.length, entry.length);
      minimal.entry.forEach(({ fullUrl, resource: { id, meta, text: narrative, code, subject } }: Loose, i: number) => {
        assert.equal(fullUrl, `resource:${i}`);
        assert.equal(id ?? narrative ?? code?.text ?? code?.coding.find((each: Loose) => 'display' in each), undefined);
        assert.deepEqual(
          Object.keys(meta ?? {}).filter((name) => name !== 'security'),
          [],
        );
        if (subject) assert.equal(subject.reference, 'resource:0');
      });
    }),
    { numRuns: 500, seed: 20260601 },
  );
});
