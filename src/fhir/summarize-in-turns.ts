/** Summaries of large bundles, in short tasks. */

import { inTurns } from '../internal/turns.js';
import { type SummarizeOptions, summarizeSteps } from './summarize.js';
import type { Summary } from './types.js';

/**
 * summarize() for what is large: the same summary, made in tasks of some milliseconds, so that a page goes on painting
 * and listening meanwhile. The bundle must not be changed before it is done.
 *
 * @param options.signal ends it
 * @throws the reason of `signal`
 */
export const summarizeInTurns = (
  bundle: unknown,
  { signal, ...options }: SummarizeOptions & { readonly signal?: AbortSignal } = {},
): Promise<Summary> => inTurns(summarizeSteps(bundle, options), signal);
