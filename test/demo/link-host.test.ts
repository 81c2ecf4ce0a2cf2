import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLinkHost, type LinkHost } from '../../demo/server/link-host.js';
import { openSqliteStore } from '../../demo/server/store-sqlite.js';
import { createTrust, decryptFile, encryptFile, type Manifest, openLink, parseLink } from '../../src/index.js';
import { demo, post, temporaryFolder } from './support.js';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const file = async (text: string) => ({
  contentType: 'application/fhir+json',
  jwe: await encryptFile(text, 'application/fhir+json', KEY),
});
const PATIENT = JSON.stringify({ resourceType: 'Patient' });

interface Made {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

async function make(origin: string, options: Record<string, unknown> = {}, text = PATIENT): Promise<Made> {
  const response = await post(`${origin}/shl`, options);
  assert.equal(response.status, 201);
  const made = (await response.json()) as Made;
  assert.equal((await put(made, [await file(text)])).status, 204);
  return made;
}
const put = ({ url, secret }: Made, files: unknown) =>
  fetch(`${url}/files`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
    body: JSON.stringify({ files }),
  });

const ask = (url: string, more: Record<string, unknown> = {}) => post(url, { recipient: 'A test', ...more });
const manifestOf = async (response: Response) => {
  assert.equal(response.status, 200);
  return (await response.json()) as Manifest;
};
const remaining = async (response: Response) => {
  assert.equal(response.status, 401);
  return ((await response.json()) as { remainingAttempts: number }).remainingAttempts;
};

/** The host without HTTP, on its real store. */
async function bareHost(t: TestContext, options: { attempts?: number; maxWaiting?: number } = {}): Promise<LinkHost> {
  const store = openSqliteStore(join(await temporaryFolder(t), 'links.db'));
  t.after(() => store.close());
  return createLinkHost({ store, base: 'http://localhost:1/shl', ...options });
}

test('a link of the demo opens with the core, cards verified and documents beside them', async (t) => {
  const { origin } = await demo(t);
  const { uri } = (await (await post(`${origin}/api/share`, { person: 'josephine' })).json()) as { uri: string };
  assert.ok(uri.startsWith(`${origin}/viewer.html#shlink:/`));
  const trust = createTrust({ issuers: [`${origin}/issuer`], allowLoopback: true });
  const { files } = await openLink(uri, { recipient: 'A test', trust, allowLoopback: true });
  assert.deepEqual(
    files.map(({ kind }) => kind),
    ['fhir', 'cards'],
  );
  assert.deepEqual(
    files[1]?.cards?.map(({ verdict }) => verdict),
    ['verified'],
  );
  assert.equal(files[0]?.fhirVersion, '4.0.1');
});

test('the manifest is for any page, unkept, and needs a recipient', async (t) => {
  const { origin } = await demo(t);
  const { url, id } = await make(origin);
  assert.match(id, /^[\w-]{43}$/);
  assert.ok(url.length <= 128);
  const response = await ask(url);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.equal(response.headers.get('Access-Control-Allow-Credentials'), null);
  assert.match(response.headers.get('Access-Control-Expose-Headers') ?? '', /Retry-After/);
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  const [only] = (await manifestOf(response)).files;
  assert.equal(only?.contentType, 'application/fhir+json');
  assert.ok(Date.parse(only?.lastUpdated ?? '') > Date.now() - 60_000);
  assert.equal((await post(url, {})).status, 400);
  assert.equal((await post(url, { recipient: '  ' })).status, 400);
  assert.equal((await post(url, 'not json')).status, 400);
});

test('a preflight from another page is answered', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin);
  const response = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://viewer.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.match(response.headers.get('Access-Control-Allow-Headers') ?? '', /content-type/i);
});

test('what the reader cannot take embedded gets a location that works once', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin);
  const [embedded] = (await manifestOf(await ask(url))).files;
  assert.ok(embedded?.embedded && !embedded.location);
  const [located] = (await manifestOf(await ask(url, { embeddedLengthMax: 10 }))).files;
  assert.ok(located?.location && !located.embedded);
  assert.match(located.location, /\/file\/[\w-]{43}$/);

  assert.equal((await fetch(located.location, { method: 'HEAD' })).status, 405, 'a preview does not use it up');
  const response = await fetch(located.location);
  assert.equal(response.headers.get('Content-Type'), 'application/jose');
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.equal(new TextDecoder().decode((await decryptFile(await response.text(), KEY)).bytes), PATIENT);
  assert.equal((await fetch(located.location)).status, 404);

  const again = (await manifestOf(await ask(url, { embeddedLengthMax: 10 }))).files[0]?.location;
  assert.notEqual(again, located.location);
  const race = await Promise.all(Array.from({ length: 20 }, () => fetch(again ?? '')));
  assert.equal(race.filter(({ status }) => status === 200).length, 1);
});

test('a location ends after its time, and with the file it was for', async (t) => {
  const { origin } = await demo(t, { host: { locationLifetime: 150 } });
  const made = await make(origin);
  const locate = async () => (await manifestOf(await ask(made.url, { embeddedLengthMax: 0 }))).files[0]?.location ?? '';
  const late = await locate();
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal((await fetch(late)).status, 404);
  const replaced = await locate();
  await put(made, [await file('{"resourceType":"Patient","gender":"other"}')]);
  assert.equal((await fetch(replaced)).status, 404);
});

test('a passcode: asked for without cost, counted when wrong, given back when right', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin, { flag: 'P', passcode: 'Žito-42' });
  assert.equal(await remaining(await ask(url)), 5);
  assert.equal(await remaining(await ask(url)), 5);
  assert.equal(await remaining(await ask(url, { passcode: 'no' })), 4);
  assert.equal((await manifestOf(await ask(url, { passcode: 'Žito-42' }))).files.length, 1);
  assert.equal(await remaining(await ask(url, { passcode: 'no' })), 3, 'wrong tries are counted for life');
  for (const left of [2, 1, 0]) assert.equal(await remaining(await ask(url, { passcode: 'no' })), left);
  const gone = await ask(url, { passcode: 'Žito-42' });
  assert.equal(gone.status, 404);
  const never = await ask(`${origin}/shl/${'A'.repeat(43)}`, { passcode: 'Žito-42' });
  assert.equal(await gone.text(), await never.text(), 'used up looks like never made');
});

test('of 200 parallel guesses no more are compared than the link has attempts', async (t) => {
  const host = await bareHost(t, { maxWaiting: 1000 });
  const { id } = (await host.create({ passcode: 'right' })) ?? assert.fail();
  const guesses = Array.from({ length: 200 }, (_, n) => host.open(id, { recipient: 'A test', passcode: `guess ${n}` }));
  const answers = await Promise.all(guesses);
  const wrong = answers.flatMap((answer) => (answer.kind === 'passcode' ? [answer.remainingAttempts] : []));
  assert.deepEqual(wrong.sort(), [0, 1, 2, 3, 4]);
  assert.equal(answers.filter(({ kind }) => kind === 'not-found').length, 195);
  assert.equal((await host.open(id, { recipient: 'A test', passcode: 'right' })).kind, 'not-found');
});

test('right passcodes among parallel wrong ones cost nothing', async (t) => {
  const host = await bareHost(t, { maxWaiting: 1000 });
  const { id } = (await host.create({ passcode: 'right' })) ?? assert.fail();
  assert.equal(await host.replaceFiles(id, [await file(PATIENT)]), true);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      host.open(id, { recipient: 'A test', passcode: n % 20 === 19 ? 'wrong' : 'right' }),
    ),
  );
  assert.equal(answers.filter(({ kind }) => kind === 'manifest').length, 38);
  const last = await host.open(id, { recipient: 'A test', passcode: 'wrong' });
  assert.deepEqual(last, { kind: 'passcode', remainingAttempts: 2 });
});

test('200 parallel guesses over HTTP: at most the attempts are answered, the rest wait or find nothing', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin, { flag: 'P', passcode: 'right' });
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(url, { passcode: `guess ${n}` })));
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  assert.equal(count(401), 5);
  assert.equal(count(404) + count(429), 195);
  for (const answer of answers) {
    if (answer.status === 429) assert.match(answer.headers.get('Retry-After') ?? '', /^[1-9]\d*$/);
  }
});

test('a U link answers GET with its one file, and nothing else', async (t) => {
  const { origin } = await demo(t);
  const made = await make(origin, { flag: 'U' });
  assert.equal((await fetch(made.url)).status, 400, 'who is asking?');
  const response = await fetch(`${made.url}?recipient=A+test`);
  assert.equal(response.headers.get('Content-Type'), 'application/jose');
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.equal(new TextDecoder().decode((await decryptFile(await response.text(), KEY)).bytes), PATIENT);
  assert.equal((await ask(made.url)).status, 404);
  assert.equal((await put(made, [await file('{}'), await file('{}')])).status, 400);
  const manifest = await make(origin);
  assert.equal((await fetch(`${manifest.url}?recipient=A+test`)).status, 404);

  const { uri } = (await (await post(`${origin}/api/share`, { person: 'zoe', direct: true })).json()) as {
    uri: string;
  };
  assert.ok(parseLink(uri).flags.has('U'));
  const { files } = await openLink(uri, { recipient: 'A test', allowLoopback: true });
  assert.equal(files[0]?.cards?.[0]?.signature, 'unchecked');
});

test('a long-term link says when to look again, and shows what its maker changed', async (t) => {
  const { origin } = await demo(t);
  const made = await make(origin, { flag: 'L' });
  const first = await ask(made.url);
  assert.match(first.headers.get('Retry-After') ?? '', /^\d+$/);
  assert.equal(
    (await put(made, [await file('{"resourceType":"Patient","gender":"other"}'), await file('{}')])).status,
    204,
  );
  assert.equal((await manifestOf(await ask(made.url))).files.length, 2);
});

test('only its maker changes, stops or watches a link', async (t) => {
  const { origin } = await demo(t);
  const made = await make(origin);
  const other = await make(origin);
  assert.equal((await put({ ...made, secret: other.secret }, [await file('{}')])).status, 404);
  const as = (secret: string, method: string, path = '') =>
    fetch(made.url + path, { method, headers: { Authorization: `Bearer ${secret}` } });
  await ask(made.url, { recipient: 'Dr. <b>Who</b>' });
  assert.equal((await as(other.secret, 'GET', '/openings')).status, 404);
  const { openings } = (await (await as(made.secret, 'GET', '/openings')).json()) as {
    openings: { recipient: string }[];
  };
  assert.deepEqual(
    openings.map(({ recipient }) => recipient),
    ['Dr. <b>Who</b>'],
  );
  assert.equal((await as(other.secret, 'DELETE')).status, 404);
  assert.equal((await as(made.secret, 'DELETE')).status, 204);
  assert.equal((await ask(made.url)).status, 404);
});

test('a link past its end is gone', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin, { exp: Math.floor(Date.now() / 1000) + 1 });
  assert.equal((await ask(url)).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.equal((await ask(url)).status, 404);
});

test('what a maker may not ask for', async (t) => {
  const { origin } = await demo(t);
  for (const options of [
    { flag: 'PU', passcode: '1' },
    { flag: 'X' },
    { flag: 'P' },
    { passcode: '1' },
    { flag: 'P', passcode: '' },
    { exp: Date.now() },
    { exp: 'tomorrow' },
    [],
  ])
    assert.equal((await post(`${origin}/shl`, options)).status, 400, JSON.stringify(options));
  assert.equal(
    (await post(`${origin}/shl`, '{}', { 'Content-Type': 'text/plain' })).status,
    400,
    'no plain form posts',
  );
  const made = await make(origin);
  assert.equal(
    (await put(made, [{ contentType: 'application/fhir+json', jwe: PATIENT }])).status,
    400,
    'only encrypted files',
  );
  assert.equal((await put(made, [])).status, 400);
  assert.equal((await put(made, Array(65).fill(await file('{}')))).status, 400);
});

test('requests over 16 KB are refused, whether they say their length or not', async (t) => {
  const { origin } = await demo(t);
  const { url } = await make(origin);
  const large = JSON.stringify({ recipient: 'A test', padding: 'x'.repeat(16 * 1024) });
  assert.equal((await post(url, large)).status, 413);
  const drip = new ReadableStream({
    start(controller) {
      for (let at = 0; at < large.length; at += 4096)
        controller.enqueue(new TextEncoder().encode(large.slice(at, at + 4096)));
      controller.close();
    },
  });
  const streamed = await fetch(url, { method: 'POST', body: drip, duplex: 'half' } as RequestInit);
  assert.equal(streamed.status, 413);
  assert.equal((await ask(url, { padding: 'x'.repeat(15 * 1024) })).status, 200);
});

test('ids that are none are 404', async (t) => {
  const { origin } = await demo(t);
  for (const id of [
    'x',
    'A'.repeat(42),
    'A'.repeat(44),
    `${'A'.repeat(42)}%00`,
    `${'A'.repeat(40)}%2e%2e%2f`,
    '..%2flinks.db',
  ])
    assert.equal((await ask(`${origin}/shl/${id}`)).status, 404, id);
});

test('a link without files yet is not there yet', async (t) => {
  const { origin } = await demo(t);
  const { url } = (await (await post(`${origin}/shl`, {})).json()) as Made;
  assert.equal((await ask(url)).status, 404);
});

test('a full host says so', async (t) => {
  const { origin } = await demo(t, { host: { maxLinks: 1 } });
  await make(origin);
  assert.equal((await post(`${origin}/shl`, {})).status, 507);
});
