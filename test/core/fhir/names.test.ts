import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NAME_KEYS, ownName } from '../../../src/fhir/codes.js';
import { cvxName } from '../../../src/fhir/cvx.js';
import { mvxName } from '../../../src/fhir/mvx.js';
import { nameOf } from '../../../src/fhir/names.js';

const reference = new URL('../../../../../shared/reference/cvx.json', import.meta.url);

test('every CVX code has a name', { skip: existsSync(reference) ? false : 'skipped: no reference' }, () => {
  const { cvx } = JSON.parse(readFileSync(reference, 'utf8'));
  const nameless = Object.keys(cvx).filter((code) => cvxName(code) === undefined);
  assert.deepEqual(nameless, ['99'], '99 is reserved');
});

test('CVX names are short, and the codes on many cards are right', () => {
  assert.equal(cvxName('03'), 'MMR (measles, mumps, rubella)');
  assert.equal(cvxName('3'), cvxName('03'), 'some write it without the zero');
  assert.equal(cvxName('208'), 'COVID-19 (Pfizer-BioNTech, 30 mcg)');
  assert.equal(cvxName('115'), 'Tdap (tetanus, diphtheria, whooping cough)');
  assert.equal(cvxName('943'), 'Hepatitis B, adult');
  for (const code of ['99', '999999', '', 'x', '__proto__', 'constructor']) assert.equal(cvxName(code), undefined);
  for (let code = 1; code < 1000; code++) assert.ok((cvxName(String(code)) ?? '').length <= 60);
});

test('manufacturers by MVX', () => {
  assert.equal(mvxName('MOD'), 'Moderna');
  assert.equal(mvxName('pfr'), 'Pfizer');
  assert.equal(mvxName('constructor'), undefined);
});

const SNOMED = 'http://snomed.info/sct';
const CVX = 'http://hl7.org/fhir/sid/cvx';

const NAMES: [what: string, concept: unknown, text: string | undefined][] = [
  [
    'the card’s text first',
    { text: 'Flu shot', coding: [{ system: CVX, code: '88', display: 'influenza' }] },
    'Flu shot',
  ],
  ['then a display', { coding: [{ system: CVX, code: '88', display: 'influenza' }] }, 'influenza'],
  [
    'the display the user chose',
    {
      coding: [
        { code: 'a', display: 'A' },
        { code: 'b', display: 'B', userSelected: true },
      ],
    },
    'B',
  ],
  ['then our table', { coding: [{ system: CVX, code: '88' }] }, 'Flu'],
  [
    'of any coding',
    {
      coding: [
        { system: SNOMED, code: '1' },
        { system: CVX, code: '88' },
      ],
    },
    'Flu',
  ],
  [
    'a vaccine known by SNOMED CT only has no invented name',
    { coding: [{ system: SNOMED, code: '1119349007' }] },
    undefined,
  ],
  ['nor by ICD-11', { coding: [{ system: 'http://id.who.int/icd/release/11/mms', code: 'XM1NL1' }] }, undefined],
  ['a blank text is none', { text: '  ', coding: [{ system: CVX, code: '88' }] }, 'Flu'],
  ['a Coding', { system: SNOMED, code: '260373001' }, 'Detected'],
  ['a bare code', 'final', 'final'],
];
for (const [what, concept, text] of NAMES) test(`names: ${what}`, () => assert.equal(nameOf(concept)?.text, text));

test('names: the resolver is asked last, and answers for what has no name', () => {
  const asked: unknown[] = [];
  const resolve = (coding: unknown) => {
    asked.push(coding);
    return 'Resolved';
  };
  assert.equal(nameOf({ coding: [{ system: CVX, code: '88' }] }, { resolve })?.text, 'Flu');
  assert.deepEqual(asked, []);
  assert.equal(nameOf({ coding: [{ system: SNOMED, code: '5' }] }, { resolve })?.text, 'Resolved');
  assert.deepEqual(asked, [{ system: SNOMED, code: '5' }]);
});

test('names: an empty concept is nothing, a code is kept', () => {
  for (const concept of [undefined, null, {}, { coding: [] }, { coding: [{}] }, '', 5])
    assert.equal(nameOf(concept), undefined);
  assert.deepEqual(nameOf({ coding: [{ system: SNOMED, code: '5' }] }), { codings: [{ system: SNOMED, code: '5' }] });
});

test('every name of our own in the guide’s lists has a message key', () => {
  assert.ok(NAME_KEYS.includes('result.not-detected') && NAME_KEYS.includes('test.covid19-molecular'));
  assert.equal(new Set(NAME_KEYS).size, NAME_KEYS.length);
  for (const code of ['260373001', '260415000', '10828004', '260385009', '455371000124106'])
    assert.ok(ownName(SNOMED, code)?.key);
  for (const code of ['94500-6', '94558-4', '94563-4', '95423-0', '94763-0'])
    assert.ok(ownName('http://loinc.org', code)?.key);
});
