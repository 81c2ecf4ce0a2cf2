/** The ladder of effort: steps in order until one reads the code or the time is up. */

import { toLuma } from './luma.js';
import type { Engine, QrImage, QrRead } from './types.js';

export const TIME_LIMIT = { still: 3_000, frame: 1_000 } as const;
/** A frame is looked at harder every so many times. */
const HARD_EVERY = 4;

export interface ClimbOptions {
  readonly still: boolean;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
  /** Awaited between steps: where the page shares our thread, it gets a turn. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** A reader of one engine: remembers how many frames it has seen. */
export function createReader(engine: Engine): (image: QrImage, options: ClimbOptions) => Promise<QrRead | null> {
  let frames = 0;
  return async (image, { still, timeLimit, signal, pause }) => {
    const deadline = performance.now() + timeLimit;
    const { steps } = engine;
    const chosen = still ? steps.still : ++frames % HARD_EVERY === 0 ? steps.hardFrame : steps.frame;
    const picture = toLuma(image);
    let longest = 0;
    for (const [index, step] of chosen.entries()) {
      const start = performance.now();
      // A step cannot be interrupted: one is begun only when the longest so far would still end in time.
      if (index > 0 && start + longest > deadline) break;
      const read = step.look(picture, deadline);
      if (read) return read;
      longest = Math.max(longest, performance.now() - start);
      await pause?.();
      signal?.throwIfAborted();
    }
    return null;
  };
}
