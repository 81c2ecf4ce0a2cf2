import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProfile } from '../../../src/fhir/check-profile.js';
import { summarize } from '../../../src/fhir/summarize.js';
import type { Summary } from '../../../src/fhir/types.js';
import { needsVectors, vectorJson } from '../../fixtures/vectors.js';
import { accountedFor, rowsOf } from './accounting.js';

const BUNDLES: [file: string, entries: number, rows: number][] = [
  ['hl7/example-00-a-fhirBundle.json', 4, 3],
  ['hl7/example-01-a-fhirBundle.json', 4, 3],
  ['hl7/example-02-a-fhirBundle.json', 8, 7],
  ['hl7/example-03-a-fhirBundle.json', 3, 2],
  ['links/IPS_IG-bundle-01.json', 20, 17],
  ['links/CARIN_INS_CD-bundle-01.json', 4, 2],
  ['vaccination-ig/bundle-immunization-covid.json', 4, 3],
  ['vaccination-ig/bundle-immunization-mpox.json', 3, 2],
  ['vaccination-ig/bundle-lab-test-results-covid.json', 2, 1],
];

for (const [file, entries, rows] of BUNDLES) {
  test(`${file}: each of ${entries} entries is accounted for`, needsVectors, () => {
    const bundle = vectorJson(file);
    const before = JSON.stringify(bundle);
    const summary = summarize(bundle);
    assert.deepEqual(
      [...accountedFor(summary)].sort((a, b) => a - b),
      Array.from({ length: entries }, (_, i) => i),
    );
    assert.equal(rowsOf(summary).length, rows);
    assert.deepEqual(summary.unread, []);
    assert.equal(JSON.stringify(bundle), before, 'the bundle is not changed');
    assert.deepEqual(structuredClone(summary), summary, 'plain values only');
  });
}

const kinds = (summary: Summary) => summary.groups.map(({ kind }) => kind);
const facts = (summary: Summary, type: string) =>
  rowsOf(summary)
    .filter(({ resourceType }) => resourceType === type)
    .map((row) =>
      Object.fromEntries(row.facts.map(({ label, value }) => [label, value.type === 'text' ? value.text : value])),
    );

test('IPS: sections in order, a panel with its parts, a Medication folded into its statement', needsVectors, () => {
  const summary = summarize(vectorJson('links/IPS_IG-bundle-01.json'));
  assert.equal(summary.person?.name, 'Martha DeLarosa');
  assert.deepEqual(kinds(summary), [
    'allergies',
    'conditions',
    'medications',
    'labs',
    'past-conditions',
    'plans',
    'people',
  ]);
  const panel = summary.groups.find(({ kind }) => kind === 'labs')?.rows[0];
  assert.equal(panel?.parts?.length, 4);
  const [statement] = summary.groups.find(({ kind }) => kind === 'medications')?.rows ?? [];
  assert.deepEqual(statement?.also, [{ index: 7, resourceType: 'Medication' }]);
  assert.equal(
    statement?.title.type === 'name' && statement.title.text,
    'Product containing anastrozole (medicinal product)',
  );
  const plans = summary.groups.find(({ kind }) => kind === 'plans');
  assert.match(plans?.text ?? '', /^Continue hormone medication/, 'a section with a narrative alone says it');
});

test('HL7 example 02: references that lead nowhere, or to the composition, name nobody', needsVectors, () => {
  const summary = summarize(vectorJson('hl7/example-02-a-fhirBundle.json'));
  assert.equal(summary.person?.name, 'Martha DeLarosa');
  const about = rowsOf(summary).filter(({ resourceType }) =>
    /Condition|Statement|Allergy|Composition/.test(resourceType),
  );
  assert.deepEqual(
    about.map((row) => row.about),
    Array(4).fill({ relation: 'unresolved' }),
  );
});

test('insurance: the person is the beneficiary, not the subscriber; the card facts are there', needsVectors, () => {
  const summary = summarize(vectorJson('links/CARIN_INS_CD-bundle-01.json'));
  assert.equal(summary.person?.name, 'Jane Doe');
  assert.deepEqual(
    summary.otherPeople?.map(({ name }) => name),
    ['John Doe'],
  );
  const [coverage] = facts(summary, 'Coverage');
  const {
    memberId,
    subscriberId,
    subscriber,
    group,
    groupName,
    plan,
    planName,
    rxbin,
    rxpcn,
    payor,
    payerId,
    network,
  } = coverage ?? {};
  assert.deepEqual(
    { memberId, subscriberId, subscriber, group, groupName, plan, planName, rxbin, rxpcn, payor, payerId, network },
    {
      memberId: '102345672-02',
      subscriberId: '102345672-01',
      subscriber: 'John Doe',
      group: '993355',
      groupName: 'Stars Inc',
      plan: '11461128',
      planName: 'Acme Gold Plus',
      rxbin: '100045',
      rxpcn: '1234000',
      payor: 'Acme Insurance Co',
      payerId: '45002',
      network: '561490',
    },
  );
  const [row] = summary.groups[0]?.rows ?? [];
  assert.equal(row?.facts.filter(({ label }) => label === 'copay').length, 12);
  assert.equal(row?.facts.filter(({ label }) => label === 'contact').length, 6);
});

test('vaccination guide: names for bare codes, the site, the assurance level', needsVectors, () => {
  const summary = summarize(vectorJson('vaccination-ig/bundle-immunization-covid.json'));
  assert.equal(summary.assurance, 'IAL1.2');
  const titles = rowsOf(summary).map(({ title }) => title.type === 'name' && title.text);
  assert.deepEqual(titles, [
    'COVID-19 (Moderna, 100 or 50 mcg)',
    'COVID-19 (Moderna, 100 or 50 mcg)',
    'COVID-19, two-strain (Moderna)',
  ]);
  assert.deepEqual(
    facts(summary, 'Immunization').map(({ site }) => site),
    Array(3).fill('ABC General Hospital'),
  );
  const [lab] = rowsOf(summarize(vectorJson('vaccination-ig/bundle-lab-test-results-covid.json')));
  assert.equal(lab?.title.type === 'name' && lab.title.key, 'test.covid19-antigen');
  assert.equal(lab?.result?.value?.type === 'name' && lab.result.value.key, 'result.detected');
});

test(
  'the guide’s examples fit their profiles; as published they carry a Bundle.id, which DM refuses',
  needsVectors,
  () => {
    const fit = (file: string, change: (bundle: { id?: string }) => void = () => {}) => {
      const bundle = vectorJson(`vaccination-ig/bundle-${file}.json`);
      change(bundle);
      return checkProfile(bundle).profile;
    };
    const withoutId = (bundle: { id?: string }) => {
      delete bundle.id;
    };
    assert.equal(fit('immunization-covid'), 'shc-vaccination-bundle-ad');
    assert.equal(fit('immunization-covid', withoutId), 'shc-vaccination-bundle-dm');
    assert.equal(fit('immunization-mpox', withoutId), 'shc-vaccination-bundle-dm');
    assert.equal(fit('lab-test-results-covid', withoutId), 'shc-covid19-laboratory-bundle-dm');
  },
);
