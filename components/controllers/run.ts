/** One piece of work at a time, the latest wins: what keeps an old card's answer from appearing beside a newer card. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Runs work for an element so that only the latest ever delivers. Starting new work aborts the old one; so does taking
 * the element off the page.
 */
export class LatestRun implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #current: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Something is under way. */
  get busy(): boolean {
    return this.#current !== undefined;
  }

  /**
   * @param work gets a signal that is aborted when it no longer counts
   * @returns what the work gave; undefined when it was overtaken or cancelled, whatever it gave or threw
   * @throws what the work threw, while it still counted
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const mine = new AbortController();
    this.#current = mine;
    this.#host.requestUpdate();
    try {
      const value = await work(mine.signal);
      return mine.signal.aborted ? undefined : value;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#current === mine) {
        this.#current = undefined;
        this.#host.requestUpdate();
      }
    }
  }

  /** Ends what is under way; its result will not be delivered. */
  cancel(): void {
    this.#current?.abort();
    this.#current = undefined;
  }

  hostDisconnected(): void {
    this.cancel();
  }
}
