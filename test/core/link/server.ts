/** A real host on loopback for link tests: routes are plain functions, every request is kept. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toBase64url, utf8 } from '../../../src/internal/bytes.js';
import { type CreateLinkOptions, createLink } from '../../../src/link/create.js';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Handler = (seen: Seen, response: ServerResponse) => void | Promise<void>;

export interface TestHost {
  readonly origin: string;
  readonly seen: Seen[];
  /** Requests by path, without the query. */
  count(path: string): number;
  on(path: string, handler: Handler): string;
  /** A path that answers with this body. */
  serve(path: string, body: string | Uint8Array, headers?: Record<string, string>, status?: number): string;
  /** Connections that are open now. */
  open(): Promise<number>;
  close(): Promise<void>;
}

export async function startHost(): Promise<TestHost> {
  const handlers = new Map<string, Handler>();
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const url = request.url ?? '/';
      const one = {
        method: request.method ?? '',
        url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      const handler = handlers.get(url.split('?')[0] as string);
      if (handler) await handler(one, response);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host: TestHost = {
    origin,
    seen,
    count: (path) => seen.filter(({ url }) => url.split('?')[0] === path).length,
    on(path, handler) {
      handlers.set(path, handler);
      return origin + path;
    },
    serve: (path, body, headers = { 'content-type': 'application/jose' }, status = 200) =>
      host.on(path, (_, response) => void response.writeHead(status, headers).end(body)),
    open: () =>
      new Promise((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n)))),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return host;
}

/** 43 characters, as a manifest address has. */
export const ID = 'I91rhba3VsuGXGchcnr6VHlQFKxfE28kuZ0ssbEuxno';
export const KEY = 'rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q';

export const link = (options: Partial<CreateLinkOptions> & { url: string }): string =>
  createLink({ key: KEY, ...options }).uri;

/** Any payload at all as a link, also one that createLink would refuse. */
export const rawLink = (payload: unknown): string =>
  `shlink:/${toBase64url(utf8(typeof payload === 'string' ? payload : JSON.stringify(payload)))}`;

/** A manifest route: answers POST with these files. */
export function serveManifest(
  host: TestHost,
  path: string,
  manifest: () => unknown,
  headers: Record<string, string> = {},
): string {
  return host.on(path, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(manifest()));
  });
}
