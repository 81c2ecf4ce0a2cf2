import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRepository, readJson } from './repository.js';

const folder = inRepository('dist/cdn');
const files = readdirSync(folder);
const scripts = files.filter((name) => name.endsWith('.js'));
const text = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');

/** What a script loads: static imports, import(), and new URL(..., import.meta.url). */
function loads(code: string): string[] {
  const quoted = /(?:\b(?:im|ex)port\b[^"'`;()]*\bfrom|\bimport|\bimport\(|new URL\()\s*["'`]([^"'`]+)["'`]/g;
  return [...code.matchAll(quoted)].map(([, path]) => path as string);
}

describe('files for script tags', () => {
  it('each element and the whole are there', () => {
    for (const name of ['shc-elements', 'shc-scanner', 'shc-display', 'shl-viewer', 'shl-share']) {
      assert.ok(scripts.includes(`${name}.min.js`), name);
    }
    assert.ok(files.includes('qr-worker.js'));
    assert.ok(files.includes('zxing_reader.wasm'));
  });

  it('all load only what lies beside them', () => {
    for (const name of scripts) {
      // 'node:': in Node a file is read another way; no page comes there. '.': the folder itself, which nothing is fetched from.
      for (const path of loads(text(name)).filter((path) => !path.startsWith('node:') && path !== '.')) {
        assert.match(path, /^\.\/[\w.-]+$/, `${name} loads ${path}`);
        assert.ok(files.includes(path.slice(2)), `${name} loads ${path}`);
      }
    }
  });

  it('an entry is one file: what it loads, it loads on first use', () => {
    for (const name of scripts.filter((script) => script.endsWith('.min.js'))) {
      assert.doesNotMatch(text(name), /\bfrom\s*["'`]\.\/|\bimport\s*["'`]/, name);
    }
  });

  it('nothing loads an entry back, which would run it twice when the page gave it a query', () => {
    for (const name of scripts) {
      assert.deepEqual(
        loads(text(name)).filter((path) => path.endsWith('.min.js')),
        [],
        name,
      );
    }
  });

  it('none knows the address of a public CDN', () => {
    for (const name of scripts) {
      const hosts = text(name).match(/(?:jsdelivr|unpkg|cdnjs|esm\.sh|skypack|googleapis|jspm)[\w./-]*/g) ?? [];
      assert.deepEqual(hosts, [], name);
    }
  });

  it('none builds code from text', () => {
    for (const name of scripts) assert.doesNotMatch(text(name), /\beval\(|new Function\(/, name);
  });

  it('Lit is in production mode', () => {
    for (const name of scripts) assert.doesNotMatch(text(name), /Lit is in dev mode/, name);
  });

  it('integrity.json has the digest of every script and of the WebAssembly module', () => {
    const integrity = readJson('dist/cdn/integrity.json') as Record<string, string>;
    assert.deepEqual(Object.keys(integrity).sort(), [...scripts, 'zxing_reader.wasm'].sort());
    for (const [name, value] of Object.entries(integrity)) {
      const digest = createHash('sha384')
        .update(readFileSync(`${folder}/${name}`))
        .digest('base64');
      assert.equal(value, `sha384-${digest}`, name);
    }
  });

  it('the licences of all parts are there', () => {
    const licences = text('LICENSES.txt');
    for (const name of ['lit-html ', 'pako ', 'zxing-wasm ', 'qr ', '@zxing/library ', 'qrcode ']) {
      assert.match(licences, new RegExp(`^${name}\\d`, 'm'), name);
    }
  });
});
