/** CONFORMANCE.md names tests: each must be there. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** This folder in the sources; the compiled tests are beside them under dist. */
function sources(from: string): string {
  const here = join(from, 'test/core/link');
  return existsSync(join(here, 'CONFORMANCE.md')) || dirname(from) === from ? here : sources(dirname(from));
}
const folder = sources(dirname(fileURLToPath(import.meta.url)));

test('every test that CONFORMANCE.md names exists', () => {
  const rows = [...readFileSync(join(folder, 'CONFORMANCE.md'), 'utf8').matchAll(/\| `(\w+)` ([^|]+) \|$/gm)];
  assert.ok(rows.length >= 30, `${rows.length} rows`);
  for (const [, file = '', padded = ''] of rows) {
    const title = padded.trim();
    const source = readFileSync(join(folder, `${file}.test.ts`), 'utf8');
    // A title in a loop has its variable in it.
    const written = title.replace(/\(zip \w+\)/, '(zip $'.concat('{zip})'));
    assert.ok(source.includes(`'${title}'`) || source.includes(`\`${written}\``), `${file}: ${title}`);
  }
});
