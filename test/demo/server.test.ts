import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { demo, temporaryFolder } from './support.js';

const PAGES = ['/', '/scanner.html', '/display.html', '/viewer.html', '/share.html', '/check-in.html'];

/** A request with the path and Host exactly as given; fetch would tidy them. */
const raw = (origin: string, path: string, host?: string) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = new URL(origin);
    request({ host: '127.0.0.1', port, path, ...(host && { headers: { host } }) }, async (response) =>
      resolve({ status: response.statusCode ?? 0, body: await text(response) }),
    )
      .once('error', reject)
      .end();
  });

test('every page comes with the strict policy and without inline code or style', async (t) => {
  const { origin } = await demo(t);
  for (const path of PAGES) {
    const response = await fetch(origin + path);
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'/);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types lit-html shc-elements$/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
    const html = await response.text();
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i, path);
    for (const [, url] of html.matchAll(/(?:href|src)="(\/[^"#?]+\.(?:html|css|js|svg))"/g))
      assert.equal((await fetch(origin + url)).status, 200, `${path} -> ${url}`);
  }
});

test('nothing outside the list of files is served', async (t) => {
  const { origin } = await demo(t);
  for (const path of [
    '/package.json',
    '/server/main.ts',
    '/../package.json',
    '/pages/../../package.json',
    '/%2e%2e/package.json',
    '/pages/..%2f..%2fpackage.json',
    '/.demo-data/issuer-key.json',
    '/issuer-key.json',
    '/links.db',
    '//etc/passwd',
    '/dist/demo/server/main.js',
  ])
    assert.equal((await raw(origin, path)).status, 404, path);
});

test('another host name is refused: a page elsewhere cannot be pointed at this server', async (t) => {
  const { origin } = await demo(t);
  assert.equal((await raw(origin, '/api/people', 'evil.example')).status, 421);
  assert.equal((await raw(origin, '/api/people', '127.0.0.1')).status, 200);
});

test('a client that sends its request too slowly is cut off', async (t) => {
  const { origin } = await demo(t, {
    patience: { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 },
  });
  const send = async (start: string) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(start);
    const began = Date.now();
    const answer = await text(socket);
    return { answer, took: Date.now() - began };
  };
  const headers = await send('POST /api/check-in HTTP/1.1\r\nHost: localhost\r\n');
  assert.match(headers.answer, /^HTTP\/1\.1 408 /);
  const body = await send(
    'POST /api/check-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  assert.ok(body.took < 3_000, `${body.took} ms`);
});

test('what goes wrong at start is said in one line', async (t) => {
  const { origin } = await demo(t);
  const main = fileURLToPath(new URL('../../demo/server/main.js', import.meta.url));
  const dataFolder = await temporaryFolder(t);
  const run = async (PORT: string) => {
    const child = spawn(process.execPath, [main], { env: { ...process.env, PORT, DEMO_DATA: dataFolder } });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return { said, code };
  };
  const { port } = new URL(origin);
  assert.deepEqual(await run(port), {
    said: `Port ${port} is in use. Choose another: PORT=${Number(port) + 1} npm start\n`,
    code: 1,
  });
  assert.deepEqual(await run('many'), { said: 'PORT must be a number from 0 to 65535, not "many".\n', code: 1 });
});
