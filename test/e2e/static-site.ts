/** A small site of a test's own: pages from text, and the built files, each with the headers the test gives. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const CDN = fileURLToPath(new URL('../../cdn/', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface Site {
  /** 'http://localhost:41234': a secure context, as a page with a camera must be. */
  readonly origin: string;
  /** The paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves until closed.
 * @param pages content by path, such as '/index.html'
 * @param cdn where the files of dist/cdn appear, such as '/shc/'
 * @param headers for every response, the worker's own among them
 */
export async function serveSite(
  pages: Readonly<Record<string, string>>,
  { cdn, headers = {} }: { cdn: string; headers?: Record<string, string> },
): Promise<Site> {
  const requests: string[] = [];
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    requests.push(pathname);
    try {
      const name = pathname.startsWith(cdn) ? pathname.slice(cdn.length) : undefined;
      const body = name && /^[\w.-]+$/.test(name) ? await readFile(CDN + name) : pages[pathname];
      if (body === undefined) throw new Error('not here');
      response.writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? 'text/html; charset=utf-8', ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
