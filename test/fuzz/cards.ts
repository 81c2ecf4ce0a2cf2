/** Damaged cards through recognize and verifyCards: nothing throws, nothing hangs, and nothing is verified but what was signed. */

import assert from 'node:assert/strict';
import {
  cardDeepLink,
  cardFile,
  cardToQrText,
  createTrust,
  generateIssuerKey,
  healthCardsIssueResponse,
  recognize,
  type Verdict,
  verifyCards,
} from '../../src/index.js';
import { random } from '../corpus/random.js';
import { claims, forge, ISSUER, NOW } from '../fixtures/cards.js';
import { mutate } from './mutate.js';

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  /** Milliseconds one input may take. */
  readonly limit?: number;
  /** Stop after this many milliseconds even when fewer were tried. */
  readonly budget?: number;
}

export interface FuzzReport {
  readonly tried: number;
  readonly cards: number;
  readonly slowest: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
}

async function seedTexts(): Promise<{
  seeds: string[];
  good: ReadonlySet<string>;
  trust: ReturnType<typeof createTrust>;
}> {
  const key = await generateIssuerKey();
  const trust = createTrust({ issuers: [{ url: ISSUER, keys: [key.publicJwk] }], liveKeys: 'never', now: () => NOW });
  const good = [await forge({ key }), await forge({ key, claims: claims((c) => c.nbf--) })];
  const [first = '', second = ''] = good;
  const [text = ''] = cardToQrText(first);
  const half = Math.ceil((text.length - 5) / 4) * 2 + 5;
  const chunks = `shc:/1/2/${text.slice(5, half)}\nshc:/2/2/${text.slice(half)}`;
  const seeds = [
    first,
    second,
    text,
    chunks,
    cardFile(good),
    cardDeepLink('https://wallet.example/', [first]),
    `https://wallet.example/#${cardFile([first])}`,
    JSON.stringify(healthCardsIssueResponse({ cards: good })),
  ];
  return { seeds, good: new Set(good), trust };
}

/** Runs `count` damaged inputs. Throws AssertionError with the seed and number of the input that broke a promise. */
export async function fuzzCards({
  seed,
  count,
  limit = 1_000,
  budget = Number.POSITIVE_INFINITY,
}: FuzzOptions): Promise<FuzzReport> {
  const { seeds, good, trust } = await seedTexts();
  const verdicts: Partial<Record<Verdict, number>> = {};
  const start = performance.now();
  let cards = 0;
  let slowest = 0;
  let tried = 0;
  for (; tried < count && performance.now() - start < budget; tried++) {
    const input = mutate(seeds, random(seed + tried));
    const where = `seed ${seed + tried}`;
    const began = performance.now();
    recognize(input);
    const results = await verifyCards(input, { trust });
    const took = performance.now() - began;
    slowest = Math.max(slowest, took);
    assert.ok(took < limit, `${where} took ${took} ms`);
    assert.ok(results.length > 0, `${where} gave no result`);
    for (const { verdict, jws, fhirBundle } of results) {
      cards++;
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      if (verdict === 'verified') assert.ok(good.has(jws ?? ''), `${where} was verified`);
      if (fhirBundle) assert.ok(good.has(jws ?? ''), `${where} shows data`);
    }
  }
  return { tried, cards, slowest, verdicts };
}
