/** A real Chromium with pages that have our QR module in them, bundled the way dist/cdn is, and headers to choose. */

import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import commonjsPlugin from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { type Plugin, rollup } from 'rollup';

// Its types are those of its CommonJS build.
const commonjs = commonjsPlugin as unknown as () => Plugin;
const root = resolve(import.meta.dirname, '../../../..');
const qr = join(root, 'dist/src/qr');
const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

export const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome', process.env.CHROME_PATH ?? ''].find(
  (path) => path && existsSync(path),
);

/** Answers for paths of the test's own: a body with a type, or headers added to what is served. */
export interface PageSetup {
  readonly headers?: Record<string, string>;
  readonly missing?: readonly string[];
}

export interface Harness {
  open(setup?: PageSetup): Promise<Page>;
  /** The same files under another origin. */
  readonly otherOrigin: string;
  close(): Promise<void>;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' };

const assetsBeside: Plugin = {
  name: 'assets-beside',
  load: (id) =>
    id === join(qr, 'assets.js')
      ? `export const workerUrl = () => new URL('./qr-worker.js', import.meta.url);
         export const wasmUrl = () => new URL('./zxing_reader.wasm', import.meta.url);`
      : undefined,
};

async function bundle(input: string, name: string, folder: string): Promise<void> {
  const build = await rollup({
    input,
    external: /^node:/,
    plugins: [assetsBeside, nodeResolve({ browser: true }), commonjs()],
    onLog: (level, log, handle) => log.code === 'CIRCULAR_DEPENDENCY' || handle(level, log),
  });
  await build.write({ dir: folder, entryFileNames: name, chunkFileNames: '[name]-[hash].js', format: 'es' });
  await build.close();
}

export async function harness(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'shc-qr-'));
  await bundle(join(qr, 'index.js'), 'qr.js', folder);
  await bundle(join(qr, 'worker.js'), 'qr-worker.js', folder);
  // What a module that no bundler has seen begins with: a browser does not know where that is.
  await writeFile(join(folder, 'unbundled.js'), `import 'zxing-wasm/reader';`);
  const setups: PageSetup[] = [];
  const serve = () =>
    createServer((request, response) => {
      // /N/file is the file as the Nth page sees it.
      const [, page = '', name = ''] = (request.url ?? '').split('/');
      const setup = setups[Number(page)] ?? {};
      const path = name === 'zxing_reader.wasm' ? wasm : join(folder, name || 'none');
      if (name === 'page.html') {
        response.writeHead(200, { 'content-type': 'text/html', ...setup.headers });
        response.end('<!doctype html><title>qr</title><script type="module" src="page.js"></script>');
      } else if (name === 'page.js') {
        response.writeHead(200, { 'content-type': 'text/javascript', ...setup.headers });
        response.end(`import * as qr from './qr.js'; globalThis.qr = qr;`);
      } else if (setup.missing?.includes(name) || !existsSync(path)) {
        response.writeHead(404, { ...setup.headers }).end();
      } else {
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain', ...setup.headers });
        createReadStream(path).pipe(response);
      }
    });
  const [server, other] = [serve(), serve()];
  for (const each of [server, other]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done));
  const originOf = (each: typeof server) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`;
  const browser: Browser = await puppeteer.launch({
    executablePath: chromium as string,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  return {
    otherOrigin: `${originOf(other)}/0`,
    async open(setup = {}) {
      setups.push(setup);
      const page = await browser.newPage();
      await page.goto(`${originOf(server)}/${setups.length - 1}/page.html`);
      await page.waitForFunction('globalThis.qr');
      return page;
    },
    async close() {
      await browser.close();
      for (const each of [server, other]) {
        each.closeAllConnections();
        each.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
