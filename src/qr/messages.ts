/** What the page and the worker say to each other. */

import type { ClimbOptions } from './ladder.js';
import type { DecoderOptions, EngineName, QrImage, QrRead } from './types.js';

export type ToWorker =
  | { readonly type: 'start'; readonly engine: NonNullable<DecoderOptions['engine']>; readonly wasmUrl: string }
  | { readonly type: 'read'; readonly image: QrImage; readonly options: Pick<ClimbOptions, 'still' | 'timeLimit'> };

export type FromWorker =
  /** The file loaded and runs. */
  | { readonly type: 'hello' }
  | { readonly type: 'ready'; readonly engine: EngineName }
  | { readonly type: 'read'; readonly read: QrRead | null }
  /** No engine, or one that broke. */
  | { readonly type: 'failed' };
