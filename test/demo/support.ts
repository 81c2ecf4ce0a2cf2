/** A real demo server for a test: in this process on any free port, or as a process of its own that can be killed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type DemoServer, type DemoServerOptions, startDemo } from '../../demo/server/server.js';

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shc-demo-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

export async function demo(t: TestContext, options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder(t));
  const server = await startDemo({ port: 0, ...options, dataFolder });
  t.after(() => server.close());
  return server;
}

const MAIN = fileURLToPath(new URL('../../demo/server/main.js', import.meta.url));

/** The server as `npm start` runs it. Kill it as you like; it is gone after the test in any case. */
export async function spawnDemo(
  t: TestContext,
  dataFolder: string,
): Promise<{ origin: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', DEMO_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    const origin = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (origin) return { origin, process: child };
  }
  throw new Error('The server did not start');
}

/** kill -9, and wait until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
