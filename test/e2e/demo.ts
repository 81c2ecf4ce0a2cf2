/** The demo server as people start it: a process of its own, on a free port, with an empty store. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../demo/server/main.js', import.meta.url));

export interface Demo {
  readonly origin: string;
  /** The JWS of one of the demo's cards, as its issuer gives it out. */
  card(id: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startDemo(): Promise<Demo> {
  const data = await mkdtemp(join(tmpdir(), 'shc-demo-'));
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', DEMO_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const firstLine = once(createInterface(child.stdout), 'line');
  const [line] = await Promise.race([firstLine, ended.then(([code]) => [`ended with ${code}`])]);
  const origin = String(line).match(/http:\/\/localhost:\d+/)?.[0];
  if (!origin) throw new Error(`The demo did not start: ${line}`);
  return {
    origin,
    async card(id) {
      const response = await fetch(`${origin}/cards/${id}.smart-health-card`);
      const { verifiableCredential } = (await response.json()) as { verifiableCredential: string[] };
      return verifiableCredential[0] as string;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Changes one character in the middle of a part of a JWS: 0 header, 1 payload, 2 signature. */
export function tamper(jws: string, part: 0 | 1 | 2): string {
  const parts = jws.split('.');
  const text = parts[part] as string;
  const middle = text.length >> 1;
  parts[part] = text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1);
  return parts.join('.');
}
