/** The codes of a card, to be held in front of a scanner: one at a time, and as large as the screen when asked. */

import { html, nothing, type TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { type QrModules, qrCode } from './qr.js';

/** Long enough to be scanned, in milliseconds. */
const TURN = 4000;

class QrShow extends AsyncDirective {
  #codes: readonly QrModules[] = [];
  #texts: Texts | undefined;
  #at = 0;
  #turning = false;
  /** The whole screen is taken. */
  #large = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lock: Promise<WakeLockSentinel | undefined> | undefined;

  render(codes: readonly QrModules[], texts: Texts): unknown {
    if (codes !== this.#codes) {
      this.#at = 0;
      this.#codes = codes;
      this.#turn(codes.length > 1 && !matchMedia('(prefers-reduced-motion: reduce)').matches);
    }
    this.#texts = texts;
    return this.#view();
  }

  protected override disconnected(): void {
    this.#turn(false);
    this.#release();
  }

  #draw(): void {
    this.setValue(this.#view());
  }

  #turn(on: boolean): void {
    clearInterval(this.#timer);
    this.#turning = on;
    if (on) this.#timer = setInterval(() => this.#go(this.#at + 1), TURN);
  }

  #go(at: number): void {
    this.#at = (at + this.#codes.length) % this.#codes.length;
    this.#draw();
  }

  /** By hand: it no longer moves by itself. */
  #step(by: number): void {
    this.#turn(false);
    this.#go(this.#at + by);
  }

  readonly #enlarge = (event: Event): void => {
    const view = (event.currentTarget as HTMLElement).closest('.qr-view');
    const dialog = view?.querySelector('dialog') as HTMLDialogElement;
    this.#large = true;
    this.#draw();
    dialog.showModal();
    const stage = dialog.querySelector('.qr-stage') as HTMLElement;
    // Where it is not there or not allowed the dialog fills the window.
    void stage.requestFullscreen?.()?.catch(() => undefined);
    this.#lock = navigator.wakeLock?.request('screen').catch(() => undefined);
  };

  #release(): void {
    void this.#lock?.then((lock) => lock?.release());
    this.#lock = undefined;
  }

  readonly #onClosed = (): void => {
    this.#large = false;
    this.#release();
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    this.#draw();
  };

  /** Leaving the full screen, by the browser's own means, closes the dialog too. */
  readonly #onFullscreen = (event: Event): void => {
    const stage = event.currentTarget as HTMLElement;
    if (!stage.matches(':fullscreen')) stage.closest('dialog')?.close();
  };

  #view(): TemplateResult {
    const texts = this.#texts as Texts;
    const { t } = texts;
    const codes = this.#codes;
    const total = codes.length;
    const label = (index: number) =>
      total > 1 ? `${t('card.qr.label')}, ${t('card.qr.part', { index, total })}` : t('card.qr.label');
    const now = codes[this.#at] as QrModules;
    return html`<div class="qr-view">
      <figure>
        ${qrCode(now, label(this.#at + 1))}
        ${total > 1 ? html`<figcaption>${t('card.qr.part', { index: this.#at + 1, total })}</figcaption>` : nothing}
      </figure>
      ${total > 1 ? this.#turner(texts) : nothing}
      <div class="actions"><button type="button" class="primary" @click=${this.#enlarge}>${icons.enlarge}${t('card.qr.large')}</button></div>
      <p class="muted small no-print">${t('card.qr.advice')}</p>
      <dialog class="qr-dialog" aria-label=${t('card.qr.label')} @close=${this.#onClosed}>
        <div class="qr-stage" @fullscreenchange=${this.#onFullscreen}>
          ${this.#large ? this.#stage(now, label(this.#at + 1), texts) : nothing}
        </div>
      </dialog>
      ${
        total > 1
          ? html`<div class="print-only">${codes.map(
              (code, index) =>
                html`<figure>${qrCode(code, label(index + 1))}<figcaption>${t('card.qr.part', { index: index + 1, total })}</figcaption></figure>`,
            )}</div>`
          : nothing
      }
    </div>`;
  }

  #stage(code: QrModules, label: string, texts: Texts): TemplateResult {
    const close = (event: Event) => (event.currentTarget as HTMLElement).closest('dialog')?.close();
    const total = this.#codes.length;
    return html`${qrCode(code, label)}
      <div class="qr-below">
        ${total > 1 ? html`<p>${texts.t('card.qr.part', { index: this.#at + 1, total })}</p>` : nothing}
        ${this.#codes.length > 1 ? this.#turner(texts) : nothing}
        <p>${texts.t('card.qr.advice')}</p>
        <button type="button" autofocus @click=${close}>${icons.cross}${texts.t('card.qr.close')}</button>
      </div>`;
  }

  /** Which of several codes is shown, and the means to hold it. */
  #turner({ t }: Texts): TemplateResult {
    const total = this.#codes.length;
    return html`<div class="qr-turner no-print">
      <p>${t('card.qr.set', { total })}</p>
      <div class="actions">
        <button type="button" @click=${() => this.#step(-1)}>${icons.back}<span class="visually-hidden">${t('card.qr.previous')}</span></button>
        <button type="button" @click=${() => {
          this.#turn(!this.#turning);
          this.#draw();
        }}>${this.#turning ? icons.pause : icons.play}${t(this.#turning ? 'card.qr.pause' : 'card.qr.play')}</button>
        <button type="button" @click=${() => this.#step(1)}>${icons.next}<span class="visually-hidden">${t('card.qr.next')}</span></button>
      </div>
    </div>`;
  }
}

/** @param codes of one card, in order; the same array for the same card */
export const qrShow = directive(QrShow);
