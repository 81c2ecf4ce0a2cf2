import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect } from 'node:util';
import { queryAccess } from '../../../src/link/access.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { openLink } from '../../../src/link/open.js';
import type { ApiAccess, LinkFile } from '../../../src/link/types.js';
import { ID, KEY, link, startHost, type TestHost } from './server.js';

const TYPE = 'application/smart-api-access';
const TOKEN = 'canary-token-0815';
const now = () => new Date('2025-01-01T00:00:00Z');

let host: TestHost;
before(async () => {
  host = await startHost();
});
after(() => host.close());

async function share(content: object): Promise<LinkFile> {
  host.serve(`/${ID}`, await encryptFile(JSON.stringify(content), TYPE, KEY));
  const { files } = await openLink(link({ url: `${host.origin}/${ID}`, flag: 'U' }), {
    recipient: 'x',
    allowLoopback: true,
    now,
  });
  return files[0] as LinkFile;
}
const response = () => ({
  access_token: TOKEN,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'patient/Coverage.rs',
  patient: '123',
  aud: `${host.origin}/fhir`,
  query: ['Coverage?patient=123&_tag=family', 12, 'Patient/123'],
});

test('what it offers is there; the token is nowhere', async () => {
  const file = await share(response());
  assert.equal(file.kind, 'api-access');
  assert.deepEqual(file.access, {
    aud: `${host.origin}/fhir`,
    scope: 'patient/Coverage.rs',
    patient: '123',
    expiresAt: '2025-01-01T01:00:00.000Z',
    queries: ['Coverage?patient=123&_tag=family', 'Patient/123'],
  });
  assert.equal(file.bytes, undefined);
  assert.ok(!inspect(file, { depth: 9, showHidden: true }).includes(TOKEN));
});

test('a query goes under the server, with the token, and nowhere else', async () => {
  const { access } = (await share(response())) as { access: ApiAccess };
  const bundle = { resourceType: 'Bundle', type: 'searchset' };
  host.serve('/fhir/Coverage', JSON.stringify(bundle), { 'content-type': 'application/fhir+json' });
  host.seen.length = 0;
  assert.deepEqual(await queryAccess(access, access.queries[0] as string, { allowLoopback: true }), bundle);
  assert.equal(host.seen[0]?.method, 'GET');
  assert.equal(host.seen[0]?.url, '/fhir/Coverage?patient=123&_tag=family');
  assert.equal(host.seen[0]?.headers.authorization, `Bearer ${TOKEN}`);
  host.seen.length = 0;
  const away = [
    'https://evil.example.org/',
    '//evil.example.org/',
    '/other',
    '../other',
    'a/../../other',
    '%2e%2e/other',
    'a%2f..%2f..',
    '\\\\evil',
    '..\\x',
    '?a',
    'http://localhost/fhir/x',
  ];
  for (const query of away.filter((one) => one !== '?a')) {
    await assert.rejects(queryAccess(access, query, { allowLoopback: true }), { code: 'LINK_URL' }, query);
  }
  await assert.rejects(queryAccess(access, 'Coverage'), { code: 'LINK_URL' });
  assert.equal(host.seen.length, 0);
});

test('answers that are none, and what they cost', async () => {
  const { access } = (await share(response())) as { access: ApiAccess };
  const table: [number, string, string, Record<string, string>?][] = [
    [401, '', 'NETWORK_STATUS'],
    [404, '', 'NETWORK_STATUS'],
    [429, '', 'LINK_RATE_LIMITED'],
    [302, '', 'NETWORK_REDIRECT', { location: '/x' }],
    [200, '<html>', 'JSON_SYNTAX'],
    [200, '{}', 'FHIR_SHAPE'],
    [200, `"${'x'.repeat(5000)}"`, 'TOO_LARGE'],
  ];
  for (const [status, body, code, headers] of table) {
    host.serve('/fhir/Patient/123', body, headers ?? {}, status);
    await assert.rejects(
      queryAccess(access, 'Patient/123', { allowLoopback: true, limits: { linkFileBytes: 4000 } }),
      (error: Error & { code: string }) => error.code === code && !inspect(error).includes(TOKEN),
      `${status} ${body.slice(0, 10)}`,
    );
  }
});

test('a copy has no token', async () => {
  const { access } = (await share(response())) as { access: ApiAccess };
  await assert.rejects(queryAccess({ ...access }, 'Patient/123'), TypeError);
  await assert.rejects(queryAccess(structuredClone(access), 'Patient/123'), TypeError);
});

test('files that are no access', async () => {
  for (const change of [
    { aud: undefined },
    { aud: 'http://fhir.example.org' },
    { access_token: '' },
    { access_token: 'a\nb' },
    { access_token: 12 },
  ]) {
    const file = await share({ ...response(), ...change });
    assert.equal(file.error?.code, 'FHIR_SHAPE', JSON.stringify(change));
    assert.equal(file.kind, 'api-access');
    assert.equal(file.bytes, undefined);
  }
});
