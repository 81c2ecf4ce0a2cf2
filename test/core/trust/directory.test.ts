import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTrust, loadDirectory, verifyCard } from '../../../src/index.js';
import { claims, forge, ISSUER, issuerKey, NOW } from '../../fixtures/cards.js';
import { serveJson } from '../../fixtures/server.js';
import { needsVectors, vector, vectorBytes, vectorJson } from '../../fixtures/vectors.js';

const snapshotOf = async (time = '2026-06-01T00:00:00Z') => ({
  directory: 'https://directory.example',
  time,
  issuerInfo: [
    {
      issuer: { iss: ISSUER, name: 'Harbor Health', website: 'https://harbor.example' },
      keys: [(await issuerKey).publicJwk],
    },
  ],
});

test('the VCI snapshot: 651 issuers, 961 keys, all usable', needsVectors, async () => {
  const directory = await loadDirectory(vector('vci/vci_snapshot.json'));
  assert.equal(directory.size, 651);
  assert.equal(directory.time?.toISOString(), '2026-08-22T04:43:50.000Z');
  assert.equal(directory.get('https://myvaccinerecord.cdph.ca.gov/creds')?.name, 'State of California');
  const trust = createTrust({ directory, liveKeys: 'never', now: () => new Date('2026-08-23') });
  let usable = 0;
  for (const { issuer, keys } of vectorJson('vci/vci_snapshot.json').issuerInfo) {
    for (const { kid } of keys) {
      const key = await trust.key(issuer.iss, kid);
      assert.equal(key.kid, kid);
      assert.notEqual(key.crlVersion, 'malformed');
      usable++;
    }
  }
  assert.equal(usable, 961);
});

test('the VCI snapshot’s revocation lists are all readable, string counters included', needsVectors, async () => {
  const directory = await loadDirectory(vectorJson('vci/vci_snapshot.json'));
  const trust = createTrust({ directory, liveKeys: 'never', now: () => new Date('2026-08-23') });
  let lists = 0;
  for (const { issuer, crls = [] } of vectorJson('vci/vci_snapshot.json').issuerInfo) {
    for (const { kid } of crls) {
      await trust.revocationList(issuer.iss, kid, 1);
      lists++;
    }
  }
  assert.ok(lists >= 6);
});

test(
  'the snapshot’s signature checks against its certificate, and one changed byte does not',
  needsVectors,
  async () => {
    const signature = vectorBytes('vci/vci_snapshot.sig');
    const certificate = vector('vci/vci_snapshot.crt');
    const text = vector('vci/vci_snapshot.json');
    const now = () => new Date('2026-08-23');
    assert.equal((await loadDirectory(text, { signature, certificate, now })).size, 651);
    assert.equal((await loadDirectory(text, { signature: signature.toString('base64'), certificate, now })).size, 651);
    await assert.rejects(
      loadDirectory(text.replace('State of California', 'State of Califormia'), { signature, certificate, now }),
      { code: 'SIGNATURE' },
    );
    const bent = Buffer.from(signature);
    bent[40] = (bent[40] ?? 0) ^ 1;
    await assert.rejects(loadDirectory(text, { signature: bent, certificate, now }), { code: 'SIGNATURE' });
    await assert.rejects(loadDirectory(text, { signature, certificate: 'nonsense', now }), { code: 'CERTIFICATE' });
    await assert.rejects(loadDirectory(text, { signature, certificate, now: () => new Date('2040-01-01') }), {
      code: 'CERTIFICATE',
    });
    await assert.rejects(loadDirectory(text, { signature }), TypeError);
    await assert.rejects(loadDirectory(JSON.parse(text), { signature, certificate }), TypeError);
  },
);

test('the issuer list shape has names and no keys', async () => {
  const directory = await loadDirectory({
    participating_issuers: [{ iss: ISSUER, name: 'Harbor Health' }, { name: 'no iss' }],
  });
  assert.equal(directory.size, 1);
  assert.deepEqual(directory.get(ISSUER), { url: ISSUER, name: 'Harbor Health' });
  assert.equal(directory.get(`${ISSUER}/`), undefined);
});

test('what is no directory is refused', async () => {
  for (const nonsense of ['', 'hello', '{}', '[]', '{"issuerInfo":7}']) {
    await assert.rejects(loadDirectory(nonsense), { code: 'FILE_FORMAT' }, nonsense);
  }
});

test('a directory is fetched from its address', async () => {
  const server = await serveJson({ '/list.json': await snapshotOf() });
  try {
    assert.equal((await loadDirectory(`${server.origin}/list.json`)).size, 1);
    await assert.rejects(loadDirectory(`${server.origin}/none.json`), { code: 'NETWORK_STATUS' });
  } finally {
    await server.close();
  }
});

test('a directory names the issuer; an old one without the network is not believed', async () => {
  const key = await issuerKey;
  const jws = await forge({ key, claims: claims() });
  const check = async (time: string, now = NOW) => {
    const directory = await loadDirectory(await snapshotOf(time));
    return verifyCard(jws, { trust: createTrust({ directory, liveKeys: 'never', now: () => now }) });
  };
  const fresh = await check('2026-05-28T00:00:00Z');
  assert.equal(fresh.verdict, 'verified');
  assert.deepEqual(fresh.issuer, {
    url: ISSUER,
    name: 'Harbor Health',
    website: 'https://harbor.example',
    trust: 'trusted',
    by: 'directory',
  });
  const stale = await check('2026-05-20T00:00:00Z');
  assert.equal(stale.verdict, 'unverifiable');
  assert.equal(stale.findings.find((f) => f.severity === 'error')?.code, 'TRUST_STALE');
});

test('of several directories the first that lists the issuer answers', async () => {
  const first = await loadDirectory({ participating_issuers: [{ iss: 'https://other.example', name: 'Other' }] });
  const second = await loadDirectory(await snapshotOf());
  const trust = createTrust({ directory: [first, second], liveKeys: 'never', now: () => NOW });
  const result = await verifyCard(await forge({ key: await issuerKey, claims: claims() }), { trust });
  assert.equal(result.issuer.name, 'Harbor Health');
});
