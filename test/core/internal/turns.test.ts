import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce, inTurns, nextTask, type Steps } from '../../../src/internal/turns.js';

/** Busy for so many steps of some milliseconds each. */
function* busy(steps: number, milliseconds: number): Steps<string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    yield;
  }
  return 'done';
}

/** How often others had a turn while the work went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let running = true;
  const tick = () => {
    turns++;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  running = false;
  return turns;
}

test('long work lets others have their turn, every few steps', async () => {
  const turns = await turnsDuring(async () => assert.equal(await inTurns(busy(20, 5)), 'done'));
  // 100 ms in tasks of 8 ms and at most one step more.
  assert.ok(turns >= 7, `${turns} turns`);
  assert.ok((await turnsDuring(async () => assert.equal(atOnce(busy(20, 5)), 'done'))) <= 2, 'at once is at once');
});

test('small work is done in one turn', async () => {
  let steps = 0;
  await inTurns(
    (function* () {
      for (; steps < 10; steps++) yield;
    })(),
  );
  assert.equal(steps, 10);
});

test('an abort ends it between two tasks, with its reason', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => stop.abort(reason), 20);
  const start = performance.now();
  await assert.rejects(inTurns(busy(1000, 5), stop.signal), reason);
  assert.ok(performance.now() - start < 2000);
});

test('what a step throws comes out', async () => {
  const broken = new RangeError('broken');
  await assert.rejects(
    inTurns(
      // biome-ignore lint/correctness/useYield: it has no step to give
      (function* (): Steps<never> {
        throw broken;
      })(),
    ),
    broken,
  );
});

test('the platform’s own yield is used where there is one', async () => {
  const host = globalThis as { scheduler?: unknown };
  const before = host.scheduler;
  let asked = 0;
  host.scheduler = { yield: () => Promise.resolve(asked++) };
  try {
    await nextTask();
    host.scheduler = {};
    await nextTask();
  } finally {
    if (before === undefined) delete host.scheduler;
    else host.scheduler = before;
  }
  assert.equal(asked, 1);
});
