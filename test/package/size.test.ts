import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRepository } from './repository.js';

interface Row {
  readonly what: string;
  readonly gzip: number;
  readonly goal?: number;
  readonly ceiling?: number;
}

const { stdout, stderr } = spawnSync(process.execPath, [inRepository('scripts/size.mjs'), '--json'], {
  encoding: 'utf8',
});
const rows = JSON.parse(stdout) as Row[];

describe('size', () => {
  for (const { what, gzip, goal = 0, ceiling = 0 } of rows.filter((row) => row.ceiling !== undefined)) {
    it(`${what}: at most ${ceiling} bytes`, () => assert.ok(gzip <= ceiling, `${gzip} bytes`));
    // A goal that is not met yet is said on every run, and is no failure.
    it(`${what}: the goal of ${goal} bytes`, { todo: gzip > goal && `${gzip} bytes now` }, () =>
      assert.ok(gzip <= goal, `${gzip} bytes`),
    );
  }

  it('all three were measured', () => {
    assert.equal(rows.filter((row) => row.ceiling !== undefined).length, 3, stderr);
  });

  it('README tells the truth within 5%', () => {
    const readme = readFileSync(inRepository('README.md'), 'utf8');
    for (const { what, gzip } of rows) {
      const line = readme.split('\n').find((text) => text.startsWith(`| ${what} |`));
      const told = Number(line?.match(/([\d.]+) kB/)?.[1]) * 1000;
      assert.ok(Math.abs(told - gzip) <= gzip * 0.05, `${what}: ${gzip} bytes, README says ${told}`);
    }
  });
});
