import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteStore } from '../../demo/server/store-sqlite.js';
import type { JWKS } from '../../src/index.js';
import { killHard, post, spawnDemo, temporaryFolder } from './support.js';

const parsed = (uri: string) =>
  JSON.parse(Buffer.from(uri.split('shlink:/')[1] ?? '', 'base64url').toString()) as { url: string };
const guess = (url: string, passcode: string) => post(url, { recipient: 'A test', passcode });
/** A link's address on a server that runs on another port now. */
const moved = (url: string, origin: string) => origin + new URL(url).pathname;

test('wrong tries are remembered by a server that was killed, and so is its key', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await spawnDemo(t, folder);
  const { uri } = (await (await post(`${first.origin}/api/share`, { person: 'amara', passcode: 'right' })).json()) as {
    uri: string;
  };
  const { url } = parsed(uri);
  for (const left of [4, 3]) {
    const answer = await guess(url, 'wrong');
    assert.deepEqual([answer.status, await answer.json()], [401, { remainingAttempts: left }]);
  }
  const keysOf = async (origin: string) =>
    (await (await fetch(`${origin}/issuer/.well-known/jwks.json`)).json()) as JWKS;
  const { keys } = await keysOf(first.origin);
  await killHard(first.process);

  const second = await spawnDemo(t, folder);
  const after = moved(url, second.origin);
  assert.deepEqual(await (await guess(after, 'wrong')).json(), { remainingAttempts: 2 });
  assert.equal((await guess(after, 'right')).status, 200, 'the files are there still');
  assert.deepEqual((await keysOf(second.origin)).keys, keys);
  const { mode } = await stat(join(folder, 'issuer-key.json'));
  if (process.platform !== 'win32') assert.equal(mode & 0o077, 0, 'the private key is for this user only');
  assert.match(await readFile(join(folder, 'issuer-key.json'), 'utf8'), /"d":/);
});

test('killed in the middle of parallel guesses, it never forgets one it has answered', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await spawnDemo(t, folder);
  const { uri } = (await (await post(`${first.origin}/api/share`, { person: 'amara', passcode: 'right' })).json()) as {
    uri: string;
  };
  const { url } = parsed(uri);
  let least = 5;
  const guesses = Array.from({ length: 60 }, async (_, n) => {
    const answer = await guess(url, `guess ${n}`);
    if (answer.status !== 401) return;
    const { remainingAttempts } = (await answer.json()) as { remainingAttempts: number };
    least = Math.min(least, remainingAttempts);
    if (least === 3) first.process.kill('SIGKILL');
  });
  await Promise.allSettled(guesses);
  assert.ok(least <= 3);

  const store = openSqliteStore(join(folder, 'links.db'));
  t.after(() => store.close());
  const { attempts } = (await store.find(url.split('/').at(-1) ?? '')) ?? assert.fail('the link is gone');
  assert.ok(attempts <= least, `${attempts} left on disk after ${least} had been answered`);
});
