import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFormData } from '../../../src/fhir/form.js';
import { summarize } from '../../../src/fhir/summarize.js';
import { collection, immunization, patient } from './bundles.js';

test('form values by the standard autocomplete names', () => {
  const form = toFormData(
    summarize(
      patient({
        gender: 'female',
        telecom: [
          { system: 'phone', value: '+1 555 0100' },
          { system: 'email', value: 'ana@example.org' },
        ],
        address: [{ line: ['1 Dock Road', 'Flat 2'], city: 'Harbor', state: 'MA', postalCode: '02108', country: 'us' }],
      }),
    ),
  );
  assert.deepEqual(form, {
    name: 'Ana M. Rivera',
    'given-name': 'Ana',
    'additional-name': 'M.',
    'family-name': 'Rivera',
    bday: '1984-02-29',
    'bday-year': '1984',
    'bday-month': '02',
    'bday-day': '29',
    sex: 'female',
    tel: '+1 555 0100',
    email: 'ana@example.org',
    'street-address': '1 Dock Road\nFlat 2',
    'address-level2': 'Harbor',
    'address-level1': 'MA',
    'postal-code': '02108',
    country: 'US',
  });
});

test('a birth date that is not known to the day is no bday', () => {
  assert.deepEqual(toFormData(summarize(patient({ name: [], birthDate: '1984-02' }))), {
    'bday-year': '1984',
    'bday-month': '02',
  });
});

test('a country in words is its name', () => {
  assert.equal(toFormData(summarize(patient({ address: [{ country: 'Nederland' }] })))['country-name'], 'Nederland');
});

test('of two people that nothing decides between, nobody fills the form', () => {
  assert.deepEqual(
    toFormData(
      summarize(collection(patient(), patient({ name: [{ text: 'Ben' }] }), immunization({ patient: undefined }))),
    ),
    {},
  );
});
