/** The worker's entry: one engine, one image at a time, in order. Says nothing about what it read to anyone but its page. */

import { chooseEngine } from './engine.js';
import { createReader } from './ladder.js';
import type { FromWorker, ToWorker } from './messages.js';

const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const say = (message: FromWorker) => scope.postMessage(message);

let reader: ReturnType<typeof createReader> | undefined;

scope.onmessage = async ({ data: message }) => {
  try {
    if (message.type === 'start') {
      const engine = await chooseEngine(message.engine, message.wasmUrl);
      reader = createReader(engine);
      say({ type: 'ready', engine: engine.name });
    } else {
      say({ type: 'read', read: (await reader?.(message.image, message.options)) ?? null });
    }
  } catch {
    say({ type: 'failed' });
  }
};
say({ type: 'hello' });
