import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckInAnswer } from '../../demo/server/check-in.js';
import { demo, post } from './support.js';

const cardAt = async (origin: string, id: string): Promise<string> => {
  const file = (await (await fetch(`${origin}/cards/${id}.smart-health-card`)).json()) as {
    verifiableCredential: string[];
  };
  return file.verifiableCredential[0] ?? assert.fail();
};
const AMARA = { 'given-name': 'Amara N.', 'family-name': 'Okafor', bday: '1988-04-12' };

async function checkIn(origin: string, card: unknown, form?: Record<string, string>) {
  const response = await post(`${origin}/api/check-in`, { card, form });
  return { status: response.status, answer: (await response.json()) as CheckInAnswer };
}

test('a good card is verified again and answered with what it says', async (t) => {
  const { origin } = await demo(t);
  const { status, answer } = await checkIn(origin, await cardAt(origin, 'amara-covid'), AMARA);
  assert.equal(status, 200);
  assert.equal(answer.accepted, true);
  assert.equal(answer.verdict, 'verified');
  assert.deepEqual(answer.issuer, { url: `${origin}/issuer`, name: 'Demo issuer' });
  assert.deepEqual(answer.person, { name: 'Amara N. Okafor', birthDate: '1988-04-12' });
  assert.deepEqual(
    answer.groups?.map(({ kind, rows }) => [kind, rows.length]),
    [['immunizations', 3]],
  );
});

test('a card changed in any way is refused, and nothing of it comes back', async (t) => {
  const { origin } = await demo(t);
  const jws = await cardAt(origin, 'amara-covid');
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const turn = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  for (const changed of [
    `${header}.${turn(payload, 40)}.${signature}`,
    `${header}.${payload}.${turn(signature, 40)}`,
    `${turn(header, 20)}.${payload}.${signature}`,
    `${header}.${payload}.`,
    await cardAt(origin, 'sample-changed'),
  ]) {
    const { status, answer } = await checkIn(origin, changed);
    assert.equal(status, 422);
    assert.equal(answer.accepted, false);
    assert.notEqual(answer.verdict, 'verified');
    assert.ok(answer.reasons.length > 0);
    assert.ok(!('person' in answer) && !('groups' in answer));
  }
});

test('expired, withdrawn and unknown cards are refused with their verdict', async (t) => {
  const { origin } = await demo(t);
  for (const [id, verdict] of [
    ['sample-expired', 'expired'],
    ['sample-withdrawn', 'revoked'],
    ['sample-unknown', 'untrusted'],
  ] as const) {
    const { status, answer } = await checkIn(origin, await cardAt(origin, id));
    assert.deepEqual([status, answer.accepted, answer.verdict], [422, false, verdict]);
  }
});

test('a card of one person is not accepted under the name of another', async (t) => {
  const { origin } = await demo(t);
  const card = await cardAt(origin, 'amara-covid');
  const refused = async (form: Record<string, string>) => {
    const { status, answer } = await checkIn(origin, card, { ...AMARA, ...form });
    assert.equal(status, 422);
    assert.equal(answer.accepted, false);
    assert.equal(answer.reasons.length, 1);
  };
  await refused({ 'family-name': 'Rivera' });
  await refused({ 'given-name': 'Mateo' });
  await refused({ bday: '1988-04-13' });
  await refused({ bday: '' });
  assert.equal(
    (await checkIn(origin, card, { ...AMARA, 'family-name': ' okafor ' })).status,
    200,
    'case and space aside',
  );
});

test('what is no card is refused', async (t) => {
  const { origin } = await demo(t);
  assert.equal((await checkIn(origin, 'hello')).status, 422);
  assert.equal((await checkIn(origin, 7)).status, 400);
  assert.equal((await post(`${origin}/api/check-in`, 'null')).status, 400);
  assert.equal((await post(`${origin}/api/check-in`, '{}', { 'Content-Type': 'text/plain' })).status, 415);
  assert.equal((await checkIn(origin, 'x'.repeat(300_000))).status, 413);
});
