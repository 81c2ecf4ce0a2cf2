/**
 * The demo's entry: `PORT` (8080), `DEMO_DATA` (.demo-data) and `DATABASE_URL` (none: the embedded store) from the environment. One line out, one
 * line for what went wrong.
 */

import { resolve } from 'node:path';
import { startDemo } from './server.js';

const { PORT = '8080', DEMO_DATA = '.demo-data', DATABASE_URL } = process.env;
const port = Number(PORT);

const fail = (sentence: string): never => {
  console.error(sentence);
  process.exit(1);
};

if (!/^\d+$/.test(PORT) || port > 65_535) fail(`PORT must be a number from 0 to 65535, not "${PORT}".`);

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: `Port ${port} is in use. Choose another: PORT=${port + 1} npm start`,
  EACCES: `Port ${port}, or the folder ${DEMO_DATA}, is not allowed for this user. Choose another: PORT=8080 npm start`,
};

try {
  const demo = await startDemo({ port, dataFolder: resolve(DEMO_DATA), databaseUrl: DATABASE_URL });
  console.log(`shc-elements demo: ${demo.origin}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void demo.close().then(() => process.exit(0)));
  }
} catch (error) {
  const { code = '', message } = error as NodeJS.ErrnoException;
  fail(REASONS[code] ?? `The demo could not start: ${message}`);
}
