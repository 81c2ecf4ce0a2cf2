/**
 * The demo issuers' secrets: made on first start, kept in the data folder, readable by this user only, and never under a
 * folder that is served.
 */

import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIssuerKey, type IssuerKey } from '../../src/index.js';

export interface IssuerSecrets {
  readonly key: IssuerKey;
  /** For revocation identifiers (SMART Health Cards, Revocation): 256 random bits, base64url. */
  readonly revocationSecret: string;
}

/** The secrets kept under `name` (a constant of ours), or new ones. */
export async function issuerSecrets(folder: string, name: 'issuer' | 'other-issuer'): Promise<IssuerSecrets> {
  const path = join(folder, `${name}-key.json`);
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (kept !== undefined) return JSON.parse(kept) as IssuerSecrets;

  const made: IssuerSecrets = {
    key: await generateIssuerKey(),
    revocationSecret: randomBytes(32).toString('base64url'),
  };
  // Written whole, then put in place: a process killed in between leaves no half a key.
  await writeFile(`${path}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return made;
}
