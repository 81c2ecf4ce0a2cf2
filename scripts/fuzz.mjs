#!/usr/bin/env node
/** `npm run fuzz -- --count 1000000 --seed 1 --seconds 3600`: damaged cards through the whole text-to-verdict path. */

import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' }, seconds: { type: 'string' } },
});
const { fuzzCards } = await import('../dist/test/fuzz/cards.js');
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const budget = Number(values.seconds ?? 60) * 1000;
const count = Number(values.count ?? Number.MAX_SAFE_INTEGER);
const { tried, cards, slowest, verdicts } = await fuzzCards({ seed, count, budget });
console.log(`seed ${seed}: ${tried} inputs, ${cards} results, slowest ${slowest.toFixed(1)} ms`);
console.log(verdicts);
