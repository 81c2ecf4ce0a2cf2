/** What a command is given: a file, a text, or `-` for standard input. */

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The command was used in a wrong way; the message says how to use it. */
export class UsageError extends Error {}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const isFile = (text: string) => text.length < 4096 && existsSync(text) && statSync(text).isFile();

/** The text of a file, of standard input, or the argument itself. */
export async function readInput(argument: string): Promise<string> {
  if (argument === '-') return standardInput();
  return isFile(argument) ? readFile(argument, 'utf8') : argument;
}

/** For secrets: a file or standard input only, since arguments are seen by everybody on the machine. */
export async function readSecret(argument: string, what: string): Promise<string> {
  if (argument === '-') return (await standardInput()).trim();
  if (!isFile(argument))
    throw new UsageError(
      `Give ${what} as a file, or - for standard input: arguments can be seen by others on this machine.`,
    );
  return (await readFile(argument, 'utf8')).trim();
}

export async function readJson(path: string, what: string): Promise<unknown> {
  const text = await readInput(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${what} is not JSON.`);
  }
}

/** A date an option gives. */
export function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new UsageError(`"${text}" is not a date. Write it like 2026-12-31 or 2026-12-31T12:00:00Z.`);
  return date;
}
