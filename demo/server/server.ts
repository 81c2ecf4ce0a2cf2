/** Starts and stops the demo on one port of this machine. */

import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createApp } from './app.js';
import { issuerSecrets } from './issuer-keys.js';
import type { LinkHostOptions } from './link-host.js';
import type { LinkStore } from './store.js';
import { openPostgresStore } from './store-postgres.js';
import { openSqliteStore } from './store-sqlite.js';

export interface DemoServer {
  /** 'http://localhost:8080' */
  readonly origin: string;
  close(): Promise<void>;
}

export interface DemoServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the store and the keys are kept; made when missing. */
  readonly dataFolder: string;
  /** A PostgreSQL database for the links, in place of the embedded one. */
  readonly databaseUrl?: string | undefined;
  readonly host?: Partial<Omit<LinkHostOptions, 'store' | 'base'>>;
  readonly patience?: Partial<typeof PATIENCE>;
}

/** The folder that has demo/ and dist/: this file runs from dist/demo/server. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A client that is slow on purpose is cut off: seconds for the headers, and for the whole request. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};
const SWEEP_EVERY = 60_000;

/** Listens on 127.0.0.1 only. Rejects with the system's error when the port is taken. */
export async function startDemo({
  port,
  dataFolder,
  databaseUrl,
  host,
  patience,
}: DemoServerOptions): Promise<DemoServer> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  let app: Hono | undefined;
  const server = createServer(
    { ...PATIENCE, ...patience },
    getRequestListener((request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 })),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  let store: LinkStore;
  try {
    store = databaseUrl ? await openPostgresStore(databaseUrl) : openSqliteStore(join(dataFolder, 'links.db'));
    await store.sweep(Date.now());
    app = await createApp({
      origin,
      store,
      secrets: await issuerSecrets(dataFolder, 'issuer'),
      otherSecrets: await issuerSecrets(dataFolder, 'other-issuer'),
      root: ROOT,
      ...(host && { host }),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const sweeping = setInterval(() => {
    store.sweep(Date.now()).catch((error: Error) => console.error(`Old links could not be removed (${error.name})`));
  }, SWEEP_EVERY);
  sweeping.unref();

  return {
    origin,
    async close() {
      clearInterval(sweeping);
      await stop();
      await store.close();
    },
  };
}
