import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzCards } from '../../fuzz/cards.js';

test('damaged cards: nothing throws, nothing hangs, nothing is verified but what was signed', {
  timeout: 120_000,
}, async () => {
  const report = await fuzzCards({ seed: 20_260_601, count: 20_000, budget: 60_000 });
  assert.ok(report.tried > 1_000);
  // The damage must leave some cards whole and spoil others, or this shows nothing.
  assert.ok((report.verdicts.verified ?? 0) > 0);
  assert.ok((report.verdicts.invalid ?? 0) > report.tried / 4);
});
