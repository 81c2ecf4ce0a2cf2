/** The command line, run as a person runs it. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLink, encryptFile, revocationList } from '../../src/index.js';
import { bundle } from '../fixtures/cards.js';

const program = fileURLToPath(new URL('../../cli/shc-elements.js', import.meta.url));
const ISSUER = 'https://issuer.example';
let folder: string;
const at = (name: string) => join(folder, name);

function run(args: string[], input = ''): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.end(input);
  });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shc-elements-cli-'));
  const made = await run(['keygen', at('key.json')]);
  assert.equal(made.status, 0, made.err);
  await writeFile(at('jwks.json'), made.out);
  await writeFile(at('bundle.json'), JSON.stringify(bundle()));
  const issued = await run(['issue', at('bundle.json'), '--issuer', ISSUER, '--key', at('key.json')]);
  assert.equal(issued.status, 0, issued.err);
  await writeFile(at('card.smart-health-card'), issued.out);
});

const trusted = ['--issuer', ISSUER, '--keys'];

test('keygen keeps the private key to its owner, prints none of it, and overwrites nothing', async () => {
  assert.equal((await stat(at('key.json'))).mode & 0o077, 0);
  const { d } = JSON.parse(await readFile(at('key.json'), 'utf8'));
  assert.equal((await readFile(at('jwks.json'), 'utf8')).includes(d), false);
  assert.equal((await run(['keygen', at('key.json')])).status, 64);
});

test('verify: the verdict in words and as exit status', async () => {
  const good = await run(['verify', at('card.smart-health-card'), ...trusted, at('jwks.json')]);
  assert.equal(good.status, 0, good.err);
  assert.match(good.out, /^VERIFIED\n/);
  assert.match(good.out, /Ana M\. Rivera/);
  assert.equal((await run(['verify', at('card.smart-health-card')])).status, 2);
  assert.equal((await run(['verify', 'nonsense'])).status, 1);
  assert.equal(
    (await run(['verify', '-', ...trusted, at('jwks.json')], await readFile(at('card.smart-health-card'), 'utf8')))
      .status,
    0,
  );
  const early = await run(['verify', at('card.smart-health-card'), ...trusted, at('jwks.json'), '--now', '2001-01-01']);
  assert.equal(early.status, 5);
});

test('verify: expired, revoked, and not to be checked', async () => {
  const { kid } = JSON.parse(await readFile(at('key.json'), 'utf8'));
  const issue = async (name: string, ...more: string[]) => {
    const { out } = await run([
      'issue',
      at('bundle.json'),
      '--issuer',
      ISSUER,
      '--key',
      at('key.json'),
      '--as',
      'jws',
      ...more,
    ]);
    await writeFile(at(name), out);
    return ['verify', at(name), ...trusted, at('jwks.json')];
  };
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const expiring = await issue('expiring', '--expires', soon);
  assert.equal((await run(expiring)).status, 0);
  assert.equal((await run([...expiring, '--now', new Date(Date.now() + 7_200_000).toISOString()])).status, 4);
  await writeFile(at('crl.json'), JSON.stringify(revocationList({ kid, ctr: 1, rids: ['abc'] })));
  const revoked = await issue('revoked', '--rid', 'abc');
  assert.equal((await run([...revoked, '--crl', at('crl.json')])).status, 3);
  const keys = JSON.parse(await readFile(at('jwks.json'), 'utf8'));
  await writeFile(
    at('jwks-crl.json'),
    JSON.stringify({ keys: keys.keys.map((key: object) => ({ ...key, crlVersion: 2 })) }),
  );
  assert.equal((await run(['verify', at('revoked'), ...trusted, at('jwks-crl.json'), '--live', 'never'])).status, 6);
});

test('--json prints the results', async () => {
  const { out } = await run(['verify', at('card.smart-health-card'), ...trusted, at('jwks.json'), '--json']);
  const [result] = JSON.parse(out);
  assert.equal(result.verdict, 'verified');
  assert.equal(result.fhirBundle.entry.length, 2);
});

test('wrong use is 64 and says what to do', async () => {
  for (const args of [
    [],
    ['verify'],
    ['nonsense'],
    ['verify', 'x', '--live', 'sometimes', '--issuer', ISSUER],
    ['issue', at('bundle.json')],
  ]) {
    const { status, err } = await run(args);
    assert.equal(status, 64, args.join(' '));
    assert.ok(err.length > 0);
  }
  assert.equal((await run(['--help'])).status, 0);
});

test('qr draws the card, as text and as SVG', async () => {
  const svg = await run(['qr', at('card.smart-health-card'), '--svg']);
  assert.match(svg.out, /^<svg /);
  const drawn = await run(['qr', at('card.smart-health-card')]);
  assert.ok(drawn.out.split('\n').length > 30);
});

test('link open: the link comes from a file, never from the arguments', async () => {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/jose');
    response.end(jwe);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/${'a'.repeat(43)}`;
  const { uri, key } = createLink({ url, flag: 'U' });
  const jwe = await encryptFile(JSON.stringify(bundle()), 'application/fhir+json', key);
  await writeFile(at('link'), uri);
  try {
    const opened = await run(['link', 'open', at('link'), '--recipient', 'Front desk', '--allow-loopback']);
    assert.equal(opened.status, 0, opened.err);
    assert.match(opened.out, /Bundle, shared, not verified/);
    const refused = await run(['link', 'open', uri, '--recipient', 'Front desk']);
    assert.equal(refused.status, 64);
    assert.equal(`${refused.out}${refused.err}${opened.out}`.includes(key), false);
  } finally {
    server.close();
  }
});
