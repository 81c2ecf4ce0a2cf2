/** HL7's example links, their files served from loopback: the links themselves point elsewhere, so each is made anew with the same key. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLink } from '../../../src/link/create.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { openLink } from '../../../src/link/open.js';
import { parseLink } from '../../../src/link/payload.js';
import { needsVectors, vector } from '../../fixtures/vectors.js';
import { ID, startHost, type TestHost } from './server.js';

const read = (name: string) => vector(`links/${name}`);
const options = { recipient: 'Test clinic', allowLoopback: true };

describe('HL7 example links', needsVectors, () => {
  let host: TestHost;
  before(async () => {
    host = await startHost();
  });
  after(() => host.close());

  /** A link with the key and flags of the original, to our own host. */
  const relocated = (name: string, path: string): string => {
    const { key, flags, label } = parseLink(read(name));
    return createLink({ url: host.origin + path, key, flag: [...flags].join(''), ...(label && { label }) }).uri;
  };

  test('the links parse: viewer prefix, flags LU, label; a short address is advice for the host', () => {
    const ips = parseLink(read('IPS_IG-bundle-01-shl.txt'));
    assert.equal(ips.label, 'Demo SHL for IPS_IG-bundle-01');
    assert.deepEqual([...ips.flags], ['L', 'U']);
    assert.deepEqual(
      ips.findings.map(({ code }) => code),
      ['LINK_URL_ENTROPY'],
    );
    const { shlink, shlinkBare, shlinkJsonPayload } = JSON.parse(read('IPS_IG-bundle-01-shl-details.json'));
    assert.deepEqual({ ...parseLink(shlink) }, { ...ips });
    assert.deepEqual({ ...parseLink(shlinkBare) }, { ...ips });
    assert.equal(ips.url, shlinkJsonPayload.url);
    assert.equal(parseLink(read('CARIN_INS_CD-bundle-01-shl.txt')).label, 'Demo SHL for carin-insurance-example');
  });

  test('the patient summary opens', async () => {
    host.serve(`/${ID}/ips`, read('IPS_IG-bundle-01-enc.txt'), { 'content-type': 'text/plain' });
    const { files, label } = await openLink(relocated('IPS_IG-bundle-01-shl.txt', `/${ID}/ips`), options);
    assert.equal(label, 'Demo SHL for IPS_IG-bundle-01');
    assert.equal(files.length, 1);
    assert.equal(files[0]?.kind, 'fhir');
    assert.equal(files[0]?.error, undefined);
    assert.deepEqual(files[0]?.resource, JSON.parse(read('IPS_IG-bundle-01.json')));
  });

  test('the insurance file is a signed card where an encrypted file should be', async () => {
    host.serve(`/${ID}/ins`, read('CARIN_INS_CD-bundle-01-enc.txt'), { 'content-type': 'text/plain' });
    await assert.rejects(
      openLink(relocated('CARIN_INS_CD-bundle-01-shl.txt', `/${ID}/ins`), options),
      (error: HealthLinkError) =>
        error instanceof HealthLinkError &&
        error.code === 'LINK_DECRYPT' &&
        /signed card rather than an encrypted file/.test(error.message),
    );
  });

  for (const zip of [false, true]) {
    test(`its plaintext, a bare array, encrypted by us opens as a bundle (zip ${zip})`, async () => {
      const plain = read('CARIN_INS_CD-bundle-01.json');
      const { key } = parseLink(read('CARIN_INS_CD-bundle-01-shl.txt'));
      host.serve(`/${ID}/ours`, await encryptFile(plain, 'application/fhir+json', key, { zip }));
      const { files } = await openLink(relocated('CARIN_INS_CD-bundle-01-shl.txt', `/${ID}/ours`), options);
      assert.equal(files[0]?.error, undefined);
      assert.deepEqual(files[0]?.resource, { resourceType: 'Bundle', type: 'collection', entry: JSON.parse(plain) });
      assert.equal(new TextDecoder().decode(files[0]?.bytes), plain);
    });
  }
});
