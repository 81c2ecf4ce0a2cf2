import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRepository, packageJson } from './repository.js';

const paths = Object.entries(packageJson.exports).filter(([path]) => !path.includes('*'));

/** Runs a module in a Node of its own, with nothing imported before it. */
function inFreshNode(code: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: inRepository(''),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

describe('import paths', () => {
  for (const [path, target] of paths) {
    it(`${path} has its files`, () => {
      for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
        assert.ok(existsSync(inRepository(file)), file);
      }
    });
  }

  it('every element can be imported as a class and by registering it', () => {
    const tags = readdirSync(inRepository('dist/components/define'))
      .filter((name) => /^.*-.*\.js$/.test(name))
      .map((name) => name.replace('.js', ''));
    assert.ok(tags.length >= 3);
    for (const tag of tags) {
      assert.ok(packageJson.exports[`./components/${tag}`], `./components/${tag}`);
      assert.ok(packageJson.exports[`./define/${tag}`], `./define/${tag}`);
    }
  });

  it('a message table is found by its language', () => {
    const code = `const { default: a, ...named } = await import('${packageJson.name}/locales/en'); console.log(Boolean(a) || Object.keys(named).length > 0);`;
    assert.equal(inFreshNode(code), 'true');
  });
});

describe('importing in Node, as a server does', () => {
  /** Every global that only a page has throws when it is touched; `in` and `typeof` stay harmless, as they are with none. */
  const trap = `
    const touched = [];
    for (const name of ['window', 'document', 'HTMLElement', 'customElements', 'location', 'localStorage']) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return undefined; } });
    }`;

  it('the core touches no DOM', () => {
    const code = `${trap} await import('${packageJson.name}'); console.log(JSON.stringify(touched));`;
    assert.equal(inFreshNode(code), '[]');
  });

  for (const path of [
    'qr',
    'define',
    ...paths.map(([path]) => path.slice(2)).filter((path) => /^(components|define)\//.test(path)),
  ]) {
    it(`${path} loads without a DOM`, () => {
      assert.equal(inFreshNode(`await import('${packageJson.name}/${path}'); console.log('loaded');`), 'loaded');
    });
  }

  it('the core keeps no timer or handle: Node ends by itself', () => {
    const started = Date.now();
    inFreshNode(`await import('${packageJson.name}');`);
    assert.ok(Date.now() - started < 5_000);
  });
});

describe('package.json', () => {
  it('side effects are in the define and cdn files alone', () => {
    assert.deepEqual(packageJson.sideEffects, ['./dist/components/define/*.js', './dist/cdn/*.js']);
  });

  it('every dependency has one exact version', () => {
    for (const [name, version] of Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  });
});
