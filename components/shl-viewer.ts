/** `<shl-viewer>`: opens a SMART Health Link and shows what is behind it. This file registers nothing. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { HealthLink, LinkFile, LinkResult } from '../src/index.js';
import { ShcElement } from './base.js';
import { CardContents } from './card-contents.js';
import type { PageCodeResolver } from './code-names.js';
import { AccessQueries } from './controllers/access-queries.js';
import { LinkOpening, type LinkPhase } from './controllers/link-opening.js';
import { icons } from './icons.js';
import { LinkContents } from './link-contents.js';
import { saveAttachment, saveBytes, saveFile } from './save.js';
import { attachment } from './styles/attachment.js';
import { content } from './styles/content.js';
import { coverage } from './styles/coverage.js';
import { inside } from './styles/inside.js';
import { link as linkStyles } from './styles/link.js';
import { qr } from './styles/qr.js';
import { records } from './styles/records.js';
import { verdict } from './styles/verdict.js';
import { askView, failedView, linkAdvice, linkHead, progressView } from './views/link.js';
import { type FileActions, filesView } from './views/link-files.js';
import { warningView } from './views/notice.js';

const STATES = ['empty', 'asking', 'opening', 'open', 'failed'] as const;

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
 * @csspart trend - The chart of one series of results, with the table behind it.
 * @csspart search - The search box and dates of a long summary, and the way to its sections.
 * @csspart combined - Several cards of one person, read together.
 * @csspart unsigned - One unsigned file.
 * @csspart file - One file of another kind.
 * @csspart access - Access to a server with more records.
 * @csspart answer - What one query to that server brought.
 * @csspart endpoint - A page or server that the sender offers.
 * @csspart attachment - One file inside the data.
 * @csspart stale - That a file could not be updated, and from when it is.
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
  static override styles = [
    ...ShcElement.styles,
    verdict,
    content,
    attachment,
    records,
    coverage,
    qr,
    linkStyles,
    inside,
  ];

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
  @property({ attribute: false }) fetch: typeof globalThis.fetch | undefined;
  /** Names codes that the data does not name. */
  @property({ attribute: false }) resolveCode: PageCodeResolver | undefined;

  readonly #contents = new CardContents(this);
  readonly #queries: AccessQueries = new AccessQueries(this, this.trustSource);
  readonly #inside = new LinkContents(this.#contents, this.#queries);
  readonly #opening: LinkOpening = new LinkOpening(this, this.trustSource, () => {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('#passcode')?.focus());
  });

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#onHash);
    this.#takeFromLocation();
    // What was cut off when the element was taken away begins again, from the question.
    if (this.#opening.phase.kind === 'opening') this.#opening.restart(this.link ?? this.src);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#onHash);
  }

  /**
   * Opens the link. The passcode is sent once, and not kept.
   * Resolves when it is open (with `watch`: when it was first opened) or has failed; what happened is told by events.
   */
  async open(passcode?: string): Promise<void> {
    await this.#opening.openWhenReady(passcode);
  }

  /** Forgets the link, what was typed, and all that was shown. */
  clear(): void {
    this.link = undefined;
    this.src = undefined;
    this.#opening.forget();
    this.#queries.clear();
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
    if (changed.has('link') || changed.has('src')) {
      this.#queries.clear();
      this.#opening.restart(this.link ?? this.src);
    } else if (changed.has('recipient')) this.#opening.recipientChanged();
    if (changed.has('resolveCode')) this.#contents.useResolver(this.resolveCode);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has('fromLocation')) this.#takeFromLocation();
    this.showStates(STATES, [this.#opening.phase.kind]);
    this.#opening.begin();
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const recipient = form.querySelector<HTMLInputElement>('#recipient');
    const field = form.querySelector<HTMLInputElement>('#passcode');
    if (recipient) this.#opening.typed(recipient.value);
    const passcode = field?.value || undefined;
    // An empty field keeps the others as they are; a sent passcode is gone from the page.
    if (field && (this.#opening.recipient || !passcode)) field.value = '';
    this.#opening.submit(passcode);
  }

  readonly #fileActions: FileActions = {
    save: (file) => this.#save(file),
    query: (access) => void this.#queries.run(access),
    saveAttachment: (attachment) => saveAttachment(attachment, this.texts.t('link.file.name')),
  };

  #save(file: LinkFile): void {
    const name = this.texts.t('link.file.name');
    if (file.kind === 'fhir' && file.resource !== undefined) {
      saveFile(JSON.stringify(file.resource, null, 2), 'application/fhir+json', `${name}.json`);
    } else if (file.bytes) {
      saveBytes(file.bytes, file.contentType, name);
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    const { kind } = this.#opening.phase;
    return html`<div class="root" part="root" lang=${texts.lang} dir=${texts.dir} aria-busy=${kind === 'opening'}>
      <p class="visually-hidden" role="status">${this.#status()}</p>
      ${kind === 'empty' ? html`<slot name="empty"><p class="muted">${texts.t('link.empty')}</p></slot>` : this.#body()}
    </div>`;
  }

  #status(): string {
    const { t } = this.texts;
    const { phase } = this.#opening;
    if (phase.kind === 'opening') {
      return phase.total > 0 ? t('link.progress', { count: phase.done, total: phase.total }) : t('link.opening');
    }
    return phase.kind === 'open' ? t('link.opened', { count: phase.result.files.length }) : '';
  }

  #body(): TemplateResult {
    const { texts } = this;
    const opening = this.#opening;
    const { phase, link } = opening;
    return html`<section class="panel">
        ${link ? linkHead(link, texts) : nothing}
        ${phase.kind === 'asking' ? this.#asking(phase) : nothing}
        ${phase.kind === 'opening' ? progressView(phase.done, phase.total, texts, () => opening.cancel()) : nothing}
        ${phase.kind === 'failed' ? failedView(phase, texts, opening.mayRetry(phase.error.code) ? () => opening.retry() : undefined) : nothing}
        ${phase.kind === 'open' ? this.#fetched(phase.result) : nothing}
        ${link ? linkAdvice(link, texts) : nothing}
      </section>
      ${
        phase.kind === 'open'
          ? html`<div class="results">${filesView(phase.result.files.map(this.#inside.shown), texts, this.#fileActions)}</div>`
          : nothing
      }`;
  }

  #asking(phase: Extract<LinkPhase, { kind: 'asking' }>): TemplateResult {
    const { texts } = this;
    const { passcode, wrong, remaining, missing } = phase;
    return html`
      ${phase.stopped ? html`<div class="section">${warningView(texts.t('link.stopped'))}</div>` : nothing}
      ${askView(
        {
          needsRecipient: this.#opening.needsRecipient,
          needsPasscode: passcode,
          wrong,
          remaining,
          missing,
          onSubmit: (event) => this.#onSubmit(event),
        },
        texts,
      )}
    `;
  }

  #fetched(result: LinkResult): TemplateResult {
    const { t, instantWithTime } = this.texts;
    const again = !this.#opening.link?.flags.has('P');
    return html`<div class="section fetched no-print">
      <span class="muted small">${t('link.updated', { time: instantWithTime(result.fetchedAt.toISOString()) })}</span>
      ${again ? html`<button type="button" @click=${() => this.#opening.retry()}>${icons.refresh}${t('link.again')}</button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shl-viewer': ShlViewer;
  }
}
