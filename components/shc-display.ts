/** `<shc-display>`: shows a SMART Health Card that it has verified itself. This file registers nothing. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import {
  CARD_FILE_TYPE,
  type CardResult,
  type Code,
  cardFile,
  cardToQrText,
  Failure,
  type Trust,
  verifyCards,
} from '../src/index.js';
import { ShcElement } from './base.js';
import { CardContents } from './card-contents.js';
import type { PageCodeResolver } from './code-names.js';
import { LatestRun } from './controllers/run.js';
import { ShcErrorEvent, ShcResultEvent, ShcVerifiedEvent, type Source } from './events.js';
import { safeLink, visible } from './format.js';
import { icons } from './icons.js';
import { loadCardFile } from './load.js';
import type { ExpectedPerson } from './match.js';
import { printOnly } from './printing.js';
import { saveAttachment, saveFile } from './save.js';
import { attachment } from './styles/attachment.js';
import { content } from './styles/content.js';
import { coverage } from './styles/coverage.js';
import { qr } from './styles/qr.js';
import { records } from './styles/records.js';
import { verdict } from './styles/verdict.js';
import { codeOf } from './trust-source.js';
import { type CardOptions, type CardView, cardView } from './views/card.js';
import { combinedView } from './views/combined.js';
import { busyView, errorView, warningView } from './views/notice.js';
import type { DataActions } from './views/value.js';
import { verdictWord } from './views/verdict.js';

/** What `.card` takes: card text (`shc:/...`, JWS, file contents), a file, or a result whose `jws` is verified again. */
export type CardInput = string | Blob | CardResult;

interface Shown {
  result: CardResult;
  qr: CardOptions['qr'];
}

type Phase =
  | { readonly kind: 'empty' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'error'; readonly code: Code }
  | { readonly kind: 'shown'; readonly cards: readonly Shown[]; readonly trust?: Trust; readonly problem?: Code };

const INPUTS = ['card', 'src', 'trust', 'directory', 'issuers'] as const;
const STATES = [
  'empty',
  'busy',
  'error',
  'verified',
  'unverifiable',
  'not-yet-valid',
  'expired',
  'revoked',
  'untrusted',
  'invalid',
] as const;

/**
 * Shows one card, or several from one file, each under its own verdict. The verdict is always this element's own: a
 * result that the page hands over is verified again. Nothing of an invalid card is shown; the data of a card that is
 * untrusted, expired or revoked is shown with a plain mark. Several cards of one person (same name and date of birth, to
 * the letter) can be read together as well, each row with the cards that say it. It cannot tell whether the card belongs to the person in
 * front of you: check photo ID.
 *
 * @summary Verifies and shows a SMART Health Card.
 *
 * @fires {ShcVerifiedEvent} shc-verified - For each card that is verified, and only then: `{ bundle, result, index, total, source }`.
 * @fires {ShcResultEvent} shc-result - For each card, whatever the verdict: `{ result, index, total, source }`.
 * @fires {ShcErrorEvent} shc-error - The card or the directory could not be loaded: `{ code }`.
 *
 * @slot empty - What to show while there is no card.
 *
 * @csspart root - All of it.
 * @csspart card - One card.
 * @csspart verdict - The banner; also `verdict-verified`, `verdict-unknown`, `verdict-untrusted`, `verdict-expired`, ...
 * @csspart verdict-word - The word in it.
 * @csspart axes - Signature, issuer, dates, withdrawal.
 * @csspart finding - One thing found, with what to do about it.
 * @csspart data - What the card says.
 * @csspart person - Whom it is about.
 * @csspart match - The comparison with `.expect`.
 * @csspart group - One group of rows; also `group-immunizations`, `group-labs`, ...
 * @csspart row - One row.
 * @csspart trend - The chart of one series of results, with the table behind it.
 * @csspart search - The search box and dates of a long summary, and the way to its sections.
 * @csspart combined - Several cards of one person, read together.
 * @csspart coverage - One insurance card.
 * @csspart issuer - Who issued it, and when.
 * @csspart qr - The QR code.
 * @csspart actions - The buttons.
 * @csspart error - Why there is nothing to show.
 *
 * @cssprop --shc-font - Font family.
 * @cssprop --shc-font-size - Size of the text; everything else follows. Default 16px.
 * @cssprop --shc-radius - Radius of cards.
 * @cssprop --shc-accent - Buttons and links.
 * @cssprop --shc-surface - Background of cards.
 * @cssprop --shc-text - Text.
 *
 * @cssstate verified - All cards shown are verified.
 * @cssstate busy - A card is being loaded or checked.
 * @cssstate empty - There is no card.
 * @cssstate error - The card could not be loaded.
 */
export class ShcDisplay extends ShcElement {
  static override styles = [...ShcElement.styles, verdict, content, attachment, records, coverage, qr];

  /** URL of a card file; fetched with credentials when it is of the page's own origin. `.card` goes before it. */
  @property() src: string | undefined;
  /** `card`: the card. `summary`: all details of the person too. `qr`: the QR code to present. */
  @property() view: CardView = 'card';
  /** The card. Never written into an attribute. */
  @property({ attribute: false }) card: CardInput | undefined;
  /** Whom the page expects; the card's person is compared with it. */
  @property({ attribute: false }) expect: ExpectedPerson | undefined;
  /** Names codes that the card does not name. */
  @property({ attribute: false }) resolveCode: PageCodeResolver | undefined;

  readonly #run = new LatestRun(this);
  #phase: Phase = { kind: 'empty' };
  #due = false;
  readonly #contents = new CardContents(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // A check that was cut off when the element was taken away starts again.
    if (this.#phase.kind === 'busy') this.#restart();
  }

  /** Checks the same card again: asks issuers and lists that did not answer before. */
  refresh(): void {
    this.#restart();
  }

  /** Opens the print dialog for this element alone, with the QR code of each card. */
  async print(): Promise<void> {
    await this.#makeCodes();
    await this.updateComplete;
    printOnly(this);
  }

  /** Saves the cards as one `.smart-health-card` file. Does nothing while there is no card that could be one. */
  download(): void {
    const cards = this.#presentable.map(({ result }) => result.jws as string);
    if (cards.length > 0) saveFile(cardFile(cards), CARD_FILE_TYPE, `${this.texts.t('card.file')}.smart-health-card`);
  }

  get #hasInput(): boolean {
    return (this.card !== undefined && this.card !== null) || Boolean(this.src);
  }

  get #cards(): readonly Shown[] {
    return this.#phase.kind === 'shown' ? this.#phase.cards : [];
  }

  /** Cards that can be handed on: whatever is not invalid. */
  get #presentable(): Shown[] {
    return this.#cards.filter(({ result }) => result.jws !== undefined && result.verdict !== 'invalid');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (INPUTS.some((name) => changed.has(name))) this.#restart();
    if (changed.has('resolveCode')) this.#contents.useResolver(this.resolveCode);
  }

  /** Whatever was shown is gone before anything new is looked at. */
  #restart(): void {
    this.#run.cancel();
    this.#phase = this.#hasInput ? { kind: 'busy' } : { kind: 'empty' };
    this.#due = this.#hasInput;
    this.requestUpdate();
  }

  protected override updated(): void {
    const { kind } = this.#phase;
    this.showStates(STATES, [kind, this.#commonVerdict]);
    if (this.#due && this.isConnected) {
      this.#due = false;
      void this.#check();
    }
    if (this.view === 'qr') void this.#makeCodes();
  }

  /** The verdict, when all cards have the same. */
  get #commonVerdict(): string | undefined {
    const verdicts = new Set(this.#cards.map(({ result }) => result.verdict));
    return verdicts.size === 1 ? [...verdicts][0] : undefined;
  }

  async #check(): Promise<void> {
    const { card, src } = this;
    const still = () => this.card === card && this.src === src;
    try {
      const done = await this.#run.run(async (signal) => {
        const { trust, problem } = await this.trustSource.get(this);
        const input = card ?? (await loadCardFile(src ?? '', signal));
        const results = await verifyCards(isResult(input) ? (input.jws ?? '') : input, {
          ...(trust && { trust }),
          signal,
        });
        return { trust, problem, results };
      });
      // New input may be set already, with its update still to come.
      if (done && still()) this.#show(done.results, still, done.trust, done.problem);
    } catch (error) {
      if (!still()) return;
      const code = codeOf(error);
      this.#phase = { kind: 'error', code };
      this.requestUpdate();
      this.dispatchEvent(new ShcErrorEvent(code));
    }
  }

  #show(results: readonly CardResult[], still: () => boolean, trust?: Trust, problem?: Code): void {
    const phase: Phase = {
      kind: 'shown',
      cards: results.map((result) => ({ result, qr: undefined })),
      ...(trust && { trust }),
      ...(problem && { problem }),
    };
    this.#phase = phase;
    this.requestUpdate();
    if (problem) this.dispatchEvent(new ShcErrorEvent(problem));
    const total = results.length;
    const source = sourceOf(this.card);
    // A listener may put in another card: then the rest is no longer told.
    for (const [index, result] of results.entries()) {
      announce(this, result, { index, total, source }, () => still() && this.#phase === phase);
    }
  }

  /** The QR encoder is loaded when a code is first asked for. */
  async #makeCodes(): Promise<void> {
    const waiting = this.#presentable.filter(({ qr }) => qr === undefined);
    if (waiting.length === 0) return;
    const { encodeQr } = await import('../src/qr/index.js');
    for (const shown of waiting) {
      try {
        shown.qr = cardToQrText(shown.result.jws ?? '', { chunks: true }).map((text) => encodeQr(text));
      } catch (error) {
        shown.qr = error instanceof Failure && error.code === 'TOO_LARGE' ? 'long' : 'none';
      }
    }
    this.requestUpdate();
  }

  /** One request to the issuer of one card, because the person asked for it. */
  async #askIssuer(asked: Shown): Promise<void> {
    const phase = this.#phase;
    if (phase.kind !== 'shown') return;
    const { jws } = asked.result;
    const trust = this.trustSource.asking(phase.trust);
    const results = await this.#run.run((signal) => verifyCards(jws ?? '', { trust, signal }));
    const result = results?.[0];
    if (!result || this.#phase !== phase) return;
    asked.result = result;
    this.requestUpdate();
    const index = phase.cards.indexOf(asked);
    announce(
      this,
      result,
      { index, total: phase.cards.length, source: sourceOf(this.card) },
      () => this.#phase === phase,
    );
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    const phase = this.#phase;
    return html`<div class="root" part="root" lang=${texts.lang} dir=${texts.dir} aria-busy=${phase.kind === 'busy'}>
      <p class="visually-hidden" role="status">${this.#status()}</p>
      ${this.#body()}
    </div>`;
  }

  /** What a screen reader hears. */
  #status(): string {
    const { t } = this.texts;
    if (this.#phase.kind === 'busy') return t('card.checking');
    return this.#cards.map(({ result }) => t(`verdict.${verdictWord(result)}`)).join(', ');
  }

  #body(): unknown {
    const { texts } = this;
    const phase = this.#phase;
    if (phase.kind === 'empty') return html`<slot name="empty"><p class="muted">${texts.t('card.empty')}</p></slot>`;
    if (phase.kind === 'busy') return html`<div class="panel">${busyView(texts.t('card.checking'))}</div>`;
    if (phase.kind === 'error') return errorView(phase.code, texts, this.#againButton());
    return html`
      ${phase.problem ? html`<div class="above">${warningView(texts.t('card.directory'), this.#againButton())}</div>` : nothing}
      ${combinedView(phase.cards.length > 1 && this.view !== 'qr' ? phase.cards.map(({ result }) => this.#contents.card(result)) : [], texts, this.#dataActions)}
      ${phase.cards.map((shown, index) => this.#card(shown, index, phase.cards.length))}
      ${this.#actions()}
    `;
  }

  readonly #dataActions: DataActions = {
    saveAttachment: (attachment) => saveAttachment(attachment, this.texts.t('card.file')),
  };

  #card(shown: Shown, index: number, total: number): TemplateResult {
    const { texts, view, expect } = this;
    const { result } = shown;
    return html`<article class="panel" part="card">
      ${total > 1 ? html`<p class="place">${texts.t('verdict.cards', { index: index + 1, total })}</p>` : nothing}
      ${cardView(this.#contents.card(result), texts, {
        view,
        expect,
        qr: result.verdict === 'invalid' ? 'none' : shown.qr,
        actions: this.#dataActions,
        offer: this.#offer(shown),
      })}
    </article>`;
  }

  /** What can be done about a verdict, right below it. */
  #offer(shown: Shown): unknown {
    const { t } = this.texts;
    const { result } = shown;
    if (result.verdict === 'unverifiable') return html`<div class="section no-print">${this.#againButton()}</div>`;
    const phase = this.#phase;
    if (phase.kind !== 'shown' || !this.trustSource.mayAsk(result, phase.trust)) return nothing;
    const host = safeLink(result.issuer.url ?? '')?.host ?? result.issuer.url ?? '';
    return html`<div class="section ask no-print">
      <button type="button" ?disabled=${this.#run.busy} @click=${() => this.#askIssuer(shown)}>
        ${icons.refresh}${t('card.askIssuer')}
      </button>
      <p class="small muted">${t('card.askIssuer.sentence', { host: visible(host) })}</p>
    </div>`;
  }

  #againButton(): TemplateResult {
    return html`<p class="again">
      <button type="button" @click=${() => this.refresh()}>${icons.refresh}${this.texts.t('card.again')}</button>
    </p>`;
  }

  #actions(): unknown {
    if (this.#presentable.length === 0) return nothing;
    const { t } = this.texts;
    const qr = this.view === 'qr';
    return html`<div class="actions" part="actions">
      <button type="button" @click=${() => this.#toggle(qr ? 'card' : 'qr')}>
        ${qr ? icons.person : icons.qr}${t(qr ? 'card.showCard' : 'card.showQr')}
      </button>
      <button type="button" @click=${() => this.download()}>${icons.download}${t('card.download')}</button>
      <button type="button" @click=${() => this.print()}>${icons.print}${t('card.print')}</button>
    </div>`;
  }

  #toggle(view: CardView): void {
    this.view = view;
  }
}

const isResult = (input: CardInput): input is CardResult =>
  typeof input === 'object' && !(input instanceof Blob) && 'verdict' in input;

const sourceOf = (card: CardInput | undefined): Source =>
  typeof card === 'string' || (card && isResult(card)) ? 'text' : 'file';

/** Tells the page about one card, for as long as it is the one shown. */
function announce(
  host: Element,
  result: CardResult,
  place: { readonly index: number; readonly total: number; readonly source: Source },
  still: () => boolean,
): void {
  if (still()) host.dispatchEvent(new ShcResultEvent({ result, ...place }));
  const { fhirBundle } = result;
  if (result.verdict === 'verified' && fhirBundle && still()) {
    host.dispatchEvent(new ShcVerifiedEvent({ bundle: fhirBundle, result, ...place }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shc-display': ShcDisplay;
  }
}
