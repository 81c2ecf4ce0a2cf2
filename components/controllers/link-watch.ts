/** What becomes of a link while it is on the screen: who opened it, as its host tells now and then, and its end. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { HostedAccess, LinkHost } from '../../src/index.js';
import { codeOf } from '../trust-source.js';
import { LatestRun } from './run.js';

/** How often the host is asked, in milliseconds. */
const EVERY = 15_000;
/** Timers go no further; nobody keeps a page open for so long. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface WatchedLink {
  readonly host: LinkHost;
  readonly manage: string;
  readonly ends: Date;
}

export class LinkWatch implements ReactiveController {
  readonly #element: ReactiveControllerHost;
  readonly #run: LatestRun;
  readonly #onEnd: () => void;
  #link: WatchedLink | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  #end: ReturnType<typeof setTimeout> | undefined;
  /** Newest first; undefined while it is not known. */
  entries: readonly HostedAccess[] | undefined;
  /** The last try did not succeed: `entries` are of one before. */
  failed = false;

  /** @param onEnd its time is over, or the host says that it has ended */
  constructor(element: ReactiveControllerHost, onEnd: () => void) {
    this.#element = element;
    this.#run = new LatestRun(element);
    this.#onEnd = onEnd;
    element.addController(this);
  }

  /** Does the host keep who opened the link? */
  get tells(): boolean {
    return typeof this.#link?.host.accesses === 'function';
  }

  /** Undefined: no link any more. */
  follow(link: WatchedLink | undefined): void {
    this.#run.cancel();
    clearTimeout(this.#next);
    clearTimeout(this.#end);
    this.#link = link;
    this.entries = undefined;
    this.failed = false;
    if (!link) return;
    const left = link.ends.getTime() - Date.now();
    if (left <= LONGEST_TIMER) this.#end = setTimeout(() => this.#onEnd(), left);
    void this.look();
  }

  /** Asks now, and again after a while. */
  async look(): Promise<void> {
    const link = this.#link;
    clearTimeout(this.#next);
    if (!link || !this.tells) return;
    try {
      // A page that nobody looks at does not ask.
      const found = document.hidden
        ? undefined
        : await this.#run.run(async (signal) => link.host.accesses?.(link.manage, { signal }));
      if (link !== this.#link) return;
      if (found) {
        this.entries = found;
        this.failed = false;
      }
    } catch (error) {
      if (link !== this.#link) return;
      if (codeOf(error) === 'LINK_INACTIVE') return this.#onEnd();
      this.failed = true;
    }
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.look(), EVERY);
    this.#element.requestUpdate();
  }

  hostConnected(): void {
    void this.look();
  }

  hostDisconnected(): void {
    clearTimeout(this.#next);
  }
}
