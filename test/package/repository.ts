/** Where things are, for tests of what is published. Compiled tests lie in dist/test/package. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A path from the root of the repository. */
export const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const readJson = (path: string) => JSON.parse(readFileSync(inRepository(path), 'utf8'));

export const packageJson = readJson('package.json') as {
  readonly name: string;
  readonly exports: Record<string, string | { types: string; default: string }>;
  readonly sideEffects: string[];
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};
