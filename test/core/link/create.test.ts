import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64url, fromUtf8 } from '../../../src/internal/bytes.js';
import { createLink, generateLinkKey } from '../../../src/link/create.js';
import { linkManifest } from '../../../src/link/manifest.js';
import { isKey, parseLink } from '../../../src/link/payload.js';
import { ID, KEY } from './server.js';

const url = `https://shl.example.org/${ID}`;

test('a link as the standard writes it: minified, base64url, flags in order', () => {
  const { uri, payload, key } = createLink({
    url,
    key: KEY,
    label: 'Back to school',
    exp: new Date('2030-01-01T00:00:00.900Z'),
    flag: 'PLL',
  });
  assert.equal(key, KEY);
  assert.deepEqual(payload, { url, key: KEY, exp: 1_893_456_000, flag: 'LP', label: 'Back to school' });
  const [scheme, encoded] = uri.split('/') as [string, string];
  assert.equal(scheme, 'shlink:');
  assert.equal(fromUtf8(fromBase64url(encoded)), JSON.stringify(payload));
});

test('what is left out is not written', () => {
  assert.deepEqual(Object.keys(createLink({ url }).payload), ['url', 'key']);
  assert.deepEqual(Object.keys(createLink({ url, flag: '' }).payload), ['url', 'key']);
});

test('a key of our own making: 32 random bytes, never the same', () => {
  const keys = Array.from({ length: 100 }, () => createLink({ url }).key);
  assert.equal(new Set(keys).size, 100);
  for (const key of keys) assert.ok(isKey(key));
  assert.ok(isKey(generateLinkKey()));
});

test('a viewer prefix ends with one #', () => {
  for (const viewer of ['https://viewer.example.org/', 'https://viewer.example.org/#']) {
    const { uri } = createLink({ url, viewer });
    assert.match(uri, /^https:\/\/viewer\.example\.org\/#shlink:\/eyJ[\w-]+$/);
    assert.equal(parseLink(uri).url, url);
  }
  assert.ok(
    createLink({ url, viewer: 'http://localhost:8080/viewer.html' }).uri.startsWith(
      'http://localhost:8080/viewer.html#shlink:/',
    ),
  );
});

test('what is made is read back the same', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          label: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => [...text].length <= 80),
          exp: fc.integer({ min: 4_000_000_000, max: 90_000_000_000 }),
          flag: fc.subarray(['L', 'P', 'Z']).map((flags) => flags.join('')),
        },
        { requiredKeys: [] },
      ),
      (options) => {
        const { uri, key } = createLink({ url, ...options });
        const parsed = parseLink(uri);
        assert.deepEqual(parsed.findings, []);
        assert.equal(parsed.key, key);
        assert.equal(parsed.label, options.label);
        assert.equal(parsed.exp?.getTime(), options.exp && options.exp * 1000);
        assert.deepEqual([...parsed.flags], [...(options.flag ?? '')].sort());
      },
    ),
    { numRuns: 300 },
  );
});

test('what the standard does not allow is a TypeError, which does not repeat the key', () => {
  const wrong: object[] = [
    { url: `http://shl.example.org/${ID}` },
    { url: '' },
    { url: undefined },
    { url: `${url}/${'x'.repeat(128)}` },
    { url: `${url}?k=${KEY}` },
    { key: 'short' },
    { key: `${KEY}=` },
    { label: 'x'.repeat(81) },
    { label: 12 },
    { flag: 'PU' },
    { flag: 'UP' },
    { flag: 'lp' },
    { exp: 1_893_456_000_000 },
    { exp: new Date(Number.NaN) },
    { exp: -1 },
    { exp: '1893456000' },
    { viewer: 'javascript:alert(1)' },
    { viewer: 'https://viewer.example.org/#a' },
    { viewer: '' },
  ];
  for (const options of wrong) {
    assert.throws(
      () => createLink({ url, key: KEY, ...options } as never),
      (error: Error) => error instanceof TypeError && !error.message.includes(KEY),
      JSON.stringify(options),
    );
  }
});

test('linkManifest: status, lastUpdated and fhirVersion per file', () => {
  const manifest = linkManifest([
    {
      contentType: 'application/fhir+json',
      embedded: 'a.b.c.d.e',
      lastUpdated: new Date(0),
      status: 'can-change',
      fhirVersion: '4.0.1',
    },
    { contentType: 'application/smart-health-card', location: 'https://files.example.org/1' },
  ]);
  assert.deepEqual(manifest, {
    files: [
      {
        contentType: 'application/fhir+json',
        embedded: 'a.b.c.d.e',
        lastUpdated: '1970-01-01T00:00:00.000Z',
        status: 'can-change',
        fhirVersion: '4.0.1',
      },
      { contentType: 'application/smart-health-card', location: 'https://files.example.org/1' },
    ],
  });
  assert.deepEqual(linkManifest([], { list: { resourceType: 'List' } }), { list: { resourceType: 'List' }, files: [] });
});

test('linkManifest: what no reader could use is a TypeError', () => {
  const file = { contentType: 'application/fhir+json', embedded: 'x' };
  const wrong: unknown[] = [
    'files',
    [{ ...file, contentType: '' }],
    [{ contentType: 'application/fhir+json' }],
    [{ ...file, location: 'http://files.example.org/1' }],
    [{ ...file, status: 'done' }],
    [{ ...file, lastUpdated: 'yesterday' }],
  ];
  for (const files of wrong) assert.throws(() => linkManifest(files as never), TypeError, JSON.stringify(files));
});
