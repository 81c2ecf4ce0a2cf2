/** What is inside the files: cards each with their own verdict, FHIR that nobody signed, and the rest. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Bundle } from 'fhir/r4.js';
import { cardFile, createTrust, issueCard, publicKeySet, type Trust } from '../../../src/index.js';
import { readMediaType } from '../../../src/link/content.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { openLink } from '../../../src/link/open.js';
import type { LinkFile } from '../../../src/link/types.js';
import { bundle, claims, forge, ISSUER, issuerKey, NOW } from '../../fixtures/cards.js';
import { ID, KEY, link, startHost, type TestHost } from './server.js';

const CARD = 'application/smart-health-card';
const FHIR = 'application/fhir+json';

let host: TestHost;
let trust: Trust;
let card = '';
before(async () => {
  host = await startHost();
  card = await issueCard({ issuer: ISSUER, key: await issuerKey, bundle: bundle() as Bundle, issuedAt: NOW });
  trust = createTrust({
    issuers: [{ url: ISSUER, keys: publicKeySet([await issuerKey]) }],
    liveKeys: 'never',
    now: () => NOW,
  });
});
after(() => host.close());

/** One file as a direct link, with whatever `cty`; none when it is empty. */
async function share(
  content: string | Uint8Array,
  contentType: string,
  options: { trust?: Trust } = {},
): Promise<LinkFile> {
  let jwe = await encryptFile(content, contentType || 'x/y', KEY);
  if (!contentType) {
    const { CompactEncrypt } = await import('jose');
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    jwe = await new CompactEncrypt(bytes)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(Buffer.from(KEY, 'base64url'));
  }
  host.serve(`/${ID}`, jwe);
  const text = link({ url: `${host.origin}/${ID}`, flag: 'U' });
  const { files } = await openLink(text, { recipient: 'x', allowLoopback: true, ...options });
  return files[0] as LinkFile;
}

test('each card has its own full verdict; one bad card loses none', async () => {
  const expired = await forge({ key: await issuerKey, claims: claims((one) => (one.exp = one.nbf + 60)) });
  const tampered = `${card.slice(0, -4)}AAAA`;
  const file = await share(JSON.stringify({ verifiableCredential: [card, tampered, expired, 12] }), CARD, { trust });
  assert.equal(file.kind, 'cards');
  assert.deepEqual(
    file.cards?.map(({ verdict }) => verdict),
    ['verified', 'invalid', 'expired', 'invalid'],
  );
  assert.deepEqual(
    file.cards?.map(({ fhirBundle }) => fhirBundle !== undefined),
    [true, false, true, false],
  );
  assert.equal(file.resource, undefined);
});

test('without a trust nobody is trusted, and the link’s host vouches for nothing', async () => {
  const file = await share(cardFile([card]), CARD);
  assert.equal(file.cards?.[0]?.verdict, 'untrusted');
  assert.equal(file.cards?.[0]?.signature, 'unchecked');
  assert.equal(file.cards?.[0]?.fhirBundle, undefined);
});

test('a file of cards without any is one invalid result', async () => {
  for (const content of ['{}', '{"verifiableCredential":[]}', '[]', 'x', '{"verifiableCredential":"x"}']) {
    const file = await share(content, CARD, { trust });
    assert.deepEqual(
      file.cards?.map(({ verdict }) => verdict),
      ['invalid'],
      content,
    );
  }
});

test('a FHIR file is never a verified card, whatever is in it', async () => {
  const file = await share(JSON.stringify({ ...bundle(), verifiableCredential: [card], verdict: 'verified' }), FHIR, {
    trust,
  });
  assert.equal(file.kind, 'fhir');
  assert.equal(file.cards, undefined);
});

test('FHIR: bundle, single resource, bare arrays; the bytes stay as they came', async () => {
  const patient = { resourceType: 'Patient', id: 'a' };
  const table: [unknown, unknown][] = [
    [bundle(), bundle()],
    [patient, patient],
    [[patient], { resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] }],
    [
      [{ fullUrl: 'resource:0', resource: patient }],
      { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'resource:0', resource: patient }] },
    ],
    [[], { resourceType: 'Bundle', type: 'collection', entry: [] }],
  ];
  for (const [content, resource] of table) {
    const file = await share(JSON.stringify(content), `${FHIR};fhirVersion=4.0.1`);
    assert.deepEqual(file.resource, resource);
    assert.equal(file.fhirVersion, '4.0.1');
    assert.equal(new TextDecoder().decode(file.bytes), JSON.stringify(content));
    assert.equal(file.error, undefined);
  }
});

test('a file that does not say what it is, is looked at', async () => {
  const table: [string | Uint8Array, string, string][] = [
    [cardFile([card]), 'cards', CARD],
    [JSON.stringify(bundle()), 'fhir', FHIR],
    [JSON.stringify([{ resourceType: 'Patient' }]), 'fhir', FHIR],
    ['[]', 'unknown', 'application/octet-stream'],
    ['{"a":1}', 'unknown', 'application/octet-stream'],
    ['plain text', 'unknown', 'application/octet-stream'],
    [new Uint8Array([0x89, 0x50, 0xff]), 'unknown', 'application/octet-stream'],
  ];
  for (const [content, kind, contentType] of table) {
    const file = await share(content, '', { trust });
    assert.equal(file.kind, kind);
    assert.equal(file.contentType, contentType);
    assert.equal(file.error, undefined);
    assert.ok(file.bytes);
  }
});

test('a __proto__ in shared FHIR stays an ordinary member', async () => {
  const file = await share('{"resourceType":"Patient","__proto__":{"verdict":"verified"}}', FHIR);
  assert.equal((file as { verdict?: string }).verdict, undefined);
  assert.equal((file.resource as { verdict?: string }).verdict, undefined);
  assert.equal(({} as { verdict?: string }).verdict, undefined);
});

test('media types: case, white space, quotes, parameters', () => {
  const { type, parameters } = readMediaType(' Application/FHIR+json ; FHIRVersion="4.0.1";charset=utf-8; ;x');
  assert.equal(type, FHIR);
  assert.equal(parameters.get('fhirversion'), '4.0.1');
  assert.equal(parameters.get('charset'), 'utf-8');
});
