/** What to try while the camera reads nothing: one hint after another. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MessageKey } from '../messages.js';

const HINTS: readonly (readonly [seconds: number, key: MessageKey])[] = [
  [5, 'scanner.hint.closer'],
  [10, 'scanner.hint.still'],
  [15, 'scanner.hint.light'],
  [20, 'scanner.hint.glare'],
  [25, 'scanner.hint.other'],
];

export class Hints implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #current: MessageKey | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get current(): MessageKey | undefined {
    return this.#current;
  }

  /** Begins counting, anew when it had begun. */
  start(): void {
    this.stop();
    this.#timers = HINTS.map(([seconds, key]) => setTimeout(() => this.#show(key), seconds * 1000));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#show(undefined);
  }

  hostDisconnected(): void {
    this.stop();
  }

  #show(key: MessageKey | undefined): void {
    if (key === this.#current) return;
    this.#current = key;
    this.#host.requestUpdate();
  }
}
