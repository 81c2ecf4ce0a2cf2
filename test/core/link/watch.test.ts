import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { cardFile, createTrust, generateIssuerKey, issueCard, publicKeySet } from '../../../src/index.js';
import { queryAccess } from '../../../src/link/access.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { encryptFile } from '../../../src/link/jwe.js';
import type { LinkFile, LinkResult, ManifestFile } from '../../../src/link/types.js';
import { changesBetween, nextPoll, type WatchOptions, watchLink } from '../../../src/link/watch.js';
import { bundle } from '../../fixtures/cards.js';
import { ID, KEY, link, startHost, type TestHost } from './server.js';

const FHIR = 'application/fhir+json';
const jwe = (id: string) => encryptFile(JSON.stringify({ resourceType: 'Patient', id }), FHIR, KEY);

let host: TestHost;
before(async () => {
  host = await startHost();
});
after(() => host.close());
let path = '';
let round = 0;
beforeEach(() => {
  path = `/${++round}/${ID}`;
});
const options: WatchOptions = { recipient: 'Test clinic', allowLoopback: true, interval: 0.02 };
const text = (flag = 'L') => link({ url: host.origin + path, flag });

type Poll = { files?: ManifestFile[]; status?: string; http?: number; headers?: Record<string, string> };

/** Answers the polls in turn, the last one for ever. */
function script(...polls: Poll[]): void {
  let at = 0;
  host.on(path, (_, response) => {
    const { files = [], status, http = 200, headers = {} } = polls[Math.min(at++, polls.length - 1)] as Poll;
    response.writeHead(http, headers).end(JSON.stringify({ files, status }));
  });
}

async function take(count: number, more: Partial<WatchOptions> = {}, flag = 'L'): Promise<LinkResult[]> {
  const results: LinkResult[] = [];
  for await (const result of watchLink(text(flag), { ...options, ...more })) {
    results.push(result);
    if (results.length === count) break;
  }
  return results;
}

test('without L it yields once', async () => {
  script({});
  assert.equal((await take(9, {}, '')).length, 1);
  assert.equal(host.count(path), 1);
});

test('with L it goes on, and says what changed', async () => {
  const [a, b, b2] = await Promise.all([jwe('a'), jwe('b'), jwe('b2')]);
  const file = (embedded: string): ManifestFile => ({ contentType: FHIR, embedded });
  script(
    { files: [file(a)] },
    { files: [file(a)] },
    { files: [file(b), file(a)] },
    { files: [file(b2), file(a)] },
    { files: [file(b2)] },
  );
  const results = await take(5);
  assert.deepEqual(
    results.map(({ changes }) => changes && [changes.added, changes.updated, changes.removed.length]),
    [undefined, [[], [], 0], [[0], [], 0], [[], [0], 0], [[], [], 1]],
  );
  assert.deepEqual(results[4]?.changes?.removed[0]?.resource, { resourceType: 'Patient', id: 'a' });
  const stopped = host.count(path);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(host.count(path), stopped, 'leaving the loop stops the polling');
});

test('what the manifest says is unchanged is not fetched again', async () => {
  const [a, b] = await Promise.all([jwe('a'), jwe('b')]);
  const url = host.origin + path;
  host.serve(`${path}/a`, a);
  host.serve(`${path}/b`, b);
  const at = (name: string, lastUpdated: string): ManifestFile => ({
    contentType: FHIR,
    location: `${url}/${name}`,
    lastUpdated,
  });
  script(
    { files: [at('a', '2025-01-01'), at('b', '2025-01-02')] },
    { files: [at('b', '2025-01-02'), at('a', '2025-01-03')] },
    // Two of one time cannot be told apart.
    { files: [at('b', '2025-01-03'), at('a', '2025-01-03')] },
  );
  const results = await take(3);
  assert.deepEqual(
    results[1]?.files.map(({ resource }) => (resource as { id: string }).id),
    ['b', 'a'],
  );
  assert.deepEqual([host.count(`${path}/a`), host.count(`${path}/b`)], [3, 2]);
});

test('what is embedded is read even when its time says it is unchanged', async () => {
  const [a, b] = await Promise.all([jwe('a'), jwe('b')]);
  const file = (embedded: string): ManifestFile => ({ contentType: FHIR, embedded, lastUpdated: '2025-01-01' });
  script({ files: [file(a)] }, { files: [file(b)] });
  const [, second] = await take(2);
  assert.deepEqual(second?.files[0]?.resource, { resourceType: 'Patient', id: 'b' });
});

/** A file by what it holds and says: its content's id or cards, its error, and whether that is of an earlier poll. */
const told = ({ files }: LinkResult) =>
  files.map(({ resource, error, asOf }) => [
    (resource as { id: string } | undefined)?.id,
    error?.code,
    asOf !== undefined,
  ]);

test('a file that cannot be had now keeps its last good content, and says why and from when', async () => {
  const [a, b, b2] = await Promise.all([jwe('a'), jwe('b'), jwe('b2')]);
  const url = host.origin + path;
  host.serve(`${path}/b`, b);
  const file = (lastUpdated: string): ManifestFile[] => [
    { contentType: FHIR, embedded: a },
    { contentType: FHIR, location: `${url}/b`, lastUpdated, status: 'can-change' },
  ];
  script({ files: file('2025-01-01') }, { files: file('2025-01-02') });
  const results: LinkResult[] = [];
  const given: (string | undefined)[] = [];
  const onFile = ({ error }: LinkFile, index: number) => index === 1 && given.push(error?.code);
  for await (const result of watchLink(text(), { ...options, onFile })) {
    if (results.push(result) === 4) break;
    host.serve(`${path}/b`, b2, {}, results.length < 3 ? 503 : 200);
  }
  const [first, second, third, fourth] = results as [LinkResult, LinkResult, LinkResult, LinkResult];
  const good = ['a', undefined, false];
  assert.deepEqual(told(first), [good, ['b', undefined, false]]);
  assert.deepEqual(told(second), [good, ['b', 'NETWORK_STATUS', true]]);
  assert.deepEqual(told(third), [good, ['b', 'NETWORK_STATUS', true]]);
  assert.deepEqual(told(fourth), [good, ['b2', undefined, false]], 'asked for again, though its entry is the same');
  const kept = third.files[1] as LinkFile;
  assert.equal(kept.asOf, first.fetchedAt.toISOString(), 'of when it last came, however often it has failed since');
  assert.deepEqual([kept.lastUpdated, kept.status], ['2025-01-01', 'can-change'], 'not the time of what never came');
  assert.deepEqual(kept.bytes, first.files[1]?.bytes);
  assert.deepEqual(
    results.map(({ changes }) => changes?.updated),
    [undefined, [1], [], [1]],
  );
  assert.deepEqual(given, [undefined, 'NETWORK_STATUS', 'NETWORK_STATUS', undefined], 'given out once in each poll');
});

test('what came and cannot be read takes the place of the last good content', async () => {
  const good = await jwe('a');
  host.serve(`${path}/a`, good);
  script({ files: [{ contentType: FHIR, location: `${host.origin}${path}/a` }] });
  const results: LinkResult[] = [];
  for await (const result of watchLink(text(), options)) {
    host.serve(`${path}/a`, good.replace(/.{9}$/, 'AAAAAAAAA'));
    if (results.push(result) === 2) break;
  }
  assert.deepEqual(told(results[1] as LinkResult), [[undefined, 'LINK_DECRYPT', false]]);
});

test('nothing is kept of a file that had nothing good, or where files have come or gone', async () => {
  const url = host.origin + path;
  host.serve(`${path}/a`, await jwe('a'));
  host.serve(`${path}/b`, await jwe('b'));
  const at = (...names: string[]) => ({
    files: names.map((name): ManifestFile => ({ contentType: FHIR, location: `${url}/${name}` })),
  });
  const absent = [undefined, 'NETWORK_STATUS', false];
  // What fails asks for the manifest twice, for fresh locations.
  script(at('a', 'gone'), at('a', 'gone'), at('a', 'gone'));
  for (const result of await take(2)) assert.deepEqual(told(result), [['a', undefined, false], absent]);
  script(at('a', 'b'), at('gone'));
  assert.deepEqual(told((await take(2))[1] as LinkResult), [absent], 'it may be either');
  script(at('a'), at('gone', 'a'));
  assert.deepEqual(told((await take(2))[1] as LinkResult), [absent, ['a', undefined, false]], 'it is a new one');
});

test('cards that are kept are verified anew', async () => {
  const key = await generateIssuerKey();
  const issuer = 'https://issuer.example.org';
  const start = Date.parse('2025-01-01T00:00:00Z');
  const jws = await issueCard({
    issuer,
    key,
    bundle: bundle(),
    issuedAt: new Date(start - 1000),
    expiresAt: new Date(start + 60_000),
  });
  let time = start;
  const now = () => new Date(time);
  const trust = createTrust({ issuers: [{ url: issuer, keys: publicKeySet([key]).keys }], liveKeys: 'never', now });
  const CARDS = 'application/smart-health-card';
  host.serve(`${path}/card`, await encryptFile(cardFile([jws]), CARDS, KEY));
  script({ files: [{ contentType: CARDS, location: `${host.origin}${path}/card` }] });
  const results: LinkResult[] = [];
  for await (const result of watchLink(text(), { ...options, trust, now })) {
    host.serve(`${path}/card`, '', {}, 404);
    time += 120_000;
    if (results.push(result) === 2) break;
  }
  const verdicts = results.map(({ files: [file] }) => [file?.cards?.map(({ verdict }) => verdict), file?.error?.code]);
  assert.deepEqual(verdicts, [
    [['verified'], undefined],
    [['expired'], 'NETWORK_STATUS'],
  ]);
});

test('an access that is kept can still be used', async () => {
  const ACCESS = 'application/smart-api-access';
  const access = { access_token: 'opaque', aud: `${host.origin}${path}/fhir`, query: ['Patient/1'] };
  host.serve(`${path}/access`, await encryptFile(JSON.stringify(access), ACCESS, KEY));
  host.serve(`${path}/fhir/Patient/1`, '{"resourceType":"Patient","id":"1"}');
  script({ files: [{ contentType: ACCESS, location: `${host.origin}${path}/access` }] });
  const results: LinkResult[] = [];
  for await (const result of watchLink(text(), options)) {
    host.serve(`${path}/access`, '', {}, 503);
    if (results.push(result) === 2) break;
  }
  const [file] = (results[1] as LinkResult).files as [LinkFile];
  assert.deepEqual([file.error?.code, file.asOf !== undefined, file.bytes], ['NETWORK_STATUS', true, undefined]);
  assert.ok(file.access);
  assert.deepEqual(await queryAccess(file.access, 'Patient/1', { allowLoopback: true }), {
    resourceType: 'Patient',
    id: '1',
  });
});

test('Retry-After is kept to', async () => {
  script({ headers: { 'retry-after': '1' } });
  const start = performance.now();
  await take(2);
  assert.ok(performance.now() - start >= 990);
});

test('a 429 says how long, and that is kept to', async () => {
  script({}, { http: 429, headers: { 'retry-after': '1' } }, {});
  const start = performance.now();
  const waits: number[] = [];
  assert.equal((await take(2, { onRetry: (_, seconds) => waits.push(seconds) })).length, 2);
  assert.deepEqual(waits, [1]);
  assert.ok(performance.now() - start >= 990);
});

test('what cannot be checked now is tried again, and said', async () => {
  script({}, { http: 500, headers: { 'retry-after': '60' } }, {});
  // The 5xx asks for a minute: kept to, so the loop is left by an abort.
  const stop = new AbortController();
  const told: [string, number][] = [];
  await assert.rejects(
    take(2, {
      signal: stop.signal,
      onRetry: ({ code }, seconds) => {
        told.push([code, seconds]);
        stop.abort();
      },
    }),
    { name: 'AbortError' },
  );
  assert.deepEqual(told, [['NETWORK_STATUS', 60]]);
  script({}, { http: 429 }, {});
  assert.equal((await take(2)).length, 2);
});

test('what will not come back ends it', async () => {
  for (const [http, code] of [
    [404, 'LINK_INACTIVE'],
    [401, 'LINK_PASSCODE_WRONG'],
  ] as const) {
    script({}, { http });
    const before = host.count(path);
    await assert.rejects(
      take(2, { passcode: 'x' }),
      (error: HealthLinkError) => error instanceof HealthLinkError && error.code === code,
    );
    assert.equal(host.count(path) - before, 2, 'a refused passcode is not sent again');
  }
  script({}, {});
  let at = 0;
  const now = () => new Date(at++ < 4 ? 0 : 5_000_000_000_000);
  await assert.rejects(
    async () => {
      for await (const _ of watchLink(link({ url: host.origin + path, flag: 'L', exp: 4_000_000_000 }), {
        ...options,
        now,
      }));
    },
    { code: 'LINK_EXPIRED' },
  );
});

test('a first opening that fails throws', async () => {
  script({ http: 500, headers: { 'retry-after': '0' } });
  await assert.rejects(take(1), { code: 'NETWORK_STATUS' });
});

test('a final manifest ends it', async () => {
  for (const status of ['finalized', 'no-longer-valid', 'retracted']) {
    script({ status: 'can-change' }, { status });
    assert.equal((await take(9)).length, 2);
  }
});

test('an abort while waiting ends it at once', async () => {
  script({ headers: { 'retry-after': '3600' } });
  const stop = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => stop.abort(reason), 100);
  await assert.rejects(take(2, { signal: stop.signal }), reason);
});

test('waiting: doubled while nothing changes, up to a quarter of an hour; a host’s word goes first', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 99].map((idle) => nextPoll(idle, 60, undefined)),
    [60, 120, 240, 480, 900, 900],
  );
  assert.equal(nextPoll(0, 3600, undefined), 3600);
  assert.equal(nextPoll(9, 60, 30), 30);
  assert.equal(nextPoll(0, 60, 0), 1);
  assert.equal(nextPoll(0, 60, 10_000_000), 86_400);
});

test('changes: moved files are the same files; a new verdict or error is an update', () => {
  const file = (content: string, more: Partial<LinkFile> = {}): LinkFile => ({
    contentType: FHIR,
    kind: 'fhir',
    bytes: new TextEncoder().encode(content),
    ...more,
  });
  const failed: LinkFile = { contentType: FHIR, kind: 'fhir', error: { code: 'NETWORK', message: '' } };
  const compare = (before: LinkFile[], after: LinkFile[]) => {
    const { added, updated, removed } = changesBetween(before, after);
    return [added, updated, removed.length];
  };
  assert.deepEqual(compare([file('a'), file('b')], [file('b'), file('a')]), [[], [], 0]);
  assert.deepEqual(compare([file('a')], [file('a', { status: 'finalized' })]), [[], [0], 0]);
  assert.deepEqual(compare([file('a'), file('a')], [file('a')]), [[], [], 1]);
  assert.deepEqual(compare([file('a')], [failed]), [[], [0], 0]);
  assert.deepEqual(compare([failed], [{ ...failed }]), [[], [], 0]);
  assert.deepEqual(compare([failed, file('b')], [file('b')]), [[], [], 1]);
  assert.deepEqual(compare([file('a')], [file('a', { contentType: 'x/y' })]), [[0], [], 1]);
});

test('misuse is a TypeError', async () => {
  await assert.rejects(take(1, { interval: 0 }), TypeError);
  await assert.rejects(watchLink(text(), undefined as never).next(), TypeError);
});
