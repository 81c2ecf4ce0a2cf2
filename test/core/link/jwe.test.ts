import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { toBase64url, utf8 } from '../../../src/internal/bytes.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { decryptFile, encryptFile } from '../../../src/link/jwe.js';
import { KEY } from './server.js';

const OTHER_KEY = toBase64url(new Uint8Array(32).fill(7));
const raw = Buffer.from(KEY, 'base64url');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const FHIR = 'application/fhir+json';

/** A JWE with any header and any plaintext (compressed or not by the caller), really encrypted with the key. */
async function seal(header: object | string, plain: Uint8Array, ivBytes = 12): Promise<string> {
  const encoded = toBase64url(utf8(typeof header === 'string' ? header : JSON.stringify(header)));
  const iv = new Uint8Array(randomBytes(ivBytes));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(encoded) }, key, new Uint8Array(plain)),
  );
  return [encoded, '', toBase64url(iv), toBase64url(sealed.subarray(0, -16)), toBase64url(sealed.subarray(-16))].join(
    '.',
  );
}
const header = { alg: 'dir', enc: 'A256GCM' };

async function refusal(jwe: string, key = KEY, options = {}): Promise<HealthLinkError> {
  try {
    await decryptFile(jwe, key, options);
  } catch (error) {
    assert.ok(error instanceof HealthLinkError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'decryptFile accepted it' });
}

for (const zip of [false, true]) {
  test(`what we encrypt we decrypt, and so does jose (zip ${zip})`, async () => {
    const content = JSON.stringify({ resourceType: 'Patient', name: 'ü'.repeat(1000) });
    const jwe = await encryptFile(content, FHIR, KEY, { zip });
    const ours = await decryptFile(jwe, KEY);
    assert.equal(text(ours.bytes), content);
    assert.equal(ours.contentType, FHIR);
    const theirs = await compactDecrypt(jwe, raw);
    assert.equal(text(theirs.plaintext), content);
    assert.deepEqual(theirs.protectedHeader, { alg: 'dir', enc: 'A256GCM', cty: FHIR, ...(zip && { zip: 'DEF' }) });
    assert.equal(jwe.length < content.length, zip);
  });

  test(`what jose encrypts we decrypt (zip ${zip})`, async () => {
    const content = randomBytes(5000);
    const jwe = await new CompactEncrypt(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: FHIR, ...(zip && { zip: 'DEF' as const }) })
      .encrypt(raw);
    assert.deepEqual(Buffer.from((await decryptFile(`\n${jwe}\r\n`, KEY)).bytes), content);
  });
}

test('every encryption has an IV of its own', async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => encryptFile('x', FHIR, KEY)));
  assert.equal(new Set(all.map((jwe) => jwe.split('.')[2])).size, 200);
});

test('bytes and empty content', async () => {
  assert.equal((await decryptFile(await encryptFile('', FHIR, KEY, { zip: true }), KEY)).bytes.length, 0);
  assert.equal((await decryptFile(await encryptFile('', FHIR, KEY), KEY)).bytes.length, 0);
  const bytes = new Uint8Array([0, 255, 1]);
  assert.deepEqual((await decryptFile(await encryptFile(bytes, 'image/png', KEY), KEY)).bytes, bytes);
});

test('cty: absent is fine, a short one gets its application/', async () => {
  assert.equal((await decryptFile(await seal(header, utf8('x')), KEY)).contentType, undefined);
  assert.equal((await decryptFile(await seal({ ...header, cty: 'fhir+json' }, utf8('x')), KEY)).contentType, FHIR);
});

test('the wrong key, said plainly when kid proves it', async () => {
  assert.equal((await refusal(await encryptFile('x', FHIR, KEY), OTHER_KEY)).code, 'LINK_DECRYPT');
  // The thumbprints of {"k":…,"kty":"oct"} for the two keys.
  const kid = 'ufYGlu_C8IuzJ3HV-wQqsIv-pMm2uZm-vGy37r3hwts';
  const jwe = await seal({ ...header, kid }, utf8('x'));
  assert.equal(text((await decryptFile(jwe, KEY)).bytes), 'x');
  assert.match((await refusal(jwe, OTHER_KEY)).message, /another key/);
  assert.match(
    (await refusal(jwe.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')))).message,
    /changed or damaged|base64url/,
  );
});

test('one changed character anywhere is refused', async () => {
  const jwe = await encryptFile('{"resourceType":"Patient"}', FHIR, KEY);
  for (let at = 0; at < jwe.length; at++) {
    const changed = jwe.slice(0, at) + (jwe[at] === 'B' ? 'C' : 'B') + jwe.slice(at + 1);
    const { code } = await refusal(changed);
    assert.ok(['LINK_DECRYPT', 'JWE_ALGORITHM'].includes(code), `${code} at ${at}`);
  }
});

test('headers that are not the standard’s', async () => {
  const table: [object | string, string][] = [
    [{ alg: 'dir' }, 'JWE_ALGORITHM'],
    [{ ...header, alg: 'A256KW' }, 'JWE_ALGORITHM'],
    [{ ...header, alg: 'none' }, 'JWE_ALGORITHM'],
    [{ ...header, enc: 'A128GCM' }, 'JWE_ALGORITHM'],
    [{ ...header, enc: 'A256CBC-HS512' }, 'JWE_ALGORITHM'],
    [{ ...header, zip: 'GZIP' }, 'JWE_ALGORITHM'],
    [{ ...header, zip: null }, 'JWE_ALGORITHM'],
    [{ ...header, crit: ['exp'], exp: 1 }, 'JWE_ALGORITHM'],
    [{ ...header, crit: [] }, 'JWE_ALGORITHM'],
    ['{"alg":"dir","alg":"dir","enc":"A256GCM"}', 'JSON_DUPLICATE'],
    ['[]', 'LINK_DECRYPT'],
    ['{', 'LINK_DECRYPT'],
    [{ ...header, x: 'y'.repeat(5000) }, 'LINK_DECRYPT'],
  ];
  for (const [head, code] of table)
    assert.equal((await refusal(await seal(head, utf8('x')))).code, code, JSON.stringify(head).slice(0, 80));
});

test('an encrypted key, a short IV or tag, padding and stray bits are refused', async () => {
  const [head, , iv, body, tag] = (await encryptFile('some content', FHIR, KEY)).split('.') as [
    string,
    string,
    string,
    string,
    string,
  ];
  const broken = [
    [head, 'AAAA', iv, body, tag],
    [head, '', iv.slice(0, 8), body, tag],
    [head, '', '', body, tag],
    [head, '', iv, body, tag.slice(0, 16)],
    [head, '', iv, body, ''],
    [head, '', iv, '', tag],
    [head, '', iv, body, `${tag}==`],
    [head, '', iv, `${body}=`, tag],
    [head, '', iv, `${body} `, tag],
    [`${head}=`, '', iv, body, tag],
  ];
  for (const parts of broken) assert.equal((await refusal(parts.join('.'))).code, 'LINK_DECRYPT', parts.join('.'));
  assert.equal((await refusal(await seal(header, utf8('x'), 16))).code, 'LINK_DECRYPT', 'an IV of another length');
  // 16 bytes end in four spare bits: the same bytes in another spelling.
  const spare = String.fromCharCode(tag.charCodeAt(21) + 1);
  assert.equal((await refusal([head, '', iv, body, tag.slice(0, 21) + spare].join('.'))).code, 'LINK_DECRYPT');
});

test('what is not a JWE is named', async () => {
  const table: [string, RegExp][] = [
    ['eyJhbGciOiJFUzI1NiJ9.e30.c2ln', /signed card rather than an encrypted file/],
    ['<!doctype html><p>Not found</p>', /web page/],
    ['{"resourceType":"Bundle"}', /not encrypted/],
    ['[]', /not encrypted/],
    ['', /empty/],
    ['hello', /not an encrypted file/],
    ['a.b.c.d.e.f', /not an encrypted file/],
  ];
  for (const [other, words] of table) {
    const { code, message } = await refusal(other);
    assert.equal(code, 'LINK_DECRYPT');
    assert.match(message, words);
  }
});

test('a bomb stops at the cap', async () => {
  const bomb = await seal({ ...header, zip: 'DEF' }, deflateRawSync(Buffer.alloc(200_000_000), { level: 9 }));
  const before = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  assert.equal((await refusal(bomb)).code, 'TOO_LARGE');
  assert.ok(performance.now() - start < 1500, 'in time');
  assert.ok(process.memoryUsage().arrayBuffers - before < 60_000_000, 'in memory');
});

test('the cap holds to the byte, compressed or not', async () => {
  for (const zip of [true, false]) {
    const jwe = await encryptFile(new Uint8Array(5000), FHIR, KEY, { zip });
    assert.equal((await decryptFile(jwe, KEY, { limits: { linkFileBytes: 5000 } })).bytes.length, 5000);
    assert.equal((await refusal(jwe, KEY, { limits: { linkFileBytes: 4999 } })).code, 'TOO_LARGE');
  }
  const huge = `${toBase64url(utf8(JSON.stringify(header)))}..AAAA.${'A'.repeat(20_000_000)}.AAAA`;
  assert.equal((await refusal(huge)).code, 'TOO_LARGE');
});

test('compressed data must end where it ends', async () => {
  const deflated = deflateRawSync(Buffer.from('{"resourceType":"Patient"}'));
  const zipped = { ...header, zip: 'DEF' };
  assert.equal((await refusal(await seal(zipped, Buffer.concat([deflated, Buffer.from('x')])))).code, 'INFLATE');
  assert.equal((await refusal(await seal(zipped, deflated.subarray(0, -3)))).code, 'INFLATE');
  assert.equal((await refusal(await seal(zipped, Buffer.from('not deflate')))).code, 'INFLATE');
});

test('misuse is a TypeError that does not repeat the key', async () => {
  const bad = `${KEY}x`;
  for (const call of [
    () => encryptFile('x', FHIR, bad),
    () => encryptFile('x', '', KEY),
    () => encryptFile(12 as never, FHIR, KEY),
    () => decryptFile('x', bad),
    () => decryptFile(undefined as never, KEY),
    () => decryptFile('x', KEY, { limits: { linkFileBytes: -1 } }),
  ]) {
    await assert.rejects(call, (error: Error) => error instanceof TypeError && !error.message.includes(KEY));
  }
});
