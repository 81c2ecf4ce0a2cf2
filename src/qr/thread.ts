/** Where reading happens. */

import type { ClimbOptions } from './ladder.js';
import type { DecoderOptions, EngineName, QrImage, QrRead } from './types.js';

export type ReadOptions = Pick<ClimbOptions, 'still' | 'timeLimit' | 'signal'>;

export interface ThreadOptions {
  readonly engine: NonNullable<DecoderOptions['engine']>;
  readonly wasmUrl: string | URL;
  readonly workerUrl?: string | URL | undefined;
}

export interface Thread {
  readonly where: 'worker' | 'page';
  readonly engine: EngineName;
  /** It hung or broke, and another has to be started. */
  readonly ended: boolean;
  /** One call at a time. */
  read(image: QrImage, options: ReadOptions): Promise<QrRead | null>;
  /** Ends it; a read under way rejects with the reason. */
  end(reason: unknown): void;
}
