/** The options that say who is trusted, and the trust they make. */

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  type AllowedIssuer,
  createTrust,
  type JWKS,
  loadDirectory,
  type RevocationList,
  type Trust,
  type TrustPolicy,
} from '../src/index.js';
import { readDate, readJson, UsageError } from './input.js';

export interface TrustOptions {
  readonly directory?: string;
  readonly issuer?: readonly string[];
  readonly keys?: string;
  readonly crl?: readonly string[];
  readonly anchor?: readonly string[];
  readonly live?: string;
  readonly allowLoopback?: boolean;
  readonly now?: string;
}

const collect = (value: string, all: readonly string[] = []) => [...all, value];

export const withTrustOptions = (command: Command): Command =>
  command
    .option('--directory <file or url>', 'issuer directory (VCI snapshot or issuer list)')
    .option('--issuer <url>', 'an issuer you trust; may be repeated', collect)
    .option('--keys <file>', 'the key set of the one --issuer')
    .option('--crl <file>', 'a revocation list of the one --issuer; may be repeated', collect)
    .option('--anchor <file>', 'a PEM certificate you trust; may be repeated', collect)
    .option('--live <when>', 'when to ask issuers: never, listed, any', 'listed')
    .option('--allow-loopback', 'accept issuers and links on this machine')
    .option('--now <date>', 'check as of this time');

async function issuersOf({ issuer = [], keys, crl = [] }: TrustOptions): Promise<AllowedIssuer[]> {
  const [only] = issuer;
  if (!keys && crl.length === 0) return issuer.map((url) => ({ url }));
  if (issuer.length !== 1 || !only) throw new UsageError('--keys and --crl belong to exactly one --issuer.');
  const lists = await Promise.all(crl.map((path) => readJson(path, 'The revocation list')));
  return [
    {
      url: only,
      ...(keys && { keys: (await readJson(keys, 'The key set')) as JWKS }),
      crls: lists as RevocationList[],
    },
  ];
}

/** The trust, or undefined when no option says anything about it. */
export async function trustOf(options: TrustOptions): Promise<Trust | undefined> {
  const { directory, issuer, anchor = [], live, allowLoopback, now } = options;
  if (!directory && !issuer && anchor.length === 0 && live !== 'any' && !now) return undefined;
  const isAddress = directory !== undefined && /^https?:\/\//.test(directory);
  return createTrust({
    ...(directory && { directory: await loadDirectory(isAddress ? directory : await readFile(directory, 'utf8')) }),
    issuers: await issuersOf(options),
    anchors: await Promise.all(anchor.map((path) => readFile(path, 'utf8'))),
    liveKeys: live as NonNullable<TrustPolicy['liveKeys']>,
    allowLoopback: allowLoopback ?? false,
    ...(now && { now: () => readDate(now) }),
  });
}
