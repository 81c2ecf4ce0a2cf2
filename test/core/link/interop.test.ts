/** With kill-the-clipboard, an independent implementation: what each makes, the other opens. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Bundle, Resource } from 'fhir/r4.js';
import { SHL, SHLManifestBuilder, SHLViewer } from 'kill-the-clipboard';
import { createTrust, issueCard, publicKeySet } from '../../../src/index.js';
import { createLink } from '../../../src/link/create.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { linkManifest } from '../../../src/link/manifest.js';
import { openLink } from '../../../src/link/open.js';
import { bundle, ISSUER, issuerKey, NOW } from '../../fixtures/cards.js';
import { ID, startHost, type TestHost } from './server.js';

const FHIR = 'application/fhir+json';
const CARD = 'application/smart-health-card';
const fhir = bundle() as Bundle;

let host: TestHost;
let card = '';
before(async () => {
  host = await startHost();
  card = await issueCard({ issuer: ISSUER, key: await issuerKey, bundle: bundle() as Bundle, issuedAt: NOW });
});
after(() => host.close());

/** Both sides insist on https: the public names of the link are served from our host. */
const PUBLIC = 'https://shl.example.org';
const viaHost: typeof fetch = (url, init) => fetch(String(url).replace(PUBLIC, host.origin), init);

for (const zip of [false, true]) {
  test(`their viewer opens our links (zip ${zip})`, async () => {
    const url = `${PUBLIC}/${ID}/manifest.json`;
    const { uri, key } = createLink({
      url,
      label: 'Ours',
      flag: 'LP',
      exp: new Date(Date.now() + 60_000),
      viewer: 'https://viewer.example.org/',
    });
    const cardFile = await encryptFile(JSON.stringify({ verifiableCredential: [card] }), CARD, key, { zip });
    host.serve('/ours', cardFile);
    const files = [
      {
        contentType: FHIR,
        embedded: await encryptFile(JSON.stringify(fhir), FHIR, key, { zip }),
        lastUpdated: new Date(),
      },
      { contentType: CARD, location: `${PUBLIC}/ours` },
    ];
    let sent = '';
    host.on(`/${ID}/manifest.json`, ({ body }, response) => {
      sent = body;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(linkManifest(files)));
    });
    const viewer = new SHLViewer({ shlinkURI: uri, fetch: (at, init) => viaHost(at, init) });
    const { publicJwk } = await issuerKey;
    const resolved = await viewer.resolveSHL({
      recipient: 'Clinic',
      passcode: '1234',
      shcReaderConfig: {
        publicKey: await crypto.subtle.importKey('jwk', publicJwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, [
          'verify',
        ]),
      },
    });
    assert.equal(JSON.parse(sent).passcode, '1234');
    assert.deepEqual(resolved.fhirResources, [fhir]);
    assert.deepEqual(
      resolved.smartHealthCards.map((one) => one.asJWS()),
      [card],
    );
  });

  test(`we open their links (zip ${zip})`, async () => {
    const shl = SHL.generate({
      baseManifestURL: `${PUBLIC}/`,
      manifestPath: '/manifest.json',
      label: 'Theirs',
      flag: 'L',
    });
    const stored: string[] = [];
    const builder = new SHLManifestBuilder({
      shl,
      uploadFile: async (content) => {
        stored.push(content);
        host.serve(`/theirs/${stored.length - 1}`, content);
        return String(stored.length - 1);
      },
      getFileURL: async (path) => `${PUBLIC}/theirs/${path}`,
      loadFile: async (path) => stored[Number(path)] as string,
    });
    await builder.addHealthCard({ shc: card, enableCompression: zip });
    await builder.addFHIRResource({ content: fhir as Resource, enableCompression: zip });
    host.on(new URL(shl.url).pathname, async ({ body }, response) => {
      const { embeddedLengthMax } = JSON.parse(body);
      response.writeHead(200).end(JSON.stringify(await builder.buildManifest({ embeddedLengthMax })));
    });
    const trust = createTrust({
      issuers: [{ url: ISSUER, keys: publicKeySet([await issuerKey]) }],
      liveKeys: 'never',
      now: () => NOW,
    });
    for (const embeddedLengthMax of [0, 1_000_000]) {
      const { files, label } = await openLink(shl.toURI(), {
        recipient: 'Clinic',
        trust,
        fetch: viaHost,
        embeddedLengthMax,
      });
      assert.equal(label, 'Theirs');
      assert.deepEqual(
        files.map(({ error }) => error),
        [undefined, undefined],
      );
      assert.deepEqual(
        files[0]?.cards?.map(({ verdict }) => verdict),
        ['verified'],
      );
      assert.deepEqual(files[1]?.resource, fhir);
    }
    assert.equal(host.count('/theirs/0'), 1);
    host.seen.length = 0;
  });
}
