import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProfile } from '../../../src/fhir/check-profile.js';
import { collection, immunization, type Loose, labResult, patient } from './bundles.js';

const SNOMED = 'http://snomed.info/sct';
const VACCINE = 'shc-vaccination-bundle';
const COVID = 'shc-covid19-laboratory-bundle';
const GENERIC = 'shc-infectious-disease-laboratory-bundle';

const vaccine = () => collection(patient(), immunization());
const covid = () => collection(patient(), labResult());

/** The findings of a bundle that fits, after one change to it. */
function broken(
  good: () => Loose,
  profile: string,
  change: (bundle: Loose, person: Loose, content: Loose) => void,
): string[] {
  const bundle = good();
  change(bundle, bundle.entry[0].resource, bundle.entry[1].resource);
  return checkProfile(bundle, profile).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);
}

test('what keeps all rules has no findings, in its profile and in every wider one', () => {
  for (const profile of [
    `${VACCINE}-dm`,
    `${VACCINE}-ad`,
    'shc-vaccination-dm',
    'shc-patient-us-dm',
    'shc-patient-us-ad',
  ]) {
    assert.deepEqual(checkProfile(vaccine(), profile), { profile, findings: [] });
  }
  for (const profile of [`${COVID}-dm`, `${COVID}-ad`, `${GENERIC}-dm`, `${GENERIC}-ad`]) {
    assert.deepEqual(checkProfile(covid(), profile), { profile, findings: [] });
  }
});

type Change = (bundle: Loose, person: Loose, content: Loose) => void;
type RuleCase = [profile: string, what: string, change: Change, found: string];
const set =
  (target: (bundle: Loose, person: Loose, content: Loose) => Loose, more: Loose): Change =>
  (...all) => {
    Object.assign(target(...all), more);
  };
const bundle = (more: Loose) => set((it) => it, more);
const person = (more: Loose) => set((_, it) => it, more);
const content = (more: Loose) => set((_, __, it) => it, more);
const P = 'Bundle.entry[0].resource';
const C = 'Bundle.entry[1].resource';

const BUNDLE_RULES: RuleCase[] = [
  ['ad', 'type', bundle({ type: 'document' }), 'error PROFILE_BUNDLE_TYPE Bundle.type'],
  ['ad', 'id', bundle({ id: 'x' }), 'warning PROFILE_OMIT Bundle.id'],
  [
    'ad',
    'no fullUrl',
    (it) =>
      delete it.entry[0].fullUrl &&
      it.entry[1].resource.patient &&
      Object.assign(it.entry[1].resource.patient, { reference: 'Patient/p' }) &&
      Object.assign(it.entry[0].resource, { id: 'p' }),
    'error PROFILE_FULL_URL Bundle.entry[0].fullUrl',
  ],
  [
    'ad',
    'another fullUrl',
    (it) => {
      it.entry[1].fullUrl = 'urn:uuid:1';
    },
    'error PROFILE_FULL_URL Bundle.entry[1].fullUrl',
  ],
  [
    'ad',
    'another resource',
    (it) => {
      it.entry.push({ fullUrl: 'resource:2', resource: { resourceType: 'Organization' } });
    },
    'error PROFILE_ENTRY Bundle.entry[2].resource',
  ],
  [
    'ad',
    'an empty entry',
    (it) => {
      it.entry.push({ fullUrl: 'resource:2' });
    },
    'error PROFILE_CARDINALITY Bundle.entry[2].resource',
  ],
  [
    'ad',
    'two Patients',
    (it) => {
      it.entry.push({ fullUrl: 'resource:2', resource: patient() });
    },
    'error PROFILE_CARDINALITY Bundle.entry',
  ],
  [
    'ad',
    'no content',
    (it) => {
      it.entry.pop();
    },
    'error PROFILE_CARDINALITY Bundle.entry',
  ],
  ...['id', 'identifier', 'meta', 'timestamp', 'implicitRules', 'language', 'total', 'link', 'signature'].map(
    (name): RuleCase => ['dm', name, bundle({ [name]: 'x' }), `error PROFILE_NOT_ALLOWED Bundle.${name}`],
  ),
  ...['id', 'extension', 'modifierExtension', 'link', 'search', 'request', 'response'].map(
    (name): RuleCase => [
      'dm',
      `entry.${name}`,
      set((it) => it.entry[1], { [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED Bundle.entry[1].${name}`,
    ],
  ),
];

const PATIENT_RULES: RuleCase[] = [
  ['ad', 'no name', person({ name: undefined }), `error PROFILE_CARDINALITY ${P}.name`],
  ['ad', 'family without given', person({ name: [{ family: 'Rivera' }] }), `error PROFILE_NAME ${P}.name[0]`],
  [
    'ad',
    'text beside family and given',
    person({ name: [{ family: 'R', given: ['A'], text: 'A R' }] }),
    `error PROFILE_NAME ${P}.name[0]`,
  ],
  ['ad', 'photo', person({ photo: [{}] }), `error PROFILE_NOT_ALLOWED ${P}.photo[0]`],
  ['ad', 'contact', person({ contact: [{}] }), `error PROFILE_NOT_ALLOWED ${P}.contact[0]`],
  ['ad', 'address.text', person({ address: [{ text: 'x' }] }), `error PROFILE_NOT_ALLOWED ${P}.address[0].text`],
  ['ad', 'address.line', person({ address: [{ line: ['x'] }] }), `error PROFILE_NOT_ALLOWED ${P}.address[0].line[0]`],
  ['ad', 'telecom', person({ telecom: [{ value: 'x' }] }), `warning PROFILE_OMIT ${P}.telecom[0].value`],
  ...['city', 'district', 'state', 'postalCode'].map(
    (name): RuleCase => [
      'ad',
      `address.${name}`,
      person({ address: [{ [name]: 'x' }] }),
      `warning PROFILE_OMIT ${P}.address[0].${name}`,
    ],
  ),
  ['ad', 'gender', person({ gender: 'female' }), `warning PROFILE_OMIT ${P}.gender`],
  ['dm', 'two names', person({ name: [{ text: 'a' }, { text: 'b' }] }), `error PROFILE_CARDINALITY ${P}.name`],
  ['dm', 'a telecom', person({ telecom: [{ value: 'x' }] }), `error PROFILE_NOT_ALLOWED ${P}.telecom[0]`],
  ['dm', 'an address', person({ address: [{ city: 'x' }] }), `error PROFILE_NOT_ALLOWED ${P}.address[0]`],
  ...['id', 'extension', 'use'].map(
    (name): RuleCase => [
      'dm',
      `name.${name}`,
      person({ name: [{ text: 'a', [name]: 'x' }] }),
      `error PROFILE_NOT_ALLOWED ${P}.name[0].${name}`,
    ],
  ),
  ...[
    'id',
    'meta',
    'implicitRules',
    'language',
    'text',
    'contained',
    'extension',
    'modifierExtension',
    'active',
    'deceasedBoolean',
    'maritalStatus',
    'multipleBirthInteger',
    'communication',
    'generalPractitioner',
    'managingOrganization',
    'link',
  ].map((name): RuleCase => ['dm', name, person({ [name]: 'x' }), `error PROFILE_NOT_ALLOWED ${P}.${name}`]),
];

const IAL = 'https://smarthealth.cards/ial';
const subjectRules = (element: string): RuleCase[] => [
  ['ad', `no ${element}`, content({ [element]: undefined }), `error PROFILE_CARDINALITY ${C}.${element}`],
  [
    'ad',
    `${element} without reference`,
    content({ [element]: {} }),
    `error PROFILE_CARDINALITY ${C}.${element}.reference`,
  ],
  [
    'ad',
    `${element} elsewhere`,
    content({ [element]: { reference: 'resource:9' } }),
    `error PROFILE_REFERENCE ${C}.${element}`,
  ],
  [
    'ad',
    `${element} not a Patient`,
    content({ [element]: { reference: 'resource:1' } }),
    `error PROFILE_REFERENCE ${C}.${element}`,
  ],
  ...['type', 'identifier', 'display'].map(
    (name): RuleCase => [
      'ad',
      `${element}.${name}`,
      content({ [element]: { reference: 'resource:0', [name]: 'x' } }),
      `error PROFILE_NOT_ALLOWED ${C}.${element}.${name}`,
    ],
  ),
];
const assuranceRules: RuleCase[] = [
  [
    'ad',
    'IAL1',
    content({ meta: { security: [{ system: IAL, code: 'IAL1' }] } }),
    `error PROFILE_VALUE ${C}.meta.security[0]`,
  ],
  [
    'ad',
    'a label of another system',
    content({ meta: { security: [{ system: 'x', code: 'IAL2' }] } }),
    `error PROFILE_VALUE ${C}.meta.security[0]`,
  ],
  [
    'ad',
    'two labels',
    content({
      meta: {
        security: [
          { system: IAL, code: 'IAL2' },
          { system: IAL, code: 'ial3' },
        ],
      },
    }),
    `error PROFILE_CARDINALITY ${C}.meta.security`,
  ],
];
const infrastructure: RuleCase[] = [
  ...[
    'id',
    'identifier',
    'implicitRules',
    'language',
    'text',
    'contained',
    'extension',
    'modifierExtension',
    'encounter',
    'note',
  ].map((name): RuleCase => ['dm', name, content({ [name]: 'x' }), `error PROFILE_NOT_ALLOWED ${C}.${name}`]),
  ...['versionId', 'lastUpdated', 'source', 'profile', 'tag', 'id', 'extension'].map(
    (name): RuleCase => [
      'dm',
      `meta.${name}`,
      content({ meta: { [name]: 'x' } }),
      `error PROFILE_NOT_ALLOWED ${C}.meta.${name}`,
    ],
  ),
];

const codes = (...coding: Loose[]) => content({ vaccineCode: { coding } });
const [cvx, sct] = [
  { system: 'http://hl7.org/fhir/sid/cvx', code: '03' },
  { system: SNOMED, code: '5' },
];
const site = (actor: Loose, more: Loose = {}) => content({ performer: [{ actor, ...more }] });

const VACCINATION_RULES: RuleCase[] = [
  ['ad', 'status', content({ status: 'not-done' }), `error PROFILE_VALUE ${C}.status`],
  ['ad', 'no status', content({ status: undefined }), `error PROFILE_VALUE ${C}.status`],
  ['ad', 'statusReason', content({ statusReason: {} }), `error PROFILE_NOT_ALLOWED ${C}.statusReason`],
  ['ad', 'protocolApplied', content({ protocolApplied: [{}] }), `error PROFILE_NOT_ALLOWED ${C}.protocolApplied[0]`],
  ...subjectRules('patient'),
  ['ad', 'no occurrence', content({ occurrenceDateTime: undefined }), `error PROFILE_CARDINALITY ${C}.occurrence[x]`],
  [
    'ad',
    'an occurrence in words',
    content({ occurrenceDateTime: undefined, occurrenceString: 'May' }),
    `error PROFILE_NOT_ALLOWED ${C}.occurrenceString`,
  ],
  [
    'ad',
    'a time of day',
    content({ occurrenceDateTime: '2021-01-29T10:00:00Z' }),
    `warning PROFILE_FORMAT ${C}.occurrenceDateTime`,
  ],
  ['ad', 'a month only', content({ occurrenceDateTime: '2021-01' }), `warning PROFILE_FORMAT ${C}.occurrenceDateTime`],
  ['ad', 'no code', codes(), `error PROFILE_CARDINALITY ${C}.vaccineCode.coding`],
  [
    'ad',
    'a code of another system',
    codes({ system: 'http://hl7.org/fhir/sid/ndc', code: '1' }),
    `error PROFILE_VALUE ${C}.vaccineCode.coding[0]`,
  ],
  ['ad', 'two codes of a system', codes(cvx, cvx), `error PROFILE_CARDINALITY ${C}.vaccineCode`],
  [
    'ad',
    'an unknown CVX code',
    codes({ ...cvx, code: '9999' }),
    `warning PROFILE_CODE_UNKNOWN ${C}.vaccineCode.coding[0]`,
  ],
  ...assuranceRules,
  [
    'ad',
    'maker without system',
    content({ manufacturer: { identifier: { value: 'x' } } }),
    `error PROFILE_CARDINALITY ${C}.manufacturer.identifier.system`,
  ],
  [
    'ad',
    'maker without value',
    content({ manufacturer: { identifier: { system: 'http://hl7.org/fhir/sid/mvx' } } }),
    `error PROFILE_CARDINALITY ${C}.manufacturer.identifier.value`,
  ],
  [
    'ad',
    'maker of another system',
    content({ manufacturer: { identifier: { system: 'x', value: 'x' } } }),
    `error PROFILE_VALUE ${C}.manufacturer.identifier.system`,
  ],
  ['ad', 'a long lot number', content({ lotNumber: '1'.repeat(20) }), `warning PROFILE_LENGTH ${C}.lotNumber`],
  ['ad', 'Lot #1', content({ lotNumber: 'Lot #1' }), `warning PROFILE_FORMAT ${C}.lotNumber`],
  [
    'ad',
    'two performers',
    content({ performer: [{ actor: { display: 'a' } }, { actor: { display: 'b' } }] }),
    `error PROFILE_CARDINALITY ${C}.performer`,
  ],
  [
    'ad',
    'a performer without actor',
    content({ performer: [{}] }),
    `error PROFILE_CARDINALITY ${C}.performer[0].actor`,
  ],
  [
    'ad',
    'a nameless site',
    site({ type: 'Organization' }),
    `error PROFILE_CARDINALITY ${C}.performer[0].actor.display`,
  ],
  [
    'ad',
    'a person as site',
    site({ display: 'x', type: 'Practitioner' }),
    `error PROFILE_REFERENCE ${C}.performer[0].actor`,
  ],
  [
    'ad',
    'a site elsewhere',
    site({ display: 'x', reference: 'Organization/1' }),
    `error PROFILE_REFERENCE ${C}.performer[0].actor.reference`,
  ],
  ['ad', 'a long site', site({ display: 'x'.repeat(30) }), `warning PROFILE_LENGTH ${C}.performer[0].actor.display`],
  ['ad', 'isSubpotent false', content({ isSubpotent: false }), `error PROFILE_VALUE ${C}.isSubpotent`],
  ...infrastructure,
  ...[
    'recorded',
    'primarySource',
    'reportOrigin',
    'location',
    'manufacturer',
    'expirationDate',
    'site',
    'route',
    'doseQuantity',
    'reasonCode',
    'reasonReference',
    'subpotentReason',
    'education',
    'programEligibility',
    'fundingSource',
    'reaction',
  ].map((name): RuleCase => ['dm', name, content({ [name]: 'x' }), `error PROFILE_NOT_ALLOWED ${C}.${name}`]),
  ...['id', 'extension', 'modifierExtension', 'function'].map(
    (name): RuleCase => [
      'dm',
      `performer.${name}`,
      site({ display: 'x' }, { [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.performer[0].${name}`,
    ],
  ),
  ...['id', 'extension', 'identifier'].map(
    (name): RuleCase => [
      'dm',
      `actor.${name}`,
      site({ display: 'x', [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.performer[0].actor.${name}`,
    ],
  ),
  [
    'dm',
    'actor.type',
    site({ display: 'x', type: 'Organization' }),
    `error PROFILE_NOT_ALLOWED ${C}.performer[0].actor.type`,
  ],
  ...['id', 'extension', 'text'].map(
    (name): RuleCase => [
      'dm',
      `vaccineCode.${name}`,
      content({ vaccineCode: { coding: [cvx, sct], [name]: 'x' } }),
      `error PROFILE_NOT_ALLOWED ${C}.vaccineCode.${name}`,
    ],
  ),
  ...['id', 'extension', 'version', 'display', 'userSelected'].map(
    (name): RuleCase => [
      'dm',
      `coding.${name}`,
      codes({ ...cvx, [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.vaccineCode.coding[0].${name}`,
    ],
  ),
];

const supervision = (value: Loose, more: Loose = {}) => ({
  code: { coding: [{ system: SNOMED, code: '1208522006' }] },
  valueCodeableConcept: value,
  ...more,
});
const observed = { coding: [{ system: SNOMED, code: '1208524007' }] };
const measured = { valueCodeableConcept: undefined, valueQuantity: { value: 5, unit: 'u' } };
const result = (code: Loose) => content({ valueCodeableConcept: { coding: [code] } });

const LAB_RULES: RuleCase[] = [
  ['ad', 'status', content({ status: 'preliminary' }), `error PROFILE_VALUE ${C}.status`],
  ...subjectRules('subject'),
  ['ad', 'no effective', content({ effectiveDateTime: undefined }), `error PROFILE_CARDINALITY ${C}.effective[x]`],
  [
    'ad',
    'effectiveInstant',
    content({ effectiveDateTime: undefined, effectiveInstant: 'x' }),
    `error PROFILE_NOT_ALLOWED ${C}.effectiveInstant`,
  ],
  [
    'ad',
    'a date without time',
    content({ effectiveDateTime: '2021-02-17' }),
    `info PROFILE_FORMAT ${C}.effectiveDateTime`,
  ],
  ['ad', 'no value', content({ valueCodeableConcept: undefined }), `error PROFILE_CARDINALITY ${C}.value[x]`],
  [
    'ad',
    'a value of another type',
    content({ valueCodeableConcept: undefined, valueBoolean: true }),
    `error PROFILE_NOT_ALLOWED ${C}.valueBoolean`,
  ],
  [
    'ad',
    'a long text',
    content({ valueCodeableConcept: undefined, valueString: 'x'.repeat(20) }),
    `warning PROFILE_LENGTH ${C}.valueString`,
  ],
  ['ad', 'a measure without range', content(measured), `warning PROFILE_REFERENCE_RANGE ${C}`],
  [
    'ad',
    'a range beside a code',
    content({ referenceRange: [{ text: 'x' }] }),
    `warning PROFILE_REFERENCE_RANGE ${C}.referenceRange[0]`,
  ],
  [
    'ad',
    'two performers',
    content({ performer: [{ display: 'a' }, { display: 'b' }] }),
    `error PROFILE_CARDINALITY ${C}.performer`,
  ],
  [
    'ad',
    'a nameless lab',
    content({ performer: [{ type: 'Organization' }] }),
    `error PROFILE_CARDINALITY ${C}.performer[0].display`,
  ],
  [
    'ad',
    'a person as lab',
    content({ performer: [{ display: 'x', type: 'Practitioner' }] }),
    `error PROFILE_REFERENCE ${C}.performer[0]`,
  ],
  [
    'ad',
    'a long lab',
    content({ performer: [{ display: 'x'.repeat(30) }] }),
    `warning PROFILE_LENGTH ${C}.performer[0].display`,
  ],
  ...assuranceRules,
  [
    'ad',
    'supervision twice',
    content({ component: [supervision(observed), supervision(observed)] }),
    `error PROFILE_CARDINALITY ${C}`,
  ],
  [
    'ad',
    'supervision of another kind',
    content({ component: [supervision({ coding: [sct] })] }),
    `error PROFILE_VALUE ${C}.component[0]`,
  ],
  [
    'ad',
    'another test',
    content({ code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] } }),
    `error PROFILE_VALUE ${C}.code`,
  ],
  ['ad', 'another result', result(sct), `error PROFILE_VALUE ${C}.valueCodeableConcept`],
  ...infrastructure,
  ...[
    'basedOn',
    'partOf',
    'category',
    'focus',
    'issued',
    'dataAbsentReason',
    'interpretation',
    'bodySite',
    'method',
    'specimen',
    'device',
    'hasMember',
    'derivedFrom',
  ].map((name): RuleCase => ['dm', name, content({ [name]: 'x' }), `error PROFILE_NOT_ALLOWED ${C}.${name}`]),
  ...['id', 'extension', 'text'].map(
    (name): RuleCase => [
      'dm',
      `code.${name}`,
      set((_, __, it) => it.code, { [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.code.${name}`,
    ],
  ),
  ...['id', 'extension', 'version', 'display', 'userSelected'].flatMap((name): RuleCase[] => [
    [
      'dm',
      `code.coding.${name}`,
      set((_, __, it) => it.code.coding[0], { [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.code.coding[0].${name}`,
    ],
    [
      'dm',
      `value coding.${name}`,
      set((_, __, it) => it.valueCodeableConcept.coding[0], { [name]: 'x' }),
      `error PROFILE_NOT_ALLOWED ${C}.valueCodeableConcept.coding[0].${name}`,
    ],
  ]),
  [
    'dm',
    'two codes',
    (_, __, it) => {
      it.code.coding.push(sct);
    },
    `error PROFILE_CARDINALITY ${C}.code.coding`,
  ],
  ...['id', 'extension'].map(
    (name): RuleCase => [
      'dm',
      `subject.${name}`,
      content({ subject: { reference: 'resource:0', [name]: 'x' } }),
      `error PROFILE_NOT_ALLOWED ${C}.subject.${name}`,
    ],
  ),
  ...['id', 'extension', 'identifier'].map(
    (name): RuleCase => [
      'dm',
      `performer.${name}`,
      content({ performer: [{ display: 'x', [name]: 'x' }] }),
      `error PROFILE_NOT_ALLOWED ${C}.performer[0].${name}`,
    ],
  ),
  ...['id', 'extension', 'modifierExtension', 'appliesTo', 'age'].map(
    (name): RuleCase => [
      'dm',
      `range.${name}`,
      content({ ...measured, referenceRange: [{ text: 'x', [name]: 'x' }] }),
      `error PROFILE_NOT_ALLOWED ${C}.referenceRange[0].${name}`,
    ],
  ),
  [
    'dm',
    'valueQuantity.id',
    content({ valueCodeableConcept: undefined, valueQuantity: { id: 'x', value: 1 }, referenceRange: [{ text: 'x' }] }),
    `error PROFILE_NOT_ALLOWED ${C}.valueQuantity.id`,
  ],
  [
    'dm',
    'another component',
    content({ component: [{ code: { coding: [sct] } }] }),
    `error PROFILE_NOT_ALLOWED ${C}.component[0]`,
  ],
  [
    'dm',
    'two components',
    content({ component: [supervision(observed), { code: { coding: [sct] } }] }),
    `error PROFILE_CARDINALITY ${C}.component`,
  ],
  ...['id', 'extension', 'modifierExtension', 'dataAbsentReason', 'interpretation', 'referenceRange'].map(
    (name): RuleCase => [
      'dm',
      `component.${name}`,
      content({ component: [supervision(observed, { [name]: 'x' })] }),
      `error PROFILE_NOT_ALLOWED ${C}.component[0].${name}`,
    ],
  ),
  [
    'dm',
    'a display in the component',
    content({ component: [supervision({ coding: [{ ...observed.coding[0], display: 'x' }] })] }),
    `error PROFILE_NOT_ALLOWED ${C}.component[0].valueCodeableConcept.coding[0].display`,
  ],
];

const TABLES: [name: string, base: string, good: () => Loose, rules: RuleCase[]][] = [
  ['bundle', VACCINE, vaccine, BUNDLE_RULES],
  ['patient', VACCINE, vaccine, PATIENT_RULES],
  ['vaccination', VACCINE, vaccine, VACCINATION_RULES],
  ['laboratory', COVID, covid, LAB_RULES],
];
for (const [name, base, good, rules] of TABLES) {
  for (const [level, what, change, found] of rules) {
    test(`${name} ${level}: ${what}`, () => {
      const all = broken(good, `${base}-${level}`, change);
      // A second component is a matter of both its number and its kind.
      const rest = what === 'two components' ? all.filter((each) => !each.includes('component[1]')) : all;
      assert.deepEqual(rest, [found]);
    });
  }
}

test('what only DM forbids, AD allows', () => {
  const only = [...PATIENT_RULES, ...VACCINATION_RULES].filter(
    ([level, what]) => level === 'dm' && what !== 'two names',
  );
  for (const [, what, change] of only.filter(([, what]) => !/telecom|address|manufacturer/.test(what))) {
    assert.deepEqual(broken(vaccine, `${VACCINE}-ad`, change), [], what);
  }
});

test('US: no identifier; in AD no gender either', () => {
  assert.deepEqual(broken(vaccine, 'shc-patient-us-dm', person({ identifier: [{}] })), [
    `error PROFILE_NOT_ALLOWED ${P}.identifier[0]`,
  ]);
  assert.deepEqual(broken(vaccine, 'shc-patient-us-dm', person({ gender: 'male' })), [
    `warning PROFILE_OMIT ${P}.gender`,
  ]);
  assert.deepEqual(broken(vaccine, 'shc-patient-us-ad', person({ identifier: [{}] })), [
    `error PROFILE_NOT_ALLOWED ${P}.identifier[0]`,
  ]);
  assert.deepEqual(broken(vaccine, 'shc-patient-us-ad', person({ gender: 'male' })), [
    `error PROFILE_NOT_ALLOWED ${P}.gender`,
  ]);
  assert.deepEqual(broken(vaccine, 'shc-patient-general-dm', person({ identifier: [{}] })), []);
});

const NARROWEST: [what: string, bundle: () => Loose, profile: string | undefined][] = [
  ['a vaccine', vaccine, `${VACCINE}-dm`],
  [
    'a vaccine with more than needed',
    () => collection(patient(), immunization({ manufacturer: { display: 'x' } })),
    `${VACCINE}-ad`,
  ],
  ['a COVID-19 test', covid, `${COVID}-dm`],
  ['a COVID-19 test with more than needed', () => collection(patient(), labResult({ issued: 'x' })), `${COVID}-ad`],
  [
    'another test',
    () => collection(patient(), labResult({ code: { coding: [{ system: 'http://loinc.org', code: '22322-2' }] } })),
    `${GENERIC}-dm`,
  ],
  [
    'another test with more',
    () =>
      collection(
        patient(),
        labResult({ issued: 'x', code: { coding: [{ system: 'http://loinc.org', code: '22322-2' }] } }),
      ),
    `${GENERIC}-ad`,
  ],
  [
    'warnings do not count',
    () => collection(patient({ gender: 'female' }), immunization({ lotNumber: 'lot 1' })),
    `${VACCINE}-dm`,
  ],
  ['a vaccine that fits nothing', () => collection(patient(), immunization({ status: 'not-done' })), undefined],
  ['vaccine and test in one', () => collection(patient(), immunization(), labResult()), undefined],
  ['neither', () => collection(patient()), undefined],
];
for (const [what, make, profile] of NARROWEST) {
  test(`the narrowest profile: ${what}`, () => {
    const check = checkProfile(make());
    assert.equal(check.profile, profile);
    assert.equal(check.findings[0]?.code === 'PROFILE_NONE', profile === undefined);
  });
}

test('MMR is not refused: its code 03 is not in the guide’s list, and a missing zero is understood', () => {
  for (const code of ['03', '3', '334', '943'])
    assert.deepEqual(
      checkProfile(collection(patient(), immunization({ vaccineCode: { coding: [{ ...cvx, code }] } }))).findings,
      [],
    );
});

test('a profile by its canonical URL; one of another guide is refused', () => {
  const url = `http://hl7.org/fhir/uv/shc-vaccination/StructureDefinition/${VACCINE}-dm`;
  assert.equal(checkProfile(vaccine(), url).profile, `${VACCINE}-dm`);
  for (const profile of ['x', '', '__proto__', 'constructor', 'http://hl7.org/fhir/StructureDefinition/Bundle']) {
    assert.throws(() => checkProfile(vaccine(), profile), TypeError);
  }
});

test('a resource profile without a resource of its type says so', () => {
  assert.deepEqual(
    checkProfile(covid(), 'shc-vaccination-dm').findings.map(({ code }) => code),
    ['PROFILE_CARDINALITY'],
  );
});
