import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { inRepository } from './repository.js';

const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: inRepository(''),
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = JSON.parse(stdout);
// npm 12 answers with an object by package name, older ones with a list.
const [packed] = (Array.isArray(report) ? report : Object.values(report)) as { files: { path: string }[] }[];
const paths = packed?.files.map(({ path }) => path) ?? [];

describe('what is published', () => {
  it('has the core, the elements, the files for script tags, the licence and the documents', () => {
    for (const path of [
      'package.json',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'dist/src/qr/worker.js',
      'dist/src/qr/zxing_reader.wasm',
      'dist/components/define/all.js',
      'dist/cdn/shc-elements.min.js',
      'dist/cdn/integrity.json',
      'dist/cdn/LICENSES.txt',
    ]) {
      assert.ok(paths.includes(path), path);
    }
  });

  it('has no test, no demo, no source to compile and no tool', () => {
    assert.deepEqual(
      paths.filter((path) => /(^|\/)(test|demo|bench|scripts|docs|node_modules)\/|(?<!\.d)\.tsx?$/.test(path)),
      [],
    );
  });

  it('is clean for publint', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({ pkgDir: inRepository(''), strict: true });
    assert.deepEqual(messages, []);
  });
});
