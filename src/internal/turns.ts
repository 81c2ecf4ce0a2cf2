/** Long work in short tasks, so that a page goes on painting and listening meanwhile. */

/** Work that can pause: each `yield` stands where it may, some milliseconds of work apart at most. */
export type Steps<T> = Generator<void, T, undefined>;

/** Milliseconds of steps in one task. A frame has 16, and the page wants some of them. */
const TASK = 8;

/** Lets everything that waits go first: input, frames, timers, answers. Not throttled in a hidden page, as a timeout is. */
export function nextTask(): Promise<void> {
  // The platform's own (Chromium 129, Firefox 142) comes back sooner than what was queued after us.
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Does all steps now. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does the steps in tasks of their own, some milliseconds each. Throws what a step throws, and the reason of `signal`. */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    await nextTask();
    signal?.throwIfAborted();
    const start = performance.now();
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (performance.now() - start < TASK);
  }
}
