/** The demo's link host with two clients of different authors: ours, and kill-the-clipboard's viewer. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Bundle } from 'fhir/r4.js';
import { SHLViewer } from 'kill-the-clipboard';
import { createHostClient, createLink, encryptFile, generateLinkKey, openLink } from '../../src/index.js';
import { bundle } from '../fixtures/cards.js';
import { demo } from './support.js';

const FHIR = 'application/fhir+json';
const content = bundle() as Bundle;
/** The other viewer insists on https: a public name stands for the host on this machine. */
const PUBLIC = 'https://shl.example.org';

async function setUp(t: TestContext, flag: string, passcode?: string) {
  const { origin } = await demo(t);
  const key = generateLinkKey();
  const jwe = await encryptFile(JSON.stringify(content), FHIR, key, { zip: true });
  const host = createHostClient(`${origin}/shl`);
  const files = [{ contentType: FHIR, jwe }];
  const { url } = await host.create({ files, flag, ...(passcode && { passcode }) });
  const here = createLink({ url, key, flag }).uri;
  const there = createLink({ url: url.replace(origin, PUBLIC), key, flag }).uri;
  const viaPublic = async (address: string, init?: RequestInit) => {
    const response = await fetch(address.replace(PUBLIC, origin), init);
    const text = (await response.text()).replaceAll(origin, PUBLIC);
    return new Response(text, {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? '' },
    });
  };
  const theirs = (code?: string) =>
    new SHLViewer({ shlinkURI: there, fetch: (address, init) => viaPublic(String(address), init) }).resolveSHL({
      recipient: 'Theirs',
      embeddedLengthMax: 0,
      ...(code && { passcode: code }),
    });
  const ours = (code?: string) =>
    openLink(here, { recipient: 'Ours', allowLoopback: true, embeddedLengthMax: 0, ...(code && { passcode: code }) });
  return { theirs, ours };
}

for (const flag of ['', 'L', 'U']) {
  test(`both open the same link (flag "${flag}")`, async (t) => {
    const { theirs, ours } = await setUp(t, flag);
    assert.deepEqual((await theirs()).fhirResources, [content]);
    assert.deepEqual((await ours()).files[0]?.resource, content);
  });
}

test('both open it with the passcode, and count as one when they guess', async (t) => {
  const { theirs, ours } = await setUp(t, 'P', 'correct');
  await assert.rejects(theirs('wrong'));
  await assert.rejects(ours('wrong too'), { code: 'LINK_PASSCODE_WRONG', remainingAttempts: 3 });
  assert.deepEqual((await theirs('correct')).fhirResources, [content]);
  assert.deepEqual((await ours('correct')).files[0]?.resource, content);
});
