import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRepository } from './repository.js';

const read = (path: string) => readFileSync(inRepository(path), 'utf8');

describe('documents', () => {
  for (const path of ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']) {
    it(`${path}: every file it links to is there`, () => {
      const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target as string);
      for (const target of links) assert.ok(existsSync(inRepository(target)), target);
    });
  }

  it('SECURITY.md: every test it names is there, by file and by words', () => {
    const rows = read('SECURITY.md')
      .split('\n')
      .filter((line) => /^\| .*(core|components|demo|e2e|package)\//.test(line));
    assert.ok(rows.length > 20);
    for (const row of rows) {
      for (const named of (row.split(' | ').at(-1) ?? '').replace(/ \|$/, '').split(/; |, (?=core|components)/)) {
        const [, file, words] = named.match(/^((?:core|components|demo|e2e|package)\/[\w/-]+)(?:: (.*))?$/) ?? [];
        // What follows a `;` without a file of its own belongs to the file before.
        if (!file) continue;
        assert.ok(existsSync(inRepository(`test/${file}.test.ts`)), named);
        if (words) assert.ok(read(`test/${file}.test.ts`).toLowerCase().includes(words.toLowerCase()), named);
      }
    }
  });
});
