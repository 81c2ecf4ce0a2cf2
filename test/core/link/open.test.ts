import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Code } from '../../../src/errors.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { linkManifest } from '../../../src/link/manifest.js';
import { type OpenOptions, openLink } from '../../../src/link/open.js';
import { parseLink } from '../../../src/link/payload.js';
import type { LinkFile } from '../../../src/link/types.js';
import { ID, KEY, link, rawLink, serveManifest, startHost, type TestHost } from './server.js';

const FHIR = 'application/fhir+json';
const patient = (id: string) => JSON.stringify({ resourceType: 'Patient', id });
const jwe = (id: string) => encryptFile(patient(id), FHIR, KEY);

let host: TestHost;
before(async () => {
  host = await startHost();
});
after(() => host.close());
let path = '';
let round = 0;
beforeEach(() => {
  path = `/${++round}/${ID}`;
  host.seen.length = 0;
});

const options: OpenOptions = { recipient: 'Dr. Ångström & Söhne', allowLoopback: true };
const url = () => host.origin + path;
const open = (more: Partial<OpenOptions> = {}, text = link({ url: url() })) => openLink(text, { ...options, ...more });

async function refusal(work: Promise<unknown>): Promise<HealthLinkError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof HealthLinkError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'it opened' });
}
const ids = (files: readonly LinkFile[]) =>
  files.map(({ resource, error }) => error?.code ?? (resource as { id: string }).id);

test('embedded and location files, in manifest order, with what the manifest says of them', async () => {
  const a = await jwe('a');
  host.serve(`${path}/b`, await jwe('b'));
  const files = [
    {
      contentType: FHIR,
      embedded: a,
      status: 'finalized' as const,
      lastUpdated: '2025-01-02T03:04:05Z',
      fhirVersion: '4.0.1',
    },
    { contentType: `${FHIR};fhirVersion=4.3.0`, location: `${url()}/b` },
  ];
  serveManifest(
    host,
    path,
    () => linkManifest(files, { list: { resourceType: 'List', status: 'current', mode: 'working' } }),
    {
      'retry-after': '30',
    },
  );
  const result = await open({ now: () => new Date('2025-06-01T00:00:00Z') }, link({ url: url(), label: 'Mine' }));
  assert.deepEqual(ids(result.files), ['a', 'b']);
  assert.equal(result.label, 'Mine');
  assert.equal(result.retryAfter, 30);
  assert.equal(result.fetchedAt.toISOString(), '2025-06-01T00:00:00.000Z');
  assert.deepEqual(result.list, { resourceType: 'List', status: 'current', mode: 'working' });
  const [first, second] = result.files as [LinkFile, LinkFile];
  assert.deepEqual(
    { ...first, bytes: new TextDecoder().decode(first.bytes) },
    {
      contentType: FHIR,
      kind: 'fhir',
      status: 'finalized',
      lastUpdated: '2025-01-02T03:04:05Z',
      fhirVersion: '4.0.1',
      resource: { resourceType: 'Patient', id: 'a' },
      bytes: patient('a'),
    },
  );
  assert.equal(second.fhirVersion, '4.3.0');
  assert.ok(Object.isFrozen(result) && Object.isFrozen(result.files) && Object.isFrozen(first));
});

test('the manifest request is as the standard says, and nothing more goes along', async () => {
  serveManifest(host, path, () => ({ files: [] }));
  const result = await open({ passcode: '0 1ä' });
  assert.deepEqual(result.files, []);
  assert.equal(host.seen.length, 1);
  const [{ method, headers, body }] = host.seen as [(typeof host.seen)[0]];
  assert.equal(method, 'POST');
  assert.equal(headers['content-type'], 'application/json');
  assert.deepEqual(JSON.parse(body), {
    recipient: 'Dr. Ångström & Söhne',
    passcode: '0 1ä',
    embeddedLengthMax: 200_000,
  });
  for (const name of ['cookie', 'authorization', 'referer', 'origin']) assert.equal(headers[name], undefined, name);
  await open({ embeddedLengthMax: 7 });
  assert.deepEqual(JSON.parse(host.seen[1]?.body as string), {
    recipient: 'Dr. Ångström & Söhne',
    embeddedLengthMax: 7,
  });
});

test('members, headers and extensions we do not know change nothing', async () => {
  const list = {
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    extension: [{ url: 'https://example.org/x', valueBoolean: true }],
  };
  const entry = {
    contentType: FHIR,
    embedded: await jwe('a'),
    extension: [{}],
    location2: 'https://example.org/',
    status: 'new-status',
  };
  serveManifest(host, path, () => ({ files: [entry], list, extension: [], next: 'https://example.org/' }), {
    'x-new': '1',
    link: '<https://example.org/>; rel=next',
  });
  const result = await open();
  assert.deepEqual(ids(result.files), ['a']);
  assert.equal(result.files[0]?.status, 'new-status');
  assert.deepEqual(result.list, list);
  assert.equal(host.seen.length, 1);
});

test('U: one GET with the recipient, no manifest', async () => {
  host.serve(path, await jwe('direct'));
  const result = await open({}, link({ url: `${url()}?sig=a%20b%2Fc`, flag: 'LU' }));
  assert.deepEqual(ids(result.files), ['direct']);
  assert.equal(result.files[0]?.contentType, FHIR);
  assert.deepEqual(
    host.seen.map(({ method, url: at }) => [method, at]),
    [['GET', `${path}?sig=a%20b%2Fc&recipient=Dr.%20%C3%85ngstr%C3%B6m%20%26%20S%C3%B6hne`]],
  );
  assert.equal(host.seen[0]?.body, '');
});

test('U: a passcode has no place and is not sent', async () => {
  host.serve(path, await jwe('direct'));
  await open({ passcode: 'canary-4711' }, link({ url: url(), flag: 'U' }));
  assert.ok(!JSON.stringify(host.seen).includes('4711'));
});

test('U: what the answer is not opens nothing', async () => {
  const bodies: [string, Code][] = [
    ['eyJhbGciOiJFUzI1NiJ9.e30.c2ln', 'LINK_DECRYPT'],
    [JSON.stringify({ files: [] }), 'LINK_DECRYPT'],
    [await encryptFile('x', FHIR, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), 'LINK_DECRYPT'],
    ['\xff\xfe', 'LINK_DECRYPT'],
  ];
  for (const [body, code] of bodies) {
    host.serve(path, Buffer.from(body, 'latin1'));
    assert.equal((await refusal(open({}, link({ url: url(), flag: 'U' })))).code, code);
  }
});

test('nothing is asked when the answer is known', async () => {
  const now = () => new Date(2_000_000_000_000);
  const table: [Code, string, Partial<OpenOptions>][] = [
    ['LINK_EXPIRED', link({ url: url(), exp: 1_900_000_000 }), { now }],
    ['LINK_VERSION', rawLink({ url: url(), key: KEY, v: 2 }), {}],
    ['LINK_FLAG_CONFLICT', rawLink({ url: url(), key: KEY, flag: 'PU' }), { passcode: 'x' }],
    ['LINK_FORMAT', 'shlink:/eyJ', {}],
    ['LINK_URL', link({ url: url() }), { allowLoopback: false }],
    ['LINK_URL', link({ url: `https://localhost/${ID}` }), { allowLoopback: false }],
    ['LINK_URL', rawLink({ url: 'http://example.org/', key: KEY }), {}],
    ['LINK_RECIPIENT_REQUIRED', link({ url: url() }), { recipient: '' }],
    ['LINK_RECIPIENT_REQUIRED', link({ url: url() }), { recipient: ' \n' }],
    ['LINK_RECIPIENT_REQUIRED', link({ url: url() }), { recipient: undefined as never }],
    ['LINK_PASSCODE_REQUIRED', link({ url: url(), flag: 'P' }), {}],
    ['LINK_PASSCODE_REQUIRED', link({ url: url(), flag: 'P' }), { passcode: '' }],
  ];
  const fetch = () => assert.fail('a request was made');
  for (const [code, text, more] of table) {
    const error = await refusal(open({ ...more, fetch }, text));
    assert.equal(error.code, code);
    assert.ok(['reader', 'sender', 'host'].includes(String(error.findings[0]?.params?.actor)), code);
  }
  assert.equal(host.seen.length, 0);
});

test('a link object is held to the same rules as its text', async () => {
  const parsed = parseLink(link({ url: url(), exp: 1_900_000_000 }), { now: () => new Date(0) });
  const later = { now: () => new Date(2_000_000_000_000) };
  assert.equal((await refusal(openLink(parsed, { ...options, ...later }))).code, 'LINK_EXPIRED');
  const changed = { ...parsed, url: 'http://example.org/' };
  assert.equal((await refusal(openLink(changed, options))).code, 'LINK_URL');
  serveManifest(host, path, () => ({ files: [] }));
  assert.equal((await openLink(structuredClone(parsed), { ...options, ...later, allowExpired: true })).files.length, 0);
});

test('401: with the tries left; asked for even when the link did not say so; sent once', async () => {
  const answer = (body: string) => host.serve(path, body, { 'content-type': 'application/json' }, 401);
  answer('{"remainingAttempts":3}');
  const wrong = await refusal(open({ passcode: '1234' }, link({ url: url(), flag: 'P' })));
  assert.equal(wrong.code, 'LINK_PASSCODE_WRONG');
  assert.equal(wrong.remainingAttempts, 3);
  assert.equal(host.seen.length, 1);
  const required = await refusal(open());
  assert.equal(required.code, 'LINK_PASSCODE_REQUIRED');
  assert.equal(required.remainingAttempts, 3);
  for (const body of [
    '',
    '{}',
    '<p>',
    '{"remainingAttempts":"2"}',
    '{"remainingAttempts":-1}',
    '{"remainingAttempts":1.5}',
  ]) {
    answer(body);
    assert.equal((await refusal(open({ passcode: '1' }))).remainingAttempts, undefined, body);
  }
  answer('{"remainingAttempts":0}');
  assert.equal((await refusal(open({ passcode: '1' }))).remainingAttempts, 0);
});

test('statuses', async () => {
  const table: [number, Record<string, string>, Code, number | undefined, number][] = [
    [404, {}, 'LINK_INACTIVE', undefined, 1],
    [410, {}, 'LINK_INACTIVE', undefined, 1],
    [429, { 'retry-after': '17' }, 'LINK_RATE_LIMITED', 17, 1],
    [429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }, 'LINK_RATE_LIMITED', 60, 1],
    [429, {}, 'LINK_RATE_LIMITED', undefined, 1],
    [400, {}, 'NETWORK_STATUS', undefined, 1],
    [403, {}, 'NETWORK_STATUS', undefined, 1],
    [500, { 'retry-after': '0' }, 'NETWORK_STATUS', 0, 2],
    [503, { 'retry-after': '120' }, 'NETWORK_STATUS', 120, 1],
    [301, { location: '/elsewhere' }, 'NETWORK_REDIRECT', undefined, 1],
    [307, { location: 'https://example.org/' }, 'NETWORK_REDIRECT', undefined, 1],
  ];
  for (const [status, headers, code, retryAfter, requests] of table) {
    for (const flag of ['', 'U']) {
      host.seen.length = 0;
      host.serve(path, '', headers, status);
      const error = await refusal(open({}, link({ url: url(), flag })));
      assert.equal(error.code, code, String(status));
      if (retryAfter === undefined) assert.equal(error.retryAfter, undefined);
      else assert.ok(Math.abs((error.retryAfter as number) - retryAfter) <= 1);
      assert.equal(host.seen.length, requests, String(status));
    }
  }
  assert.equal(host.count('/elsewhere'), 0);
});

test('a 5xx is asked once more; not when a passcode went along', async () => {
  let answers = 0;
  const flaky = () =>
    host.on(path, (_, response) => {
      if (answers++ === 0) response.writeHead(502, { 'retry-after': '0' }).end();
      else response.writeHead(200).end('{"files":[]}');
    });
  flaky();
  assert.deepEqual((await open()).files, []);
  answers = 0;
  assert.equal((await refusal(open({ passcode: '1' }))).code, 'NETWORK_STATUS');
  assert.equal(answers, 1);
});

test('manifests that are none', async () => {
  const bodies = ['', '{', 'null', '[]', '{}', '{"files":{}}', '<html>', await jwe('x'), '[['.repeat(100), '\xff'];
  for (const body of bodies) {
    host.serve(path, Buffer.from(body, 'latin1'));
    assert.equal((await refusal(open())).code, 'LINK_MANIFEST', body.slice(0, 20));
  }
  serveManifest(host, path, () => ({
    files: Array.from({ length: 65 }, () => ({ contentType: FHIR, embedded: 'x' })),
  }));
  assert.equal((await refusal(open())).code, 'LINK_MANIFEST');
  host.serve(path, `{"files":[],"x":"${'x'.repeat(2000)}"}`);
  assert.equal((await refusal(open({ limits: { manifestBytes: 2000 } }))).code, 'LINK_MANIFEST');
});

test('one bad file never loses the others', async () => {
  const good = await jwe('good');
  host.serve(`${path}/gone`, '', {}, 404);
  host.serve(`${path}/moved`, '', { location: '/' }, 302);
  host.serve(`${path}/html`, '<html>');
  host.serve(`${path}/busy`, '', { 'retry-after': '5' }, 429);
  const other = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const entries: [object | null | string, string][] = [
    [{ contentType: FHIR, embedded: good }, 'good'],
    [null, 'LINK_MANIFEST'],
    ['x', 'LINK_MANIFEST'],
    [{ contentType: FHIR }, 'LINK_MANIFEST'],
    [{ embedded: good }, 'LINK_MANIFEST'],
    [{ contentType: FHIR, location: `${url()}/gone` }, 'NETWORK_STATUS'],
    [{ contentType: FHIR, location: `${url()}/moved` }, 'NETWORK_REDIRECT'],
    [{ contentType: FHIR, location: `${url()}/html` }, 'LINK_DECRYPT'],
    [{ contentType: FHIR, location: `${url()}/busy` }, 'LINK_RATE_LIMITED'],
    [{ contentType: FHIR, location: 'http://example.org/file' }, 'LINK_URL'],
    [{ contentType: FHIR, location: '/relative' }, 'LINK_URL'],
    [{ contentType: FHIR, location: 'file:///etc/hostname' }, 'LINK_URL'],
    [{ contentType: FHIR, embedded: await encryptFile(patient('x'), FHIR, other) }, 'LINK_DECRYPT'],
    [{ contentType: FHIR, embedded: await encryptFile('{', FHIR, KEY) }, 'JSON_SYNTAX'],
    [{ contentType: FHIR, embedded: await encryptFile('{"a":1}', FHIR, KEY) }, 'FHIR_SHAPE'],
    [{ contentType: FHIR, embedded: await encryptFile('[1]', FHIR, KEY) }, 'FHIR_SHAPE'],
    [
      { contentType: FHIR, embedded: await encryptFile(`${'['.repeat(100)}${']'.repeat(100)}`, FHIR, KEY) },
      'JSON_DEPTH',
    ],
    [{ contentType: FHIR, embedded: await encryptFile(new Uint8Array([0xff]), FHIR, KEY) }, 'TEXT_ENCODING'],
    [{ contentType: 'application/smart-health-card', embedded: good }, 'LINK_TYPE_MISMATCH'],
    [{ contentType: FHIR, embedded: await encryptFile(new Uint8Array(60_000), FHIR, KEY, { zip: true }) }, 'TOO_LARGE'],
    [{ contentType: FHIR, embedded: 'broken', location: `${url()}/both` }, 'both'],
    [{ contentType: FHIR, embedded: good, location: `${url()}/never` }, 'good'],
  ];
  host.serve(`${path}/both`, await jwe('both'));
  serveManifest(host, path, () => ({ files: entries.map(([entry]) => entry) }));
  const { files } = await open({ limits: { linkFileBytes: 50_000 } });
  assert.deepEqual(
    ids(files),
    entries.map(([, expected]) => expected),
  );
  assert.equal(host.count(`${path}/never`), 0);
  assert.equal(host.count(`${path}/busy`), 1, 'a host that asks us to wait is left alone');
  for (const { error } of files) if (error) assert.ok(error.message.length > 10);
  const broken = files.find(({ error }) => error?.code === 'FHIR_SHAPE');
  assert.ok(broken?.bytes, 'the bytes can still be saved');
});

test('a location on loopback needs allowLoopback even when the link is public', async () => {
  const fetch: typeof globalThis.fetch = async () =>
    new Response(
      JSON.stringify({
        files: [
          { contentType: FHIR, location: `${url()}/x` },
          { contentType: FHIR, location: 'https://[::1]/x' },
        ],
      }),
    );
  const { files } = await open({ fetch, allowLoopback: false }, link({ url: `https://shl.example.org/${ID}` }));
  assert.deepEqual(ids(files), ['LINK_URL', 'LINK_URL']);
  assert.equal(host.seen.length, 0);
});

test('locations used up are asked for again through the manifest, once', async () => {
  let manifests = 0;
  const used = new Set<string>();
  for (const version of [1, 2, 3]) {
    for (const name of ['a', 'b', 'c']) {
      const content = await jwe(`${name}${version}`);
      host.on(`${path}/${name}${version}`, ({ url: at }, response) => {
        const bad = used.has(at) || (version === 1 && name === 'b') || name === 'c';
        used.add(at);
        response.writeHead(bad ? 404 : 200).end(bad ? '' : content);
      });
    }
  }
  serveManifest(host, path, () => {
    manifests++;
    return { files: ['a', 'b', 'c'].map((name) => ({ contentType: FHIR, location: `${url()}/${name}${manifests}` })) };
  });
  const order: string[] = [];
  const { files } = await open({
    onFile: (file, index, total) => order.push(`${index}/${total} ${ids([file])[0]}`),
  });
  assert.deepEqual(ids(files), ['a1', 'b2', 'NETWORK_STATUS']);
  assert.equal(manifests, 2);
  assert.deepEqual(order.sort(), ['0/3 a1', '1/3 b2', '2/3 NETWORK_STATUS']);
  for (const at of ['a1', 'b1', 'b2', 'c1', 'c2']) assert.equal(host.count(`${path}/${at}`), 1, at);
  assert.equal(host.count(`${path}/a2`), 0, 'what came is not fetched again');
});

test('a fresh manifest that cannot be had leaves the files with their errors', async () => {
  let manifests = 0;
  host.on(path, (_, response) => {
    if (manifests++ > 0) return void response.writeHead(404).end();
    response.writeHead(200).end(JSON.stringify({ files: [{ contentType: FHIR, location: `${url()}/gone` }] }));
  });
  assert.deepEqual(ids((await open()).files), ['NETWORK_STATUS']);
  assert.equal(manifests, 2);
});

test('nothing an hour old is dereferenced', async () => {
  host.serve(`${path}/a`, await jwe('a'));
  serveManifest(host, path, () => ({ files: [{ contentType: FHIR, location: `${url()}/a` }] }));
  // The clock jumps an hour after each manifest request, as when a laptop sleeps.
  let at = 0;
  const now = () => {
    at += 3_600_000;
    return new Date(at);
  };
  assert.deepEqual(ids((await open({ now })).files), ['NETWORK_TIMEOUT']);
  assert.equal(host.count(`${path}/a`), 0);
  assert.equal(host.count(path), 2);
});

test('files are fetched in parallel, under the limit, and handed out as they come', async () => {
  let now = 0;
  let most = 0;
  const content = await jwe('x');
  for (let i = 0; i < 12; i++) {
    host.on(`${path}/${i}`, async (_, response) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, i === 0 ? 300 : 20));
      now--;
      response.end(content);
    });
  }
  serveManifest(host, path, () => ({
    files: Array.from({ length: 12 }, (_, i) => ({ contentType: FHIR, location: `${url()}/${i}` })),
  }));
  const order: number[] = [];
  await open({ limits: { parallelFiles: 4 }, onFile: (_, index) => order.push(index) });
  assert.equal(most, 4);
  assert.equal(order.length, 12);
  assert.equal(order.at(-1), 0, 'the slow one comes last');
});

test('an error of onFile reaches the caller, and ends the opening', async () => {
  host.serve(`${path}/a`, await jwe('a'));
  serveManifest(host, path, () => ({
    files: Array.from({ length: 20 }, () => ({ contentType: FHIR, location: `${url()}/a` })),
  }));
  let calls = 0;
  const onFile = () => {
    if (calls++ === 0) throw new RangeError('mine');
  };
  await assert.rejects(open({ onFile, limits: { parallelFiles: 2 } }), RangeError);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.ok(host.count(`${path}/a`) <= 4, `${host.count(`${path}/a`)} files were fetched`);
});

test('kinds: unknown types are kept, parameters and case do not matter, old status is taken', async () => {
  const files = [
    { contentType: 'application/pdf', embedded: await encryptFile('%PDF-1.7', 'application/pdf', KEY) },
    {
      contentType: 'Application/FHIR+JSON; charset=utf-8; fhirVersion="4.0.1"',
      embedded: await jwe('a'),
      status: 'finalized',
    },
    {
      contentType: 'application/smart-health-card',
      embedded: await encryptFile('{"verifiableCredential":["x.y.z"]}', 'application/smart-health-card', KEY),
    },
    { contentType: '__proto__', embedded: await encryptFile('x', 'x/y', KEY) },
  ];
  serveManifest(host, path, () => ({ status: 'can-change', files }));
  const result = await open();
  assert.equal(result.status, 'can-change');
  const [pdf, fhir, cards, proto] = result.files as [LinkFile, LinkFile, LinkFile, LinkFile];
  assert.deepEqual([pdf.kind, fhir.kind, cards.kind, proto.kind], ['unknown', 'fhir', 'cards', 'unknown']);
  assert.equal(new TextDecoder().decode(pdf.bytes), '%PDF-1.7');
  assert.equal(pdf.error, undefined);
  assert.deepEqual([pdf.status, fhir.status], ['can-change', 'finalized']);
  assert.equal(fhir.fhirVersion, '4.0.1');
  assert.equal(cards.cards?.length, 1);
  assert.equal(cards.cards?.[0]?.verdict, 'invalid');
  assert.equal(proto.error?.code, 'LINK_TYPE_MISMATCH');
});

test('an abort ends it with the caller’s reason, everywhere', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  stop.abort(reason);
  await assert.rejects(open({ signal: stop.signal }), reason);
  assert.equal(host.seen.length, 0);
  for (const stage of ['manifest', 'location', 'retry']) {
    const controller = new AbortController();
    const cut = () => setTimeout(() => controller.abort(reason), 20);
    host.on(path, (_, response) => {
      if (stage === 'manifest') return void cut();
      if (stage === 'retry') {
        cut();
        return void response.writeHead(500, { 'retry-after': '3' }).end();
      }
      response.end(JSON.stringify({ files: [1, 2, 3].map((i) => ({ contentType: FHIR, location: `${url()}/${i}` })) }));
    });
    for (const i of [1, 2, 3]) host.on(`${path}/${i}`, () => void cut());
    const start = performance.now();
    await assert.rejects(open({ signal: controller.signal }), reason, stage);
    assert.ok(performance.now() - start < 1000, stage);
  }
});

test('misuse is a TypeError', async () => {
  const text = link({ url: url() });
  for (const call of [
    () => openLink(text, undefined as never),
    () => openLink(12 as never, options),
    () => openLink({} as never, options),
    () => openLink(null as never, options),
    () => openLink(text, { ...options, recipient: 12 as never }),
    () => openLink(text, { ...options, passcode: 1234 as never }),
    () => openLink(text, { ...options, embeddedLengthMax: -1 }),
    () => openLink(text, { ...options, limits: { linkFileBytes: 0 } }),
  ]) {
    await assert.rejects(call, TypeError);
  }
  assert.equal(host.seen.length, 0);
});
