/** `<shl-share>`: makes a SMART Health Link of what a person chooses. This file registers nothing. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LinkHost } from '../src/index.js';
import { LinkWatch } from './controllers/link-watch.js';
import { LatestRun } from './controllers/run.js';
import { ShareForm } from './controllers/share-form.js';
import { ShlErrorEvent, ShlShareEvent } from './events.js';
import { LocalizedElement } from './localized.js';
import { type Choice, isSameContent, type ShareContent } from './share-content.js';
import type { MadeLink } from './share-seal.js';
import { endOf, type Field, LABEL_LENGTH, suggestPasscode } from './share-terms.js';
import { link as linkStyles } from './styles/link.js';
import { share as shareStyles } from './styles/share.js';
import { codeOf } from './trust-source.js';
import {
  nameOf,
  type ShareFailure,
  sendView,
  shareFailureView,
  termsView,
  updateView,
  whatView,
} from './views/share.js';
import {
  accessesView,
  type Copied,
  endedView,
  factsView,
  manageView,
  type ShownLink,
  shownLinkView,
  stopView,
} from './views/shared.js';

export type { ShareContent, ShareItem } from './share-content.js';

/** A link that stands. */
type Standing = MadeLink & ShownLink;

type Phase =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'sharing' }
  /** `pane`: what is below the link. */
  | { readonly kind: 'shared'; readonly pane: 'facts' | 'change' | 'stop' }
  | { readonly kind: 'ended'; readonly stopped: boolean };

const STATES = ['choosing', 'sharing', 'shared', 'ended'] as const;

/**
 * Lets a person share health data with a link of their own making: what, for how long, under which name, with a passcode
 * or without. Everything is encrypted on this device; the host gets the passcode to ask for, and never the key, the name
 * or anything readable. The link is shown as a QR code and as text, with who opened it, and can be changed and stopped for
 * as long as the element stays on the page: it keeps nothing. It does not look into what is shared.
 *
 * New `.content` starts over, for it may be of another person. `offer()` brings newer content of the same one.
 *
 * @summary Makes a SMART Health Link of what a person chooses.
 *
 * @fires {ShlShareEvent} shl-share - A link was made: `{ uri }`. Whoever has the uri can read what is shared: do not log or store it.
 * @fires {ShlErrorEvent} shl-error - Sharing, updating or stopping failed: `{ code, retryAfter? }`.
 *
 * @csspart root - All of it.
 * @csspart what - What to share.
 * @csspart choice - One thing in it.
 * @csspart terms - Name, time, passcode.
 * @csspart link - The link that was made.
 * @csspart qr - Its QR code.
 * @csspart passcode - Its passcode.
 * @csspart facts - What was decided about it.
 * @csspart accesses - Who opened it.
 * @csspart stop - The question before it is stopped.
 * @csspart ended - After the end.
 * @csspart error - Why something did not work.
 *
 * @cssprop --shc-accent - Buttons and links.
 * @cssprop --shc-surface - Background.
 * @cssprop --shc-text - Text.
 * @cssprop --shc-radius - Radius of cards.
 * @cssprop --shc-font - Font family.
 * @cssprop --shc-font-size - Size of the text; everything else follows. Default 16px.
 *
 * @cssstate choosing - The person is choosing.
 * @cssstate sharing - It is being encrypted and sent.
 * @cssstate shared - There is a link.
 * @cssstate ended - The link was stopped, or has ended.
 */
export class ShlShare extends LocalizedElement {
  static override styles = [...LocalizedElement.styles, linkStyles, shareStyles];

  /** The name that is proposed for the link, at most 80 characters. Anybody who sees the link can read it. */
  @property() label: string | undefined;
  /** Address of a page that opens links, put before the link: then a browser can open it too. */
  @property() viewer: string | undefined;
  /** Where the encrypted files are kept: createHostClient(url), or anything with the same functions. */
  @property({ attribute: false }) host: LinkHost | undefined;
  /** What there is to share: cards (JWS), a FHIR resource such as a Bundle, or a list of `{ name, contentType, content }`. */
  @property({
    attribute: false,
    hasChanged: (now?: ShareContent, before?: ShareContent) => !isSameContent(now, before),
  })
  content: ShareContent | undefined;

  readonly #run = new LatestRun(this);
  readonly #form = new ShareForm(this);
  readonly #watch = new LinkWatch(this, () => this.#end(false));
  #phase: Phase = { kind: 'choosing' };
  #failure: ShareFailure | undefined;
  #link: Standing | undefined;
  #copied: Copied = 'no';
  /** The content that came by offer(). */
  #offered: ShareContent | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // What was cut off when the element was taken away begins again, from the form.
    if (this.#phase.kind === 'sharing') this.#to({ kind: 'choosing' });
  }

  /** Newer content of the same person: a link that stands is kept, and can be updated with it. */
  offer(content: ShareContent): void {
    this.#offered = content;
    this.content = content;
  }

  /** For the next person: forgets the content, all that was typed and added, and the link. The link itself works on until its end. */
  clear(): void {
    this.content = undefined;
    this.#startOver();
  }

  #again(): void {
    this.#startOver();
    this.#focus('#what');
  }

  #startOver(): void {
    this.#run.cancel();
    this.#watch.follow(undefined);
    this.#form.reset(this.content);
    this.#link = undefined;
    this.#to({ kind: 'choosing' });
  }

  #to(phase: Phase): void {
    this.#phase = phase;
    this.#failure = undefined;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('content')) return;
    if (this.content && this.content === this.#offered) this.#form.renew(this.content);
    else this.#startOver();
    this.#offered = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.showStates(STATES, [this.#phase.kind]);
  }

  get #label(): string {
    return this.#form.terms.label ?? [...(this.label ?? '')].slice(0, LABEL_LENGTH).join('');
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  /** The first field that has to be put right gets the focus. */
  #isComplete(fields: readonly Field[]): boolean {
    const missing = this.#form.check(fields);
    if (missing) this.#focus(`#${missing}`);
    return missing === undefined;
  }

  // Sharing

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { host } = this;
    if (host && this.#phase.kind === 'choosing' && this.#isComplete(['what', 'passcode', 'date']))
      void this.#share(host);
  };

  async #share(host: LinkHost): Promise<void> {
    const { terms, chosen: choices } = this.#form;
    const ends = endOf(terms, new Date());
    if (!ends) return;
    const label = this.#label.trim();
    const passcode = terms.passcode?.trim();
    const viewer = this.viewer?.trim();
    this.#to({ kind: 'sharing' });
    try {
      const made = await this.#run.run(async (signal) => {
        const { makeLink } = await import('./share-seal.js');
        signal.throwIfAborted();
        const address = viewer ? new URL(viewer, document.baseURI).href : undefined;
        return makeLink({ host, choices, ends, live: terms.live, label, passcode, viewer: address }, signal);
      });
      if (made) this.#stand({ ...made, plain: !viewer, label, passcode, ends, names: this.#namesOf(choices) });
    } catch (error) {
      this.#to({ kind: 'choosing' });
      this.#fail(error);
    }
  }

  #stand(link: Standing): void {
    this.#link = link;
    this.#copied = 'no';
    this.#to({ kind: 'shared', pane: 'facts' });
    this.#focus('#ready');
    this.#watch.follow(link);
    void this.#draw(link);
    this.dispatchEvent(new ShlShareEvent(link.uri));
  }

  #namesOf(choices: readonly Choice[]): readonly string[] {
    return choices.map((choice) => nameOf(choice, this.texts));
  }

  /** Changes what is shown of the link, unless it is no longer the one. */
  #edit(link: Standing, changes: Partial<ShownLink>): void {
    if (this.#link?.manage !== link.manage) return;
    this.#link = { ...this.#link, ...changes };
    this.requestUpdate();
  }

  /** The QR encoder is loaded when the first code is drawn. */
  async #draw(link: Standing): Promise<void> {
    try {
      const { encodeQr } = await import('../src/qr/index.js');
      this.#edit(link, { qr: encodeQr(link.uri) });
    } catch {
      this.#edit(link, { qr: 'none' });
    }
  }

  #fail(error: unknown): void {
    const code = codeOf(error);
    const { retryAfter } = error as { retryAfter?: number };
    this.#failure = { code, wait: retryAfter };
    this.requestUpdate();
    this.dispatchEvent(new ShlErrorEvent(code, retryAfter));
  }

  readonly #cancel = (): void => {
    this.#run.cancel();
    this.#to({ kind: 'choosing' });
    this.#focus('#create');
  };

  // The link

  async #copy({ uri }: Standing): Promise<void> {
    try {
      await navigator.clipboard.writeText(uri);
      this.#copied = 'yes';
      setTimeout(() => {
        this.#copied = 'no';
        this.requestUpdate();
      }, 3_000);
    } catch {
      this.#copied = 'failed';
      this.#focus('#uri');
    }
    this.requestUpdate();
  }

  /** To the system's share sheet; never with the passcode. A shlink is no web address: it goes as text. */
  #send({ uri, plain, label }: Standing): void {
    navigator.share({ ...(label && { title: label }), ...(plain ? { text: uri } : { url: uri }) }).catch(() => {
      // The person chose nobody.
    });
  }

  #show(pane: 'facts' | 'change' | 'stop', focus: string): void {
    this.#run.cancel();
    this.#form.uncheck();
    this.#to({ kind: 'shared', pane });
    this.#focus(focus);
  }

  readonly #onUpdate = (event: SubmitEvent): void => {
    event.preventDefault();
    const link = this.#link;
    if (link && !this.#run.busy && this.#isComplete(['what'])) void this.#update(link);
  };

  async #update(link: Standing): Promise<void> {
    const choices = this.#form.chosen;
    this.#failure = undefined;
    try {
      const done = await this.#run.run(async (signal) => {
        const { updateLink } = await import('./share-seal.js');
        await updateLink(link, choices, signal);
        return true;
      });
      if (!done) return;
      this.#edit(link, { names: this.#namesOf(choices), updated: new Date() });
      this.#show('facts', '#change');
    } catch (error) {
      this.#fail(error);
    }
  }

  async #stop(link: Standing): Promise<void> {
    this.#failure = undefined;
    try {
      const done = await this.#run.run(async (signal) => {
        await link.host.revoke(link.manage, { signal });
        return true;
      });
      if (done) this.#end(true);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The link is no more: nothing of it is kept. */
  #end(stopped: boolean): void {
    this.#watch.follow(undefined);
    this.#link = undefined;
    this.#to({ kind: 'ended', stopped });
    // An end that comes by itself leaves the focus where it is.
    if (stopped) this.#focus('#ended');
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    return html`<div class="root" part="root" lang=${texts.lang} dir=${texts.dir} aria-busy=${this.#run.busy}>
      <p class="visually-hidden" role="status">${this.#status()}</p>
      ${this.#body()}
    </div>`;
  }

  /** What a screen reader hears. */
  #status(): string {
    const { t } = this.texts;
    if (this.#phase.kind === 'sharing') return t('share.busy');
    return this.#copied === 'yes' ? t('share.copied') : '';
  }

  #body(): TemplateResult {
    if (this.#phase.kind === 'ended') return endedView(this.#phase.stopped, this.texts, () => this.#again());
    return this.#link ? this.#linkPanel(this.#link) : this.#formPanel();
  }

  #whatView(): TemplateResult {
    return whatView(this.#form, this.texts, {
      remove: (choice) => {
        this.#form.remove(choice);
        this.#focus('#add');
      },
    });
  }

  #formPanel(): TemplateResult {
    const busy = this.#phase.kind === 'sharing';
    return html`<form class="panel" novalidate @submit=${this.#onSubmit}>
      <div ?inert=${busy}>
        ${this.#whatView()}
        ${termsView(this.#form, this.#label, this.texts, suggestPasscode)}
      </div>
      ${sendView({ busy, ready: Boolean(this.host), failure: this.#failureView() }, this.texts, this.#cancel)}
    </form>`;
  }

  #failureView(): TemplateResult | typeof nothing {
    return this.#failure ? html`<div class="above">${shareFailureView(this.#failure, this.texts)}</div>` : nothing;
  }

  #linkPanel(link: Standing): TemplateResult {
    const { texts } = this;
    const pane = this.#phase.kind === 'shared' ? this.#phase.pane : 'facts';
    return html`<section class="panel">
      ${shownLinkView(link, this.#copied, texts, {
        copy: () => void this.#copy(link),
        send: typeof navigator.share === 'function' ? () => this.#send(link) : undefined,
      })}
      ${this.#watch.tells ? accessesView(this.#watch, texts, () => void this.#watch.look()) : nothing}
      ${pane === 'change' ? this.#changePane() : factsView(link, texts)}
      ${
        pane === 'facts'
          ? manageView(link.live, texts, {
              change: () => this.#show('change', '#what'),
              stop: () => this.#show('stop', '#stop-ask'),
            })
          : nothing
      }
      ${
        pane === 'stop'
          ? stopView(this.#run.busy, texts, {
              stop: () => void this.#stop(link),
              keep: () => this.#show('facts', '#stop'),
              failure: this.#failureView(),
            })
          : nothing
      }
    </section>`;
  }

  #changePane(): TemplateResult {
    return html`<form class="section-group" novalidate @submit=${this.#onUpdate}>
      ${this.#whatView()}
      ${updateView(this.#run.busy, this.#failureView(), this.texts, () => this.#show('facts', '#change'))}
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shl-share': ShlShare;
  }
}
