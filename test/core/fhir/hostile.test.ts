import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { minimizeBundle } from '../../../src/card/minimize.js';
import { checkProfile } from '../../../src/fhir/check-profile.js';
import { toFormData } from '../../../src/fhir/form.js';
import { summarize } from '../../../src/fhir/summarize.js';
import type { Row } from '../../../src/fhir/types.js';
import { accountedFor, rowsOf } from './accounting.js';
import { collection, immunization, type Loose, patient } from './bundles.js';

const nested = (depth: number, wrap: (inner: unknown) => unknown): Loose => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};
const DEEP = 5_000;

/** Summarizes, and shows that the result is plain and shallow enough for whoever takes it. */
function survives(bundle: unknown) {
  const summary = summarize(bundle);
  structuredClone(summary);
  JSON.stringify(summary);
  toFormData(summary);
  checkProfile(bundle);
  return summary;
}

const HOSTILE: [name: string, bundle: () => Loose][] = [
  ['objects 5,000 deep', () => collection({ resourceType: 'Strange', x: nested(DEEP, (inner) => ({ a: inner })) })],
  [
    'arrays 5,000 deep',
    () =>
      collection({
        resourceType: 'Observation',
        code: nested(DEEP, (inner) => [inner]),
        hasMember: nested(DEEP, (inner) => [inner]),
      }),
  ],
  [
    'extensions 5,000 deep',
    () => collection(immunization({ extension: [nested(DEEP, (inner) => ({ url: 'x', extension: [inner] }))] })),
  ],
  [
    'modifierExtensions 5,000 deep',
    () => collection(immunization({ modifierExtension: [nested(DEEP, (inner) => ({ modifierExtension: [inner] }))] })),
  ],
  [
    'sections 5,000 deep',
    () =>
      collection({
        resourceType: 'Composition',
        section: [nested(DEEP, (inner) => ({ title: 's', section: [inner] }))],
      }),
  ],
  ['bundles 5,000 deep', () => nested(DEEP, (inner) => ({ resourceType: 'Bundle', entry: [{ resource: inner }] }))],
  [
    'contained 5,000 deep',
    () =>
      collection(
        immunization({
          contained: [nested(DEEP, (inner) => ({ resourceType: 'Patient', id: 'p', contained: [inner] }))],
          patient: { reference: '#p' },
        }),
      ),
  ],
  ['a panel of itself', () => collection({ resourceType: 'Observation', hasMember: [{ reference: 'resource:0' }] })],
  [
    'two panels of each other',
    () =>
      collection(
        { resourceType: 'Observation', hasMember: [{ reference: 'resource:1' }] },
        { resourceType: 'Observation', hasMember: [{ reference: 'resource:0' }] },
      ),
  ],
  [
    'a chain of 5,000 panels',
    () =>
      collection(
        ...Array.from({ length: DEEP }, (_, i) => ({
          resourceType: 'Observation',
          hasMember: [{ reference: `resource:${i + 1}` }],
        })),
      ),
  ],
  [
    '100 kB names',
    () =>
      collection(
        patient({ name: [{ family: 'x'.repeat(1e5) }] }),
        ...Array.from({ length: 200 }, () => immunization()),
      ),
  ],
  [
    '__proto__ everywhere',
    () =>
      JSON.parse(
        '{"resourceType":"Bundle","__proto__":{"entry":[]},"entry":[{"fullUrl":"resource:0","resource":{"resourceType":"Patient","__proto__":{"name":[{"text":"Mallory"}]},"name":[{"__proto__":{"text":"Mallory"},"family":"Good"}]}},{"resource":{"resourceType":"__proto__","constructor":{"prototype":{}},"__proto__":{"code":{"text":"x"}}}}]}',
      ),
  ],
  [
    'null everywhere',
    () =>
      collection(
        patient({ name: [null], telecom: null, address: [null] }),
        immunization({ performer: [null], vaccineCode: { coding: [null] } }),
        null,
        5,
        [],
      ),
  ],
  [
    'wrong types everywhere',
    () =>
      collection(
        patient({ name: 'Ana', birthDate: 5, identifier: 'x' }),
        immunization({ patient: 'resource:0', vaccineCode: 'x', performer: { actor: 'x' }, status: {} }),
      ),
  ],
  [
    'a narrative of 1 MB of <',
    () => collection({ resourceType: 'Composition', section: [{ title: 's', text: { div: '<'.repeat(1e6) } }] }),
  ],
];

for (const [name, make] of HOSTILE) {
  test(`survives ${name}`, () => {
    const bundle = make();
    const summary = survives(bundle);
    const count = bundle.entry.length;
    assert.deepEqual(
      [...accountedFor(summary)].filter((index) => index >= 0).sort((a, b) => a - b),
      Array.from({ length: count }, (_, i) => i),
    );
  });
}

test('what is cut off is told', () => {
  const deep = survives(collection({ resourceType: 'Strange', x: nested(DEEP, (inner) => ({ a: inner })) }));
  assert.deepEqual(deep.unread, [{ source: { index: 0, resourceType: 'Strange' }, reason: 'too-deep' }]);
  const cyclic = survives(collection({ resourceType: 'Observation', hasMember: [{ reference: 'resource:0' }] }));
  assert.deepEqual(
    cyclic.unread.map(({ reason }) => reason),
    ['cyclic'],
  );
});

test('a chain of panels is cut into panels of a few levels, with nothing lost', () => {
  const summary = survives(HOSTILE.find(([name]) => name.startsWith('a chain'))?.[1]());
  const depth = (rows: readonly Row[]): number => Math.max(0, ...rows.map(({ parts = [] }) => 1 + depth(parts)));
  assert.equal(depth(summary.groups[0]?.rows.slice(0, 100) ?? []), 4);
  assert.equal(rowsOf(summary).length, DEEP);
  assert.deepEqual(summary.unread, []);
});

test('modifiers too deep to be looked for are told', () => {
  const bundle = collection(immunization({ extension: [nested(DEEP, (inner) => ({ url: 'x', extension: [inner] }))] }));
  assert.deepEqual(
    survives(bundle).unread.map(({ reason }) => reason),
    ['too-deep'],
  );
});

test('a __proto__ member says nothing and changes nothing', () => {
  const summary = survives(HOSTILE.find(([name]) => name.startsWith('__proto__'))?.[1]());
  assert.equal(summary.person?.name, 'Good');
  assert.equal(({} as Loose).text, undefined);
  assert.equal(Object.getPrototypeOf(summary.person), Object.prototype);
});

test('what is no bundle is unread, and throws nothing', () => {
  for (const value of [
    null,
    undefined,
    0,
    'x',
    true,
    [],
    {},
    [null],
    { resourceType: 5 },
    { resourceType: 'Bundle', entry: 'x' },
    { entry: [] },
  ]) {
    const summary = survives(value);
    assert.equal(summary.person, undefined);
    assert.deepEqual(rowsOf(summary), []);
  }
  assert.deepEqual(summarize(null).unread, [{ source: { index: -1, resourceType: '' }, reason: 'not-a-resource' }]);
  assert.deepEqual(
    summarize([1, {}]).unread.map(({ reason }) => reason),
    ['not-a-resource', 'not-a-resource'],
  );
  assert.deepEqual(
    summarize({ resourceType: 'Bundle', entry: [{ resource: {} }] }).unread.map(({ reason }) => reason),
    ['no-type'],
  );
});

/** FHIR-like words put together at random. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(
      'Patient',
      'Immunization',
      'Observation',
      'Coverage',
      'Composition',
      'resource:0',
      '#p',
      'Patient/1',
      '2021-02',
      'x',
      '',
      5,
      true,
      null,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'resourceType',
        'id',
        'name',
        'text',
        'code',
        'coding',
        'system',
        'display',
        'value',
        'unit',
        'reference',
        'subject',
        'patient',
        'beneficiary',
        'hasMember',
        'component',
        'contained',
        'entry',
        'resource',
        'fullUrl',
        'section',
        'status',
        'valueQuantity',
        'referenceRange',
        'low',
        'interpretation',
        'performer',
        'actor',
        'identifier',
        'payor',
        'class',
        'dosage',
        'doseAndRate',
        'extension',
        'modifierExtension',
        'meta',
        'security',
        '__proto__',
      ),
      tie('value'),
      { maxKeys: 6 },
    ),
  ),
}));

test('any JSON value: nothing throws, every entry is accounted for, nothing is changed', () => {
  fc.assert(
    fc.property(fc.array(json.value, { maxLength: 6 }), (resources) => {
      const bundle = {
        resourceType: 'Bundle',
        type: 'collection',
        entry: resources.map((resource, i) => ({ fullUrl: `resource:${i}`, resource })),
      };
      const before = JSON.stringify(bundle);
      const summary = survives(bundle);
      const missing = resources.map((_, i) => i).filter((i) => !accountedFor(summary).has(i));
      // A bundle inside the bundle that is empty has nothing to tell.
      assert.deepEqual(
        missing.filter((i) => (resources[i] as Loose)?.resourceType !== 'Bundle'),
        [],
      );
      assert.equal(JSON.stringify(bundle), before);
      survives(resources);
      for (const resource of resources) survives(resource);
    }),
    { numRuns: 1500, seed: 20260601 },
  );
});

test('a resolver that throws, or answers nonsense, is no name', () => {
  const bundle = collection(immunization({ vaccineCode: { coding: [{ system: 'x', code: '1' }] } }));
  for (const answer of [
    () => {
      throw new Error('no');
    },
    () => Promise.resolve('x'),
    () => 5,
    () => ' ',
  ]) {
    const [row] = rowsOf(summarize(bundle, { resolveCode: answer as Loose }));
    assert.deepEqual(row?.title, { type: 'name', codings: [{ system: 'x', code: '1' }] });
  }
});

/** Milliseconds of processor time, the best of a few: the machine has other work. */
function cost(work: () => void): number {
  return Math.min(
    ...Array.from({ length: 4 }, () => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}

test('ten times the resources cost about ten times the time', () => {
  const make = (n: number) =>
    collection(patient(), ...Array.from({ length: n }, (_, i) => immunization({ id: `i${i}` })));
  const [small, large] = [make(1_000), make(10_000)];
  cost(() => summarize(small));
  const [one, ten] = [cost(() => summarize(small)), cost(() => summarize(large))];
  assert.ok(ten < 40 * Math.max(one, 5), `${one} ms, then ${ten} ms`);
});

const FANS: [name: string, bundle: () => Loose][] = [
  [
    'one Medication of 3,000 ingredients in 3,000 statements',
    () =>
      collection(
        {
          resourceType: 'Medication',
          ingredient: Array.from({ length: 3000 }, () => ({ itemCodeableConcept: { text: 'x' } })),
        },
        ...Array.from({ length: 3000 }, () => ({
          resourceType: 'MedicationStatement',
          medicationReference: { reference: 'resource:0' },
        })),
      ),
  ],
  [
    'one payer of 3,000 contacts in 3,000 coverages',
    () =>
      collection(
        { resourceType: 'Organization', contact: Array.from({ length: 3000 }, () => ({ telecom: [{ value: '1' }] })) },
        ...Array.from({ length: 3000 }, () => ({ resourceType: 'Coverage', payor: [{ reference: 'resource:0' }] })),
      ),
  ],
  [
    '3,000 contained people',
    () =>
      collection(
        ...Array.from({ length: 3000 }, (_, i) =>
          immunization({ contained: [patient({ id: 'p', name: [{ text: `P${i}` }] })], patient: { reference: '#p' } }),
        ),
      ),
  ],
];

for (const [name, make] of FANS) {
  test(`${name} do not multiply`, () => {
    const bundle = make();
    const summary = summarize(bundle);
    assert.ok(JSON.stringify(summary).length < 20 * JSON.stringify(bundle).length);
    assert.ok(cost(() => summarize(bundle)) < 3_000);
  });
}

test('minimizing what is nested too deeply is an error, not a crash', () => {
  const bundle = collection(patient(), immunization({ note: nested(DEEP, (inner) => ({ a: inner })) }));
  assert.throws(() => minimizeBundle(bundle), { name: 'MinimizeError' });
});
