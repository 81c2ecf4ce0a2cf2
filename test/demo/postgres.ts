/** A PostgreSQL of our own for a test: a fresh cluster in a temporary folder, on a Unix socket only. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from './support.js';

const VERSIONS = '/usr/lib/postgresql';

/** The folder of Debian's newest server, or undefined where none is installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** Starts it; it is gone after the test. Resolves to its URL. As root it runs as the user postgres, which it insists on. */
export async function startPostgres(t: TestContext, programs: string): Promise<string> {
  const folder = await temporaryFolder(t);
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
  const data = join(folder, 'data');
  mkdirSync(data);
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);

  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'demo', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {
    ...user,
  });
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses='], {
    ...user,
    stdio: 'ignore',
  });
  const gone = once(server, 'exit');
  t.after(async () => {
    server.kill('SIGINT');
    await gone;
  });
  const ready = () => {
    try {
      execFileSync(join(programs, 'pg_isready'), ['-h', folder, '-q']);
      return true;
    } catch {
      return false;
    }
  };
  for (let tries = 0; !ready(); tries++) {
    if (tries > 100) throw new Error('PostgreSQL did not start');
    await pause(100);
  }
  return `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=demo`;
}
