import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../../src/errors.js';
import { utf8 } from '../../../src/internal/bytes.js';
import { jsonSteps, parseJson } from '../../../src/internal/json.js';
import { atOnce } from '../../../src/internal/turns.js';

const code = (work: () => unknown): string => {
  try {
    work();
    return 'read';
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
};

/** The greatest depth, from the value itself. */
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test('any JSON is read as JSON.parse reads it, and its depth is what it is', () => {
  // Quotes, backslashes and brackets in names and texts are what a scanner trips over.
  const text = fc.string({
    unit: fc.constantFrom('"', '\\', '{', '[', ']', '}', ':', ',', 'a', 'é', '\n'),
    maxLength: 9,
  });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      fc.integer(),
      fc.constantFrom(null, true, false),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1, '\t'), (data, space) => {
      const written = JSON.stringify(data, undefined, space);
      const depth = depthOf(data);
      const same = JSON.stringify(JSON.parse(written));
      assert.equal(JSON.stringify(parseJson(written, { depth: Math.max(depth, 1) })), same);
      assert.equal(JSON.stringify(atOnce(jsonSteps(utf8(written)))), same);
      if (depth > 1)
        assert.equal(
          code(() => parseJson(written, { depth: depth - 1 })),
          'JSON_DEPTH',
        );
    }),
    { numRuns: 2000 },
  );
});

test('a member that is said twice is refused, whatever its name looks like', () => {
  for (const name of ['a', '\\"', '\\\\', 'a\\\\\\"', '{', ':', '__proto__']) {
    const twice = `{"x":{"${name}":1,"y":"\\\\","${name}":2}}`;
    assert.equal(
      code(() => parseJson(twice)),
      'JSON_DUPLICATE',
      twice,
    );
    assert.equal(
      code(() => atOnce(jsonSteps(utf8(twice)))),
      'JSON_DUPLICATE',
      twice,
    );
    assert.equal(
      code(() => parseJson(twice, { duplicates: true })),
      'read',
      twice,
    );
  }
});

test('what is cut off is not JSON, in whatever place', () => {
  const whole = '{"a":["\\"","\\\\",{"b":"c\\\\\\""}]}';
  for (let length = 0; length < whole.length; length++) {
    assert.equal(
      code(() => parseJson(whole.slice(0, length))),
      'JSON_SYNTAX',
      whole.slice(0, length),
    );
  }
});

test('scanning takes time in proportion to the text', () => {
  const start = performance.now();
  for (const piece of ['\\', '\\"', '"', '\\\\"', '""', '[', '{"'])
    code(() => parseJson(`"${piece.repeat(500_000)}`, {}));
  assert.ok(performance.now() - start < 5000);
});

test('bytes that are no UTF-8, or begin with a mark, are refused', () => {
  assert.equal(
    code(() => atOnce(jsonSteps(new Uint8Array([0x22, 0xff, 0x22])))),
    'TEXT_ENCODING',
  );
  assert.equal(
    code(() => atOnce(jsonSteps(utf8('\ufeff{}')))),
    'TEXT_ENCODING',
  );
});
