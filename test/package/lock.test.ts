import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJson } from './repository.js';

interface Entry {
  readonly version: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}
const { packages } = readJson('package-lock.json') as { packages: Record<string, Entry> };

describe('package-lock.json', () => {
  it('has the packages for every system, or `npm ci` fails on the others', () => {
    for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
      for (const [name, version] of Object.entries(optionalDependencies)) {
        // Programs are named for their system; what else is optional is installed or not.
        if (!/^\d+\.\d+\.\d+$/.test(version)) continue;
        const locked = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
        assert.equal(locked?.version, version, name);
      }
    }
  });

  it('names no registry: each machine has its own', () => {
    assert.deepEqual(
      Object.keys(packages).filter((path) => packages[path]?.resolved),
      [],
    );
  });
});
