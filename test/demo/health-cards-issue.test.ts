import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Parameters, Patient } from 'fhir/r4.js';
import { type CardResult, createTrust, verifyCard } from '../../src/index.js';
import { demo, post } from './support.js';

type Filter = [name: string, value: string];

const VALUES: Record<string, string> = { includeIdentityClaim: 'valueString', _since: 'valueDateTime' };
const parameters = (filters: readonly Filter[]) => ({
  resourceType: 'Parameters',
  parameter: filters.map(([name, value]) => ({ name, [VALUES[name] ?? 'valueUri']: value })),
});

async function issued(origin: string, person: string, ...filters: Filter[]): Promise<CardResult[]> {
  const response = await post(`${origin}/fhir/Patient/${person}/$health-cards-issue`, parameters(filters));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/fhir\+json/);
  const answer = (await response.json()) as Parameters;
  assert.equal(answer.resourceType, 'Parameters');
  const trust = createTrust({ issuers: [`${origin}/issuer`], allowLoopback: true });
  const results = await Promise.all(
    (answer.parameter ?? []).map(({ name, valueString }) => {
      assert.equal(name, 'verifiableCredential');
      return verifyCard(valueString ?? '', { trust });
    }),
  );
  for (const { verdict } of results) assert.equal(verdict, 'verified');
  return results;
}

const typesIn = ({ fhirBundle }: CardResult) => fhirBundle?.entry?.map(({ resource }) => resource?.resourceType);
const COVID = 'https://terminology.smarthealth.cards/ValueSet/immunization-covid-all';
const MPOX = 'https://terminology.smarthealth.cards/ValueSet/immunization-orthopoxvirus-all';

test('all cards with the requested type come back, each verified', async (t) => {
  const { origin } = await demo(t);
  const cards = await issued(origin, 'amara', ['credentialType', 'Immunization']);
  assert.deepEqual(cards.map(typesIn), [
    ['Patient', 'Immunization', 'Immunization', 'Immunization'],
    ['Patient', 'Immunization', 'Immunization'],
  ]);
});

test('several types mean all of them in one card; older names still work', async (t) => {
  const { origin } = await demo(t);
  assert.equal(
    (await issued(origin, 'mateo', ['credentialType', 'Immunization'], ['credentialType', 'Observation'])).length,
    0,
  );
  assert.equal((await issued(origin, 'mateo', ['credentialType', '#laboratory'])).length, 1);
  assert.equal((await issued(origin, 'zoe', ['credentialType', 'Coverage'], ['credentialType', 'Patient'])).length, 1);
});

test('value sets narrow the answer, all of them at once; an unknown one matches nothing', async (t) => {
  const { origin } = await demo(t);
  const vaccines: Filter = ['credentialType', 'Immunization'];
  assert.equal((await issued(origin, 'amara', vaccines, ['credentialValueSet', COVID])).length, 1);
  assert.equal((await issued(origin, 'amara', vaccines, ['credentialValueSet', MPOX])).length, 0);
  assert.equal((await issued(origin, 'mateo', vaccines, ['credentialValueSet', MPOX])).length, 1);
  assert.equal(
    (await issued(origin, 'mateo', vaccines, ['credentialValueSet', MPOX], ['credentialValueSet', COVID])).length,
    0,
  );
  assert.equal((await issued(origin, 'amara', vaccines, ['credentialValueSet', 'https://example.org/vs'])).length, 0);
});

test('_since leaves out older data, at any precision', async (t) => {
  const { origin } = await demo(t);
  const vaccines: Filter = ['credentialType', 'Immunization'];
  assert.equal((await issued(origin, 'amara', vaccines, ['_since', '1990'])).length, 2);
  assert.equal((await issued(origin, 'amara', vaccines, ['_since', '2021-03'])).length, 1);
  assert.equal((await issued(origin, 'amara', vaccines, ['_since', '2023-10-12'])).length, 1);
  assert.equal((await issued(origin, 'amara', vaccines, ['_since', '2023-10-13T00:00:00Z'])).length, 0);
});

test('identity claims limit what the card says about the person', async (t) => {
  const { origin } = await demo(t);
  const [card] = await issued(
    origin,
    'amara',
    ['credentialType', 'Immunization'],
    ['credentialValueSet', COVID],
    ['includeIdentityClaim', 'Patient.name'],
  );
  const patient = card?.fhirBundle?.entry?.[0]?.resource as Patient;
  assert.deepEqual(Object.keys(patient).sort(), ['name', 'resourceType']);
});

test('a request that cannot be understood is an OperationOutcome', async (t) => {
  const { origin } = await demo(t);
  const url = `${origin}/fhir/Patient/amara/$health-cards-issue`;
  const outcomeOf = async (response: Response, status: number) => {
    assert.equal(response.status, status);
    assert.equal(((await response.json()) as { resourceType: string }).resourceType, 'OperationOutcome');
  };
  await outcomeOf(await post(url, '{'), 400);
  await outcomeOf(await post(url, { resourceType: 'Patient' }), 400);
  await outcomeOf(await post(url, parameters([])), 400);
  await outcomeOf(
    await post(
      url,
      parameters([
        ['credentialType', 'Immunization'],
        ['_since', 'lately'],
      ]),
    ),
    400,
  );
  await outcomeOf(await post(url.replace('amara', 'nobody'), parameters([['credentialType', 'Immunization']])), 404);
  await outcomeOf(await post(url, ' '.repeat(16 * 1024) + JSON.stringify(parameters([]))), 413);
});

test('the server says that it issues cards', async (t) => {
  const { origin } = await demo(t);
  const answer = await (await fetch(`${origin}/fhir/.well-known/smart-configuration`)).json();
  assert.ok((answer as { capabilities: string[] }).capabilities.includes('health-cards'));
});
