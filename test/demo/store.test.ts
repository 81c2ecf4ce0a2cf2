/** What a store promises, on each of the two. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLinkHost } from '../../demo/server/link-host.js';
import type { LinkStore, NewLink, StoredFile } from '../../demo/server/store.js';
import { openPostgresStore } from '../../demo/server/store-postgres.js';
import { openSqliteStore } from '../../demo/server/store-sqlite.js';
import { openLink } from '../../src/index.js';
import { postgresPrograms, startPostgres } from './postgres.js';
import { demo, post, temporaryFolder } from './support.js';

/** Opens the same database again and again: as several servers would. */
type Opener = () => Promise<LinkStore>;

const LINK: NewLink = { id: 'a', ownerHash: 'h', longTerm: true, direct: false, passcodeHash: 'p', attempts: 5 };
const FILE: StoredFile = {
  contentType: 'application/fhir+json',
  jwe: 'x'.repeat(100_000),
  fhirVersion: '4.0.1',
  status: 'finalized',
  lastUpdated: '2026-01-01T00:00:00.000Z',
};
const times = <T>(count: number, work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

async function check(t: TestContext, open: Opener): Promise<void> {
  const [store, other] = await Promise.all([open(), open()]);
  t.after(() => Promise.all([store.close(), other.close()]));

  await t.test('gives back what it was given', async () => {
    await store.create(LINK);
    assert.deepEqual(await other.find('a'), { ...LINK, revoked: false });
    assert.equal(await store.find('b'), undefined);
    await assert.rejects(store.create(LINK), 'an id is used once');
    const plain: NewLink = { id: 'plain', ownerHash: 'h', longTerm: false, direct: true, attempts: 5, expiresAt: 4e9 };
    await store.create(plain);
    assert.deepEqual(await store.find('plain'), { ...plain, revoked: false });
    assert.equal(await store.count(), 2);
    const bare: StoredFile = { contentType: 'a/b', jwe: 'y', lastUpdated: FILE.lastUpdated };
    await store.replaceFiles('a', [FILE, bare]);
    assert.deepEqual(await other.files('a'), [
      { ...FILE, number: 0 },
      { ...bare, number: 1 },
    ]);
  });

  await t.test('counts right from two servers at once', async () => {
    const taken = await times(200, (n) => (n % 2 ? store : other).takeAttempt('a'));
    assert.deepEqual(taken.filter((left) => left !== undefined).sort(), [0, 1, 2, 3, 4]);
    await times(3, () => store.refundAttempt('a'));
    assert.equal(await other.takeAttempt('a'), 2);
    assert.equal(await store.takeAttempt('b'), undefined);
  });

  await t.test('gives out a location once, in time, and only while its file is there', async () => {
    await store.addLocation('once', 'a', 0, 1000);
    const race = await times(40, (n) => (n % 2 ? store : other).takeLocation('once', 999));
    assert.deepEqual(
      race.filter((file) => file !== undefined),
      [FILE],
    );
    await store.addLocation('late', 'a', 0, 1000);
    assert.equal(await store.takeLocation('late', 1000), undefined);
    await store.addLocation('old', 'a', 0, 1000);
    await store.replaceFiles('a', [FILE]);
    assert.equal(await store.takeLocation('old', 999), undefined);
    await assert.rejects(store.addLocation('none', 'a', 7, 1000));
  });

  await t.test('replaces files whole, also from two servers at once', async () => {
    await times(8, (n) =>
      (n % 2 ? store : other).replaceFiles('a', [
        { ...FILE, jwe: `${n}` },
        { ...FILE, jwe: `${n}` },
      ]),
    );
    const [one, two, ...more] = await store.files('a');
    assert.equal(one?.jwe, two?.jwe);
    assert.equal(more.length, 0);
  });

  await t.test('remembers openings in order, as they were said', async () => {
    await store.addOpening('a', { recipient: "Dr. O'Neil; DROP TABLE links", at: '1' });
    await other.addOpening('a', { recipient: 'Zoë', at: '2' });
    assert.deepEqual(await store.openings('a'), [
      { recipient: "Dr. O'Neil; DROP TABLE links", at: '1' },
      { recipient: 'Zoë', at: '2' },
    ]);
  });

  await t.test('forgets what it should', async () => {
    await store.revoke('a');
    assert.equal((await other.find('a'))?.revoked, true);
    assert.deepEqual(await other.files('a'), []);
    await store.create({ ...LINK, id: 'ends', expiresAt: 100 });
    await store.replaceFiles('ends', [FILE]);
    await store.addLocation('swept', 'ends', 0, 99_000);
    await store.sweep(99_999);
    assert.ok(await store.find('ends'));
    assert.equal(await store.takeLocation('swept', 0), undefined);
    await store.sweep(100_000);
    assert.equal(await store.find('ends'), undefined);
    assert.ok(await store.find('plain'), 'what has not ended stays');
  });

  await t.test('two hosts on it answer no more wrong passcodes than one', async () => {
    const hosts = [store, other].map((on) =>
      createLinkHost({ store: on, base: 'http://localhost:1', maxWaiting: 1000 }),
    );
    const { id } = (await hosts[0]?.create({ passcode: 'right' })) ?? assert.fail();
    const answers = await times(60, async (n) =>
      hosts[n % 2]?.open(id, { recipient: 'A test', passcode: `guess ${n}` }),
    );
    assert.equal(answers.filter((answer) => answer?.kind === 'passcode').length, 5);
    assert.equal(answers.filter((answer) => answer?.kind === 'not-found').length, 55);
  });
}

test('the embedded store', async (t) => {
  const path = join(await temporaryFolder(t), 'links.db');
  await check(t, async () => openSqliteStore(path));
});

const programs = postgresPrograms();
test('PostgreSQL', { skip: programs ? false : 'skipped: PostgreSQL is not installed' }, async (t) => {
  const url = await startPostgres(t, programs ?? '');
  await check(t, () => openPostgresStore(url));

  await t.test('serves the demo', async (t) => {
    const { origin } = await demo(t, { databaseUrl: url });
    const { uri } = (await (await post(`${origin}/api/share`, { person: 'josephine', passcode: 'right' })).json()) as {
      uri: string;
    };
    const open = (passcode: string) => openLink(uri, { recipient: 'A test', passcode, allowLoopback: true });
    await assert.rejects(open('wrong'), { code: 'LINK_PASSCODE_WRONG', remainingAttempts: 4 });
    assert.equal((await open('right')).files.length, 2);
  });
});
