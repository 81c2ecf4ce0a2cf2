/** A host that misbehaves in every way, in each of the three places we ask: each ends in time, with the right code, and nothing stays open. */

import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { HealthLinkError } from '../../../src/link/errors.js';
import { encryptFile } from '../../../src/link/jwe.js';
import { openLink } from '../../../src/link/open.js';
import { ID, KEY, link } from './server.js';

const FHIR = 'application/fhir+json';
const limits = { connectTimeout: 300, requestTimeout: 600, manifestBytes: 20_000, linkFileBytes: 20_000 };

/** 200 MB of zeros. */
const gzipBomb = gzipSync(Buffer.alloc(200_000_000), { level: 9 });

type Fault = (response: ServerResponse) => void;

const faults: Record<string, { fault: Fault; manifest: string; file: string; within?: number }> = {
  'never answers': { fault: () => {}, manifest: 'NETWORK_TIMEOUT', file: 'NETWORK_TIMEOUT' },
  'sends headers and then nothing': {
    fault: (response) => response.writeHead(200).flushHeaders(),
    manifest: 'NETWORK_TIMEOUT',
    file: 'NETWORK_TIMEOUT',
  },
  drips: {
    fault: (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
    manifest: 'NETWORK_TIMEOUT',
    file: 'NETWORK_TIMEOUT',
  },
  'resets the connection': {
    fault: (response) => response.socket?.resetAndDestroy(),
    manifest: 'NETWORK',
    file: 'NETWORK',
  },
  'resets in the middle': {
    fault: (response) => {
      response.writeHead(200).write('{"files":');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
    manifest: 'NETWORK',
    file: 'NETWORK',
  },
  'announces more than it sends': {
    fault: (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"files":[]}');
      setTimeout(() => response.destroy(), 20);
    },
    manifest: 'NETWORK',
    file: 'NETWORK',
  },
  'cuts the JSON': { fault: (response) => response.end('{"files":['), manifest: 'LINK_MANIFEST', file: 'LINK_DECRYPT' },
  'announces gzip and sends none': {
    fault: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"files":[]}'),
    manifest: 'NETWORK',
    file: 'NETWORK',
  },
  'speaks no HTTP': {
    fault: (response) => response.socket?.end('hello\r\n\r\n'),
    manifest: 'NETWORK',
    file: 'NETWORK',
  },
  redirects: {
    fault: (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    manifest: 'NETWORK_REDIRECT',
    file: 'NETWORK_REDIRECT',
  },
  'redirects to itself': {
    fault: (response) => response.writeHead(308, { location: '' }).end(),
    manifest: 'NETWORK_REDIRECT',
    file: 'NETWORK_REDIRECT',
  },
  'sends a web page': {
    fault: (response) => response.end('<!doctype html>'),
    manifest: 'LINK_MANIFEST',
    file: 'LINK_DECRYPT',
  },
  'sends without end': {
    fault: (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 0x20)));
      };
      response.on('drain', more);
      more();
    },
    manifest: 'LINK_MANIFEST',
    file: 'TOO_LARGE',
  },
  'sends a gzip bomb': {
    fault: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipBomb),
    manifest: 'LINK_MANIFEST',
    file: 'TOO_LARGE',
  },
  'sends bytes that are no text': {
    fault: (response) => response.end(Buffer.alloc(500, 0xff)),
    manifest: 'LINK_MANIFEST',
    file: 'LINK_DECRYPT',
  },
  'sends nothing': {
    fault: (response) => response.writeHead(204).end(),
    manifest: 'LINK_MANIFEST',
    file: 'LINK_DECRYPT',
  },
  'is busy': {
    fault: (response) => response.writeHead(429, { 'retry-after': '9' }).end(),
    manifest: 'LINK_RATE_LIMITED',
    file: 'LINK_RATE_LIMITED',
  },
  fails: {
    fault: (response) => response.writeHead(500, { 'retry-after': '0' }).end(),
    manifest: 'NETWORK_STATUS',
    file: 'NETWORK_STATUS',
  },
  'fails without a word': {
    fault: (response) => response.writeHead(503).end(),
    manifest: 'NETWORK_STATUS',
    file: 'NETWORK_STATUS',
    within: 2000,
  },
};

describe('a host that misbehaves', () => {
  const under = new Set<ServerResponse>();
  const elsewhere: string[] = [];
  let fault: Fault = () => {};
  let manifest = '';
  const server = createServer((request, response) => {
    under.add(response);
    response.on('close', () => under.delete(response));
    response.on('error', () => {});
    request.resume().on('end', () => {
      if (request.url?.startsWith('/elsewhere')) elsewhere.push(request.url);
      if (request.url?.startsWith(`/good/${ID}`)) response.end(manifest);
      else fault(response);
    });
  });
  let origin = '';
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);

  before(async () => {
    process.on('unhandledRejection', onUnhandled);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const embedded = await encryptFile('{"resourceType":"Patient"}', FHIR, KEY);
    manifest = JSON.stringify({
      files: [
        { contentType: FHIR, location: `${origin}/bad` },
        { contentType: FHIR, embedded },
      ],
    });
  });
  after(async () => {
    process.off('unhandledRejection', onUnhandled);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (path: string, flag = '') =>
    openLink(link({ url: `${origin}${path}`, flag }), { recipient: 'Test clinic', allowLoopback: true, limits });

  /** Runs within its time, and leaves nothing behind. */
  async function bounded<T>(most: number, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const took = performance.now() - start;
      assert.ok(took < most, `took ${took} ms of ${most}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(under.size, 0, 'a request was left open');
      assert.deepEqual(unhandled, []);
    }
  }

  for (const [name, { fault: make, manifest: code, file, within = 0 }] of Object.entries(faults)) {
    test(`manifest: ${name}`, async () => {
      fault = make;
      await bounded(limits.requestTimeout + 400 + within, () =>
        assert.rejects(open(`/bad/${ID}`), (error: HealthLinkError) => error.code === code),
      );
    });

    test(`direct file: ${name}`, async () => {
      fault = make;
      await bounded(limits.requestTimeout + 400 + within, () =>
        assert.rejects(open(`/bad/${ID}`, 'U'), (error: HealthLinkError) => error.code === file),
      );
    });

    test(`location: ${name}`, async () => {
      fault = make;
      // Asked for once, and once more through a fresh manifest.
      const { files } = await bounded(2 * limits.requestTimeout + 400, () => open(`/good/${ID}`));
      assert.deepEqual(
        files.map(({ error }) => error?.code),
        [file, undefined],
      );
    });
  }

  test('no redirect was followed', () => assert.deepEqual(elsewhere, []));

  test('nobody there', async () => {
    const text = link({ url: `http://127.0.0.1:1/${ID}` });
    await assert.rejects(openLink(text, { recipient: 'x', allowLoopback: true }), { code: 'NETWORK' });
  });

  test('a fetch of the caller’s that ignores the signal, or fails in its own way, is bounded too', async () => {
    const hang = () => new Promise<Response>(() => {});
    const text = link({ url: `${origin}/bad/${ID}` });
    const with_ = (fetch: typeof globalThis.fetch) =>
      openLink(text, { recipient: 'x', allowLoopback: true, limits, fetch });
    await bounded(1000, () => assert.rejects(with_(hang), { code: 'NETWORK_TIMEOUT' }));
    await bounded(1000, () =>
      assert.rejects(
        with_(() => Promise.reject(new TypeError(`no ${KEY}`))),
        { code: 'NETWORK' },
      ),
    );
    const hanging = async () => new Response(new ReadableStream({ pull: () => new Promise<void>(() => {}) }));
    await bounded(1500, () => assert.rejects(with_(hanging), { code: 'NETWORK_TIMEOUT' }));
    const followed = async () => Object.defineProperty(new Response('{"files":[]}'), 'redirected', { value: true });
    await bounded(1000, () => assert.rejects(with_(followed), { code: 'NETWORK_REDIRECT' }));
  });
});
