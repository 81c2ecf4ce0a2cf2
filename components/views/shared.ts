/** A link that was made: the QR code and the link, who opened it, and its end. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LinkWatch } from '../controllers/link-watch.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { type QrModules, qrCode } from './qr.js';

/** What is shown of a link. */
export interface ShownLink {
  readonly uri: string;
  /** Without a viewer's address in front: only then it goes by the name of the standard. */
  readonly plain: boolean;
  readonly label: string;
  readonly passcode?: string | undefined;
  readonly ends: Date;
  readonly names: readonly string[];
  readonly updated?: Date | undefined;
  /** `none`: it could not be drawn. Undefined: not yet. */
  readonly qr?: QrModules | 'none' | undefined;
}

export interface LinkActions {
  readonly copy: () => void;
  /** Where the system has a share sheet. */
  readonly send?: (() => void) | undefined;
}

export const linkName = (plain: boolean, texts: Texts): string => texts.t(plain ? 'link.title' : 'share.link');

/** How copying went. */
export type Copied = 'no' | 'yes' | 'failed';

/** The link, to show and to send. Nothing is laid over the code. */
export function shownLinkView(link: ShownLink, copied: Copied, texts: Texts, actions: LinkActions): TemplateResult {
  const { t } = texts;
  return html`<div class="section shared" part="link">
    <div class="shared-code">${qrOf(link.qr, texts)}</div>
    <div class="shared-words">
      <p class="link-kind">${icons.link}<span>${linkName(link.plain, texts)}</span></p>
      <h2 id="ready" tabindex="-1">${t('share.ready')}</h2>
      <p class="muted">${t(link.passcode === undefined ? 'share.ready.help' : 'share.ready.passcode')}</p>
      ${
        link.passcode === undefined
          ? nothing
          : html`<div class="passcode" part="passcode">
              <p class="small muted">${t('link.passcode')}</p>
              <p class="passcode-word"><bdi>${link.passcode}</bdi></p>
              <p class="small">${t('share.passcode.help')}</p>
            </div>`
      }
      <div class="field">
        <label for="uri">${t('share.uri')}</label>
        <input id="uri" class="mono" type="text" readonly dir="ltr" .value=${link.uri} @focus=${selectAll} />
      </div>
      <div class="actions">
        <button type="button" class="primary" @click=${actions.copy}>
          ${copied === 'yes' ? icons.check : icons.paste}${t(copied === 'yes' ? 'share.copied' : 'share.copy')}
        </button>
        ${actions.send ? html`<button type="button" @click=${actions.send}>${icons.unsigned}${t('share.send')}</button>` : nothing}
      </div>
      ${copied === 'failed' ? html`<p class="small" role="alert">${t('share.copy.failed')}</p>` : nothing}
    </div>
  </div>`;
}

const selectAll = (event: Event): void => (event.currentTarget as HTMLInputElement).select();

function qrOf(qr: ShownLink['qr'], texts: Texts): TemplateResult {
  if (qr === 'none') return html`<p class="muted">${texts.t('share.qr.none')}</p>`;
  return qr ? qrCode(qr, texts.t('share.qr.label')) : html`<span class="spinner" aria-hidden="true"></span>`;
}

/** What the person decided, to look up again. */
export function factsView({ label, ends, names, updated }: ShownLink, texts: Texts): TemplateResult {
  const { t } = texts;
  return html`<div class="section" part="facts">
    <dl class="share-facts">
      <div><dt>${t('share.label')}</dt><dd>${label ? html`<q><bdi>${visible(label)}</bdi></q>` : t('share.unnamed')}</dd></div>
      <div><dt>${t('link.expires')}</dt><dd>${texts.instantWithTime(ends.toISOString())}</dd></div>
      <div>
        <dt>${t('share.holds')}</dt>
        <dd>
          <ul>${names.map((name) => html`<li><bdi>${name}</bdi></li>`)}</ul>
          ${updated ? html`<p class="small muted">${t('share.change.done', { time: texts.instantWithTime(updated.toISOString()) })}</p>` : nothing}
        </dd>
      </div>
    </dl>
  </div>`;
}

const SHOWN_ACCESSES = 20;

/** Who opened it, as they call themselves. */
export function accessesView(
  { entries: accesses, failed }: Pick<LinkWatch, 'entries' | 'failed'>,
  texts: Texts,
  again: () => void,
): TemplateResult {
  const { t } = texts;
  const more = (accesses?.length ?? 0) - SHOWN_ACCESSES;
  return html`<div class="section" part="accesses">
    <div class="share-head">
      <h3 id="opened">${t('share.opened')}</h3>
      <button type="button" class="bare" aria-label=${t('link.again')} @click=${again}>${icons.refresh}</button>
    </div>
    <div role="log" aria-labelledby="opened">
      ${
        accesses === undefined || accesses.length === 0
          ? html`<p class="muted">${accesses ? t('share.opened.none') : '…'}</p>`
          : html`<ul class="accesses">
                ${accesses.slice(0, SHOWN_ACCESSES).map(
                  ({ recipient, at }) => html`<li>
                    ${icons.person}<b><bdi>${visible(recipient, 200)}</bdi></b>
                    <span class="muted">${texts.instantWithTime(at)}</span>
                  </li>`,
                )}
              </ul>
              ${more > 0 ? html`<p class="small muted">${t('share.opened.more', { count: more })}</p>` : nothing}
              <p class="small muted">${t('share.opened.claim')}</p>`
      }
    </div>
    ${failed ? html`<p class="small muted">${t('share.opened.failed')}</p>` : nothing}
  </div>`;
}

/** What can still be done about it. */
export function manageView(
  live: boolean,
  texts: Texts,
  { change, stop }: { readonly change: () => void; readonly stop: () => void },
): TemplateResult {
  const { t } = texts;
  return html`<div class="section manage no-print">
    <div class="actions">
      ${live ? html`<button type="button" id="change" @click=${change}>${icons.refresh}${t('share.change')}</button>` : nothing}
      <button type="button" id="stop" @click=${stop}>${icons.cross}${t('share.stop')}</button>
    </div>
    <p class="small muted">${t('share.stop.help')}</p>
  </div>`;
}

export interface StopActions {
  readonly stop: () => void;
  readonly keep: () => void;
  /** Why it could not be stopped. */
  readonly failure: unknown;
}

/** Asked once more, since it cannot be undone. */
export function stopView(busy: boolean, texts: Texts, { stop, keep, failure }: StopActions): TemplateResult {
  const { t } = texts;
  return html`<div class="section confirm" part="stop" role="group" aria-labelledby="stop-ask" aria-describedby="stop-sentence">
    <h3 id="stop-ask" tabindex="-1">${t('share.stop.ask')}</h3>
    <p id="stop-sentence">${t('share.stop.sentence')}</p>
    ${failure}
    <div class="actions">
      <button type="button" class="danger" ?disabled=${busy} @click=${stop}>${busy ? t('share.busy.stop') : t('share.stop')}</button>
      <button type="button" ?disabled=${busy} @click=${keep}>${t('share.stop.keep')}</button>
    </div>
  </div>`;
}

/** After the end, however it came. */
export function endedView(stopped: boolean, texts: Texts, again: () => void): TemplateResult {
  const { t } = texts;
  return html`<section class="panel" part="ended">
    <div class="section ended">
      ${stopped ? icons.check : icons.info}
      <div>
        <h2 id="ended" tabindex="-1">${t(stopped ? 'share.stopped' : 'share.ended')}</h2>
        <p>${t(stopped ? 'share.stopped.sentence' : 'share.ended.sentence')}</p>
        <p class="again"><button type="button" @click=${again}>${icons.refresh}${t('share.again')}</button></p>
      </div>
    </div>
  </section>`;
}
