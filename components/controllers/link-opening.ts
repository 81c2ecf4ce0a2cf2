/** Opens a link: what is asked of the person, the requests, and how it ends. What is shown is the element's own business. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  type Code,
  type Finding,
  type HealthLink,
  type LinkFile,
  type LinkResult,
  openLink,
  parseLink,
  statusOf,
  watchLink,
} from '../../src/index.js';
import {
  type LinkWithoutKey,
  ShlErrorEvent,
  ShlFileEvent,
  ShlOpenEvent,
  ShlPasscodeRequestEvent,
  ShlResultEvent,
} from '../events.js';
import { codeOf, type TrustChoice, type TrustSource } from '../trust-source.js';
import type { Failed } from '../views/link.js';
import { LatestRun } from './run.js';

/** What the person has left empty. */
export type Missing = ReadonlySet<'recipient' | 'passcode'>;

export type LinkPhase =
  | { readonly kind: 'empty' }
  /** The person has to say something, or press "open". */
  | {
      readonly kind: 'asking';
      readonly passcode: boolean;
      readonly wrong: boolean;
      readonly remaining?: number | undefined;
      readonly stopped?: boolean;
      readonly missing: Missing;
    }
  | { readonly kind: 'opening'; readonly done: number; readonly total: number }
  | { readonly kind: 'open'; readonly result: LinkResult }
  | ({ readonly kind: 'failed' } & Failed);

type Asking = Extract<LinkPhase, { kind: 'asking' }>;

/** What the element gives: its properties as they are now. */
export interface LinkHost extends ReactiveControllerHost, HTMLElement, TrustChoice {
  readonly recipient: string | undefined;
  readonly watch: boolean;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly isUpdatePending: boolean;
}

const NONE_MISSING: Missing = new Set();

export class LinkOpening implements ReactiveController {
  readonly #host: LinkHost;
  readonly #trust: TrustSource;
  /** A wrong passcode was sent: the person should be able to type the next one at once. */
  readonly #onPasscode: () => void;
  readonly #run: LatestRun;
  #phase: LinkPhase = { kind: 'empty' };
  #link: HealthLink | undefined;
  /** Typed in by the person; kept for this link only. */
  #typedRecipient = '';
  #due = false;
  /** open() was called and is waiting for the properties. */
  #held = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LinkHost, trust: TrustSource, onPasscode: () => void) {
    this.#host = host;
    this.#trust = trust;
    this.#onPasscode = onPasscode;
    this.#run = new LatestRun(host);
    host.addController(this);
  }

  get phase(): LinkPhase {
    return this.#phase;
  }

  get link(): HealthLink | undefined {
    return this.#link;
  }

  get needsRecipient(): boolean {
    return !this.#host.recipient?.trim();
  }

  hostDisconnected(): void {
    clearTimeout(this.#retryTimer);
  }

  /** Properties set just before count, and do not open it a second time. */
  async openWhenReady(passcode?: string): Promise<void> {
    this.#held = true;
    if (this.#host.isUpdatePending) await this.#host.updateComplete;
    this.#held = false;
    await this.open(passcode);
  }

  forget(): void {
    this.#run.cancel();
    clearTimeout(this.#retryTimer);
    this.#link = undefined;
    this.#typedRecipient = '';
    this.#due = false;
    this.#to({ kind: 'empty' });
  }

  #to(phase: LinkPhase): void {
    this.#phase = phase;
    this.#host.requestUpdate();
  }

  /** A new link: whatever was shown or asked is gone, and the new one is read. */
  restart(given: HealthLink | string | undefined): void {
    this.forget();
    if (!given) return;
    try {
      const link = typeof given === 'string' ? parseLink(given) : given;
      this.#link = link;
      // Told before anybody is asked for a passcode: an expired link, one of a newer kind.
      const stop = link.findings.find(({ severity }) => severity === 'error');
      if (stop) this.#to({ kind: 'failed', error: stop });
      else this.#ask();
    } catch (error) {
      this.#to({ kind: 'failed', error: errorOf(error) });
    }
    this.#due = true;
  }

  #ask(more: Partial<Asking> = {}): void {
    const passcode = this.#link?.flags.has('P') ?? false;
    this.#to({ kind: 'asking', passcode, wrong: false, missing: NONE_MISSING, ...more });
  }

  /** What is being asked now. */
  get #asked(): Partial<Asking> {
    return this.#phase.kind === 'asking' ? this.#phase : {};
  }

  /** The page says now who is opening: goes on, unless the person has to correct something. */
  recipientChanged(): void {
    if (this.#phase.kind === 'asking') this.#due = !this.#phase.wrong;
  }

  /** Begins what is due, once the element is on the page and has rendered what it is about to do. */
  begin(): void {
    if (!this.#due || !this.#host.isConnected) return;
    this.#due = false;
    if (this.#phase.kind === 'failed') this.#host.dispatchEvent(new ShlErrorEvent(this.#phase.error.code));
    else if (this.#held) return;
    else if (this.#link?.flags.has('P')) this.#host.dispatchEvent(new ShlPasscodeRequestEvent());
    else if (this.recipient) void this.open();
  }

  /** Who is opening: as the page says, else as the person typed. */
  get recipient(): string {
    return this.#host.recipient?.trim() || this.#typedRecipient;
  }

  async open(passcode?: string): Promise<void> {
    const link = this.#link;
    if (!link) return;
    const recipient = this.recipient;
    const missing = new Set<'recipient' | 'passcode'>();
    if (!recipient) missing.add('recipient');
    if (link.flags.has('P') && !passcode) missing.add('passcode');
    if (missing.size > 0) {
      this.#ask({ ...this.#asked, missing });
      return;
    }
    if (!this.#host.dispatchEvent(new ShlOpenEvent(withoutKey(link)))) {
      if (this.#link === link) this.#ask({ ...this.#asked, stopped: true });
      return;
    }
    // The listener may have put in another link.
    if (this.#link !== link) return;
    this.#to({ kind: 'opening', done: 0, total: 0 });
    try {
      await this.#run.run((signal) => this.#fetchAll(link, recipient, passcode, signal));
    } catch (error) {
      this.#failed(error, passcode !== undefined);
    }
  }

  async #fetchAll(
    link: HealthLink,
    recipient: string,
    passcode: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { trust } = await this.#trust.get(this.#host);
    signal.throwIfAborted();
    let done = 0;
    const options = {
      recipient,
      signal,
      ...(passcode !== undefined && { passcode }),
      ...(trust && { trust, allowLoopback: trust.allowLoopback, now: () => trust.now() }),
      ...(this.#host.fetch && { fetch: this.#host.fetch }),
      onFile: (file: LinkFile, index: number, total: number) => {
        if (signal.aborted) return;
        done += 1;
        if (this.#phase.kind === 'opening') this.#to({ kind: 'opening', done, total });
        this.#host.dispatchEvent(new ShlFileEvent(file, index, total));
      },
    };
    if (!this.#host.watch || !link.flags.has('L')) {
      const result = await openLink(link, options);
      if (!signal.aborted) this.#show(result);
      return;
    }
    for await (const result of watchLink(link, options)) {
      if (signal.aborted) return;
      this.#show(result);
      done = 0;
    }
  }

  #show(result: LinkResult): void {
    this.#to({ kind: 'open', result });
    const { link, ...rest } = result;
    this.#host.dispatchEvent(new ShlResultEvent({ ...rest, link: withoutKey(link) }));
  }

  /** What an error means for the person: another passcode, waiting, or the end. */
  #failed(error: unknown, sent: boolean): void {
    const code = codeOf(error);
    const { remainingAttempts, retryAfter } = error as { remainingAttempts?: number; retryAfter?: number };
    const passcode = code === 'LINK_PASSCODE_WRONG' || code === 'LINK_PASSCODE_REQUIRED';
    if (passcode && remainingAttempts !== 0) {
      this.#ask({ passcode: true, wrong: sent, remaining: remainingAttempts });
      this.#host.dispatchEvent(new ShlPasscodeRequestEvent(remainingAttempts));
      this.#onPasscode();
      return;
    }
    // While watching, what is shown stays: it was opened, and says when.
    if (this.#phase.kind === 'open') this.#host.dispatchEvent(new ShlErrorEvent(code, retryAfter));
    else this.#fail({ error: errorOf(error), remaining: remainingAttempts, wait: retryAfter });
  }

  #fail({ error, remaining, wait }: Failed): void {
    this.#to({ kind: 'failed', error, remaining, wait });
    this.#host.dispatchEvent(new ShlErrorEvent(error.code, wait));
    clearTimeout(this.#retryTimer);
    if (wait) {
      this.#retryTimer = setTimeout(() => {
        if (this.#phase.kind === 'failed') this.#to({ ...this.#phase, wait: undefined });
      }, Math.min(wait, 86_400) * 1000);
    }
  }

  /** Tries again; a passcode has to be typed again. */
  retry(): void {
    if (this.#link?.flags.has('P')) this.#ask();
    else void this.open();
  }

  typed(recipient: string): void {
    this.#typedRecipient = recipient.trim();
  }

  /** "Open" was pressed. A passcode is sent, and not kept. */
  submit(passcode: string | undefined): void {
    if (this.#phase.kind === 'asking' && this.#phase.passcode && !passcode) {
      const missing = new Set<'recipient' | 'passcode'>(['passcode']);
      if (!this.recipient) missing.add('recipient');
      this.#to({ ...this.#phase, missing });
      return;
    }
    void this.open(passcode);
  }

  cancel(): void {
    this.#run.cancel();
    this.#ask();
  }

  /** Can trying again help? */
  mayRetry(code: Code): boolean {
    return this.#link !== undefined && statusOf(code) === 'unverifiable';
  }
}

/** What to say of an error: the gravest finding, where the core found one. */
function errorOf(error: unknown): Failed['error'] {
  const { findings } = error as { findings?: readonly Finding[] };
  return findings?.find(({ severity }) => severity === 'error') ?? { code: codeOf(error), message: '' };
}

/** The link as it may be handed around. */
function withoutKey({ key: _, ...link }: HealthLink): LinkWithoutKey {
  return link;
}
