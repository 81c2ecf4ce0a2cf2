import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createDecoder } from '../../../src/qr/index.js';
import { corpus, KINDS, type Sample, sample } from '../../corpus/corpus.js';

const SEED = 20;
/** Two of each kind, one of which has no code. `npm run bench` reads the whole corpus. */
const COUNT = 32;

/** How many may stay unread. On the whole corpus 3 of 100 do with either engine. */
const MAY_MISS = { wasm: 1, js: 2 } as const;

describe('reading the corpus', () => {
  let samples: Sample[];
  before(() => {
    samples = [...corpus(SEED, COUNT)];
  });

  it('is the same each time, of all kinds, and now and then without a code', () => {
    assert.deepEqual(new Set(samples.map(({ kind }) => kind)), new Set([...Object.keys(KINDS), 'no code']));
    const again = sample(SEED, 12);
    assert.equal(again.text, samples[12]?.text);
    assert.deepEqual(again.image.data, samples[12]?.image.data);
  });

  for (const engine of ['wasm', 'js'] as const) {
    it(`reads nearly all with ${engine}, and nothing wrong`, { timeout: 300_000 }, async () => {
      const decoder = await createDecoder({ engine });
      const missed: string[] = [];
      for (const { name, text, image } of samples) {
        const read = await decoder.decode(image, { still: true, timeLimit: 30_000 });
        if (read) assert.equal(read.text, text, name);
        else if (text !== null) missed.push(name);
      }
      assert.ok(missed.length <= MAY_MISS[engine], `not read: ${missed.join(', ')}`);
    });
  }
});
