import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { cardToQrText, createTrust, type JWKS, type RevocationList, verifyCards } from '../../src/index.js';
import { demo } from './support.js';

const trustIn = (origin: string) =>
  createTrust({ issuers: [{ url: `${origin}/issuer`, name: 'Demo issuer' }], allowLoopback: true });

const cardsAt = async (url: string): Promise<string> => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  return response.text();
};

test('the key set has one public key, named by its thumbprint, for any page to read', async (t) => {
  const { origin } = await demo(t);
  const response = await fetch(`${origin}/issuer/.well-known/jwks.json`);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
  const { keys } = (await response.json()) as JWKS;
  assert.equal(keys.length, 1);
  const { kid, kty, crv, x, y, use, alg, crlVersion } = keys[0] ?? assert.fail();
  assert.deepEqual(
    { kty, crv, use, alg, crlVersion },
    { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', crlVersion: 1 },
  );
  assert.equal(kid, createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url'));
  assert.ok(!('d' in (keys[0] ?? {})));
});

test('the revocation list is where the specification says, under the key id', async (t) => {
  const { origin } = await demo(t);
  const { keys } = (await (await fetch(`${origin}/issuer/.well-known/jwks.json`)).json()) as JWKS;
  const response = await fetch(`${origin}/issuer/.well-known/crl/${keys[0]?.kid}.json`);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  const list = (await response.json()) as RevocationList;
  assert.deepEqual({ ...list, rids: list.rids.length }, { kid: keys[0]?.kid, method: 'rid', ctr: 1, rids: 1 });
  assert.equal((await fetch(`${origin}/issuer/.well-known/crl/${'A'.repeat(43)}.json`)).status, 404);
});

test('every download is a card file that verifies with the key set of this server', async (t) => {
  const { origin } = await demo(t);
  const trust = trustIn(origin);
  const { people } = (await (await fetch(`${origin}/api/people`)).json()) as {
    people: { name: string; cards: { id: string; qr: boolean }[] }[];
  };
  assert.equal(people.length, 4);
  for (const { id, qr } of people.flatMap((person) => person.cards)) {
    const response = await fetch(`${origin}/cards/${id}.smart-health-card`);
    assert.equal(response.headers.get('Content-Type'), 'application/smart-health-card', id);
    assert.equal(response.headers.get('Content-Disposition'), `attachment; filename="${id}.smart-health-card"`);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const [result, ...more] = await verifyCards(await response.text(), { trust });
    assert.equal(more.length, 0);
    assert.deepEqual(
      result?.findings.filter(({ severity }) => severity === 'error'),
      [],
      id,
    );
    assert.equal(result?.verdict, 'verified', id);
    assert.equal(result?.issuer.name, 'Demo issuer');
    assert.equal(result?.issuer.loopback, true);
    assert.equal(result?.revocation, 'clear');
    if (qr) assert.equal(cardToQrText(result?.jws ?? '').length, 1, `${id} fits one QR code`);
  }
});

test('each sample is refused for its own reason', async (t) => {
  const { origin } = await demo(t);
  const trust = trustIn(origin);
  const verdictOf = async (id: string) =>
    (await verifyCards(await cardsAt(`${origin}/cards/${id}.smart-health-card`), { trust }))[0]?.verdict;
  assert.equal(await verdictOf('sample-changed'), 'invalid');
  assert.equal(await verdictOf('sample-expired'), 'expired');
  assert.equal(await verdictOf('sample-withdrawn'), 'revoked');
  assert.equal(await verdictOf('sample-unknown'), 'untrusted');
});

test('a card that is not there, or a path that is none, is 404', async (t) => {
  const { origin } = await demo(t);
  for (const path of ['nobody.smart-health-card', '..%2f..%2fpackage.json', 'amara-covid', '%2e%2e/issuer-key.json'])
    assert.equal((await fetch(`${origin}/cards/${path}`)).status, 404, path);
});
