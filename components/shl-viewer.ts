/** `<shl-viewer>`: opens a SMART Health Link and shows what is behind it. This file registers nothing. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import {
  type Code,
  type Finding,
  type HealthLink,
  type LinkFile,
  type LinkResult,
  openLink,
  parseLink,
  type Summary,
  statusOf,
  summarize,
  watchLink,
} from '../src/index.js';
import { ShcElement } from './base.js';
import { CodeNames, type PageCodeResolver } from './code-names.js';
import { LatestRun } from './controllers/run.js';
import {
  type LinkWithoutKey,
  ShlErrorEvent,
  ShlFileEvent,
  ShlOpenEvent,
  ShlPasscodeRequestEvent,
  ShlResultEvent,
} from './events.js';
import { icons } from './icons.js';
import { saveAs, saveAttachment, saveFile } from './save.js';
import { content } from './styles/content.js';
import { link as linkStyles } from './styles/link.js';
import { verdict } from './styles/verdict.js';
import { codeOf } from './trust-source.js';
import { showsData } from './views/card.js';
import {
  askView,
  type Failed,
  failedView,
  filesView,
  linkAdvice,
  linkHead,
  progressView,
  type ShownFile,
} from './views/link.js';
import { warningView } from './views/notice.js';

type Phase =
  | { readonly kind: 'empty' }
  /** The person has to say something, or press "open". */
  | {
      readonly kind: 'asking';
      readonly passcode: boolean;
      readonly wrong: boolean;
      readonly remaining?: number | undefined;
      readonly stopped?: boolean;
      readonly missing: ReadonlySet<'recipient' | 'passcode'>;
    }
  | { readonly kind: 'opening'; readonly done: number; readonly total: number }
  | { readonly kind: 'open'; readonly result: LinkResult; readonly files: readonly ShownFile[] }
  | ({ readonly kind: 'failed' } & Failed);

type Fetch = typeof globalThis.fetch;

const STATES = ['empty', 'asking', 'opening', 'open', 'failed'] as const;
const NONE_MISSING: ReadonlySet<'recipient' | 'passcode'> = new Set();

/**
 * Opens a link when it knows who is opening (`recipient`) and no passcode is asked for; otherwise asks the person.
 * Cards inside are verified, each under its own verdict. Everything else that is behind a link is unsigned: it is
 * shown as "shared, not verified", whatever it says of itself. The key and the passcode never reach an attribute, an
 * event or the document; a passcode is sent once and forgotten.
 *
 * @summary Opens a SMART Health Link and shows what is behind it.
 *
 * @fires {ShlOpenEvent} shl-open - Before any request: `{ link }`, without its key. Cancelable.
 * @fires {ShlPasscodeRequestEvent} shl-passcode-request - A passcode is needed, or was wrong: `{ remainingAttempts? }`.
 * @fires {ShlFileEvent} shl-file - One file has arrived: `{ file, index, total }`.
 * @fires {ShlResultEvent} shl-result - The link was opened, or updated while watching: `{ result }`, without the key.
 * @fires {ShlErrorEvent} shl-error - It did not open: `{ code, retryAfter? }`.
 *
 * @slot empty - What to show while there is no link.
 *
 * @csspart root - All of it.
 * @csspart link - What the link says of itself.
 * @csspart form - Who is opening, and the passcode.
 * @csspart card - One card inside.
 * @csspart verdict - Its banner.
 * @csspart unsigned - One unsigned file.
 * @csspart file - One file of another kind.
 * @csspart failed - One file that could not be opened.
 * @csspart error - Why it did not open.
 *
 * @cssprop --shc-accent - Buttons and links.
 * @cssprop --shc-surface - Background of cards.
 * @cssprop --shc-text - Text.
 * @cssprop --shc-radius - Radius of cards.
 * @cssprop --shc-font - Font family.
 * @cssprop --shc-font-size - Size of the text; everything else follows. Default 16px.
 *
 * @cssstate empty - There is no link.
 * @cssstate asking - The person has to enter something, or to press "open".
 * @cssstate opening - Files are being fetched.
 * @cssstate open - The contents are shown.
 * @cssstate failed - The link did not open.
 */
export class ShlViewer extends ShcElement {
  static override styles = [...ShcElement.styles, verdict, content, linkStyles];

  /** The link's text. Written by the page; `.link` keeps the key out of the document. */
  @property() src: string | undefined;
  /** Who is opening: the host shows it to the person who shared. Asked for when it is not set. */
  @property() recipient: string | undefined;
  /** Take the link from the address of the page, and remove it from there. */
  @property({ type: Boolean, attribute: 'from-location' }) fromLocation = false;
  /** Keep a long-term link up to date while it is shown. */
  @property({ type: Boolean }) watch = false;
  /** The link, as text or parsed. Goes before `src`. */
  @property({ attribute: false }) link: HealthLink | string | undefined;
  /** A fetch of the page's own. */
  @property({ attribute: false }) fetch: Fetch | undefined;
  /** Names codes that the data does not name. */
  @property({ attribute: false }) resolveCode: PageCodeResolver | undefined;

  readonly #run = new LatestRun(this);
  #phase: Phase = { kind: 'empty' };
  #link: HealthLink | undefined;
  /** Typed in by the person; kept for this link only. */
  #typedRecipient = '';
  #due = false;
  /** open() was called and is waiting for the properties. */
  #held = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #names: CodeNames | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#onHash);
    this.#takeFromLocation();
    // What was cut off when the element was taken away begins again, from the question.
    if (this.#phase.kind === 'opening') this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#onHash);
    clearTimeout(this.#retryTimer);
  }

  /**
   * Opens the link. The passcode is sent once, and not kept.
   * Resolves when it is open (with `watch`: when it was first opened) or has failed; what happened is told by events.
   */
  async open(passcode?: string): Promise<void> {
    // Properties set just before count, and do not open it a second time.
    this.#held = true;
    if (this.isUpdatePending) await this.updateComplete;
    this.#held = false;
    await this.#open(passcode);
  }

  /** Forgets the link, what was typed, and all that was shown. */
  clear(): void {
    this.link = undefined;
    this.src = undefined;
    this.#forget();
  }

  #forget(): void {
    this.#run.cancel();
    clearTimeout(this.#retryTimer);
    this.#link = undefined;
    this.#typedRecipient = '';
    this.#due = false;
    this.#to({ kind: 'empty' });
  }

  #to(phase: Phase): void {
    this.#phase = phase;
    this.requestUpdate();
  }

  readonly #onHash = (): void => this.#takeFromLocation();

  /** The fragment is taken out of the address before anything else happens. */
  #takeFromLocation(): void {
    if (!this.fromLocation || !/shlink(:|%3a)/i.test(location.hash)) return;
    const text = location.hash.slice(1);
    history.replaceState(history.state, '', location.pathname + location.search);
    this.link = text;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('link') || changed.has('src')) this.#restart();
    else if (changed.has('recipient') && this.#phase.kind === 'asking') this.#due = !this.#phase.wrong;
    if (changed.has('resolveCode')) {
      this.#names = this.resolveCode && new CodeNames(this.resolveCode, () => this.#summarizeAgain());
      this.#summarizeAgain();
    }
  }

  /** A new link: whatever was shown or asked is gone, and the new one is read. */
  #restart(): void {
    this.#forget();
    const given = this.link ?? this.src;
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

  #ask(more: Partial<Extract<Phase, { kind: 'asking' }>> = {}): void {
    const passcode = this.#link?.flags.has('P') ?? false;
    this.#to({ kind: 'asking', passcode, wrong: false, missing: NONE_MISSING, ...more });
  }

  /** What is being asked now. */
  get #asked(): Partial<Extract<Phase, { kind: 'asking' }>> {
    return this.#phase.kind === 'asking' ? this.#phase : {};
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has('fromLocation')) this.#takeFromLocation();
    this.showStates(STATES, [this.#phase.kind]);
    if (!this.#due || !this.isConnected) return;
    this.#due = false;
    if (this.#phase.kind === 'failed') this.dispatchEvent(new ShlErrorEvent(this.#phase.error.code));
    else if (this.#held) return;
    else if (this.#link?.flags.has('P')) this.dispatchEvent(new ShlPasscodeRequestEvent());
    else if (this.#recipient) void this.#open();
  }

  get #recipient(): string {
    return this.recipient?.trim() || this.#typedRecipient;
  }

  async #open(passcode?: string): Promise<void> {
    const link = this.#link;
    if (!link) return;
    const recipient = this.#recipient;
    const missing = new Set<'recipient' | 'passcode'>();
    if (!recipient) missing.add('recipient');
    if (link.flags.has('P') && !passcode) missing.add('passcode');
    if (missing.size > 0) {
      this.#ask({ ...this.#asked, missing });
      return;
    }
    if (!this.dispatchEvent(new ShlOpenEvent(withoutKey(link)))) {
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
    const { trust } = await this.trustSource.get(this);
    signal.throwIfAborted();
    let done = 0;
    const options = {
      recipient,
      signal,
      ...(passcode !== undefined && { passcode }),
      ...(trust && { trust, allowLoopback: trust.allowLoopback, now: () => trust.now() }),
      ...(this.fetch && { fetch: this.fetch }),
      onFile: (file: LinkFile, index: number, total: number) => {
        if (signal.aborted) return;
        done += 1;
        if (this.#phase.kind === 'opening') this.#to({ kind: 'opening', done, total });
        this.dispatchEvent(new ShlFileEvent(file, index, total));
      },
    };
    if (!this.watch || !link.flags.has('L')) {
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
    this.#to({ kind: 'open', result, files: this.#shown(result) });
    const { link, ...rest } = result;
    this.dispatchEvent(new ShlResultEvent({ ...rest, link: withoutKey(link) }));
  }

  #shown({ files }: LinkResult): ShownFile[] {
    return files.map((file) => ({
      file,
      cards: (file.cards ?? []).map((result) => {
        const summary = showsData(result) ? this.#summary(result.fhirBundle) : undefined;
        return { result, ...(summary && { summary }) };
      }),
      summary: file.kind === 'fhir' && !file.error ? this.#summary(file.resource) : undefined,
    }));
  }

  #summary(resource: unknown): Summary | undefined {
    const bundle = (resource as { resourceType?: unknown } | undefined)?.resourceType === 'Bundle';
    const all = bundle ? resource : { resourceType: 'Bundle', type: 'collection', entry: [{ resource }] };
    return summarize(all as Parameters<typeof summarize>[0], this.#names ? { resolveCode: this.#names.resolve } : {});
  }

  #summarizeAgain(): void {
    if (this.#phase.kind === 'open') this.#to({ ...this.#phase, files: this.#shown(this.#phase.result) });
  }

  /** What an error means for the person: another passcode, waiting, or the end. */
  #failed(error: unknown, sent: boolean): void {
    const code = codeOf(error);
    const { remainingAttempts, retryAfter } = error as { remainingAttempts?: number; retryAfter?: number };
    const passcode = code === 'LINK_PASSCODE_WRONG' || code === 'LINK_PASSCODE_REQUIRED';
    if (passcode && remainingAttempts !== 0) {
      this.#ask({ passcode: true, wrong: sent, remaining: remainingAttempts });
      this.dispatchEvent(new ShlPasscodeRequestEvent(remainingAttempts));
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('#passcode')?.focus());
      return;
    }
    // While watching, what is shown stays: it was opened, and says when.
    if (this.#phase.kind === 'open') this.dispatchEvent(new ShlErrorEvent(code, retryAfter));
    else this.#fail({ error: errorOf(error), remaining: remainingAttempts, wait: retryAfter });
  }

  #fail({ error, remaining, wait }: Failed): void {
    this.#to({ kind: 'failed', error, remaining, wait });
    this.dispatchEvent(new ShlErrorEvent(error.code, wait));
    clearTimeout(this.#retryTimer);
    if (wait) {
      this.#retryTimer = setTimeout(() => {
        if (this.#phase.kind === 'failed') this.#to({ ...this.#phase, wait: undefined });
      }, Math.min(wait, 86_400) * 1000);
    }
  }

  /** Tries again; a passcode has to be typed again. */
  #retry(): void {
    if (this.#link?.flags.has('P')) this.#ask();
    else void this.#open();
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const recipient = form.querySelector<HTMLInputElement>('#recipient');
    const field = form.querySelector<HTMLInputElement>('#passcode');
    if (recipient) this.#typedRecipient = recipient.value.trim();
    const passcode = field?.value || undefined;
    // An empty field keeps the others as they are; a sent passcode is gone from the page.
    if (field && (this.#recipient || !passcode)) field.value = '';
    if (this.#phase.kind === 'asking' && this.#phase.passcode && !passcode) {
      const missing = new Set<'recipient' | 'passcode'>(['passcode']);
      if (!this.#recipient) missing.add('recipient');
      this.#to({ ...this.#phase, missing });
      return;
    }
    void this.#open(passcode);
  }

  #save(file: LinkFile): void {
    const name = this.texts.t('link.file.name');
    if (file.kind === 'fhir' && file.resource !== undefined) {
      saveFile(JSON.stringify(file.resource, null, 2), 'application/fhir+json', `${name}.json`);
    } else if (file.bytes) {
      const { type, extension } = saveAs(file.contentType);
      saveFile(file.bytes as Uint8Array<ArrayBuffer>, type, `${name}.${extension}`);
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    const { kind } = this.#phase;
    return html`<div class="root" part="root" lang=${texts.lang} dir=${texts.dir} aria-busy=${kind === 'opening'}>
      <p class="visually-hidden" role="status">${this.#status()}</p>
      ${kind === 'empty' ? html`<slot name="empty"><p class="muted">${texts.t('link.empty')}</p></slot>` : this.#body()}
    </div>`;
  }

  #status(): string {
    const { t } = this.texts;
    const phase = this.#phase;
    if (phase.kind === 'opening') {
      return phase.total > 0 ? t('link.progress', { count: phase.done, total: phase.total }) : t('link.opening');
    }
    return phase.kind === 'open' ? t('link.opened', { count: phase.files.length }) : '';
  }

  #body(): TemplateResult {
    const { texts } = this;
    const phase = this.#phase;
    const link = this.#link;
    return html`<section class="panel">
        ${link ? linkHead(link, texts) : nothing}
        ${phase.kind === 'asking' ? this.#asking(phase) : nothing}
        ${phase.kind === 'opening' ? progressView(phase.done, phase.total, texts, () => this.#cancel()) : nothing}
        ${phase.kind === 'failed' ? failedView(phase, texts, this.#mayRetry(phase.error.code) ? () => this.#retry() : undefined) : nothing}
        ${phase.kind === 'open' ? this.#fetched(phase.result) : nothing}
        ${link ? linkAdvice(link, texts) : nothing}
      </section>
      ${
        phase.kind === 'open'
          ? html`<div class="results">${filesView(phase.files, texts, {
              save: (file) => this.#save(file),
              saveAttachment: (attachment) => saveAttachment(attachment, texts.t('link.file.name')),
            })}</div>`
          : nothing
      }`;
  }

  #asking(phase: Extract<Phase, { kind: 'asking' }>): TemplateResult {
    const { texts } = this;
    return html`
      ${phase.stopped ? html`<div class="section">${warningView(texts.t('link.stopped'))}</div>` : nothing}
      ${askView(
        {
          needsRecipient: !this.recipient?.trim(),
          needsPasscode: phase.passcode,
          wrong: phase.wrong,
          remaining: phase.remaining,
          missing: phase.missing,
          onSubmit: (event) => this.#onSubmit(event),
        },
        texts,
      )}
    `;
  }

  #fetched(result: LinkResult): TemplateResult {
    const { t, instantWithTime } = this.texts;
    const again = !this.#link?.flags.has('P');
    return html`<div class="section fetched no-print">
      <span class="muted small">${t('link.updated', { time: instantWithTime(result.fetchedAt.toISOString()) })}</span>
      ${again ? html`<button type="button" @click=${() => this.#retry()}>${icons.refresh}${t('link.again')}</button>` : nothing}
    </div>`;
  }

  #cancel(): void {
    this.#run.cancel();
    this.#ask();
  }

  readonly #mayRetry = (code: Code): boolean => this.#link !== undefined && statusOf(code) === 'unverifiable';
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

declare global {
  interface HTMLElementTagNameMap {
    'shl-viewer': ShlViewer;
  }
}
