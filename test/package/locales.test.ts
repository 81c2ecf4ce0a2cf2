/** Every message is used: a key that no source names is one that six languages translate for nobody. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { messages } from '../../components/locales/en.js';
import { NAME_KEYS } from '../../src/fhir/codes.js';
import { inRepository } from './repository.js';

const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'locales' ? [] : sources(path);
    return path.endsWith('.ts') ? [readFileSync(path, 'utf8')] : [];
  });

const text = [...sources(inRepository('components')), ...sources(inRepository('src'))].join('\n');
/** Keys that the summary model gives as values. */
const named = new Set(NAME_KEYS);
/** Keys made of a fixed beginning and a value: `verdict.${word}`. */
const beginnings = [...text.matchAll(/`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g)].map(([, beginning = '']) => beginning);

test('every key of the English table is named in a source, whole or by its beginning', () => {
  const unused = Object.keys(messages).filter(
    (key) =>
      !named.has(key) && !text.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)),
  );
  assert.deepEqual(unused, []);
});
