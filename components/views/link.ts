/** A health link before it is open: what it says it is, what is asked of the person, how far it has come, why it did not open. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../src/index.js';
import type { LinkWithoutKey } from '../events.js';
import { safeLink, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { errorView, failureView } from './notice.js';
import { findingView } from './verdict.js';

/** A sender can call a link anything: it is quoted, short, and in nobody's name but the sender's. */
const LABEL_LENGTH = 80;

/** What the link says of itself. */
export function linkHead(link: LinkWithoutKey, texts: Texts): TemplateResult {
  const { t } = texts;
  const label = link.label ? [...link.label] : [];
  const cut = label.length > LABEL_LENGTH;
  const host = safeLink(link.url)?.host ?? hostOf(link.url);
  return html`<div class="section link-head" part="link">
    <p class="link-kind">${icons.link}<span>${t('link.title')}</span></p>
    ${
      label.length > 0
        ? html`<p class="small muted">${t('link.says')}</p>
            <p class="link-label"><q><bdi>${visible(label.slice(0, LABEL_LENGTH).join(''))}${cut ? '…' : ''}</bdi></q></p>`
        : html`<p class="link-label">${t('link.unnamed')}</p>`
    }
    <dl class="link-facts">
      ${host ? html`<div><dt>${t('link.from')}</dt><dd><bdi dir="ltr">${visible(host)}</bdi></dd></div>` : nothing}
      ${link.exp ? html`<div><dt>${t('link.expires')}</dt><dd>${texts.instantWithTime(link.exp.toISOString())}</dd></div>` : nothing}
      ${link.flags.has('L') ? html`<div><dt></dt><dd>${icons.refresh}${t('link.live')}</dd></div>` : nothing}
    </dl>
  </div>`;
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host;
  } catch {
    return undefined;
  }
}

export interface AskOptions {
  readonly needsRecipient: boolean;
  readonly needsPasscode: boolean;
  readonly wrong: boolean;
  readonly remaining?: number | undefined;
  /** Which fields were left empty when "open" was pressed. */
  readonly missing: ReadonlySet<'recipient' | 'passcode'>;
  readonly onSubmit: (event: SubmitEvent) => void;
}

/** Who is opening, and the passcode. What is typed stays in the fields: it is never written into an attribute. */
export function askView(options: AskOptions, texts: Texts): TemplateResult {
  const { t } = texts;
  const { needsRecipient, needsPasscode, wrong, remaining, missing } = options;
  const tries = remaining === undefined ? nothing : html`<p class="tries">${t('link.tries', { count: remaining })}</p>`;
  return html`<form class="section ask-form" part="form" novalidate @submit=${options.onSubmit}>
    ${
      needsRecipient
        ? html`<div class="field">
            <label for="recipient">${t('link.recipient')}</label>
            <input
              id="recipient"
              name="recipient"
              type="text"
              autocomplete="organization"
              maxlength="200"
              aria-describedby="recipient-help"
              aria-invalid=${missing.has('recipient') ? 'true' : nothing}
            />
            <p id="recipient-help" class="small ${missing.has('recipient') ? 'field-error' : 'muted'}">
              ${missing.has('recipient') ? t('link.recipient.missing') : t('link.recipient.help')}
            </p>
          </div>`
        : nothing
    }
    ${
      needsPasscode
        ? html`<div class="field">
            ${wrong ? errorView('LINK_PASSCODE_WRONG', texts, tries) : nothing}
            <label for="passcode">${t('link.passcode')}</label>
            <input
              id="passcode"
              name="passcode"
              type="password"
              autocomplete="one-time-code"
              autocapitalize="none"
              spellcheck="false"
              maxlength="1000"
              aria-describedby="passcode-help"
              aria-invalid=${wrong || missing.has('passcode') ? 'true' : nothing}
            />
            <p id="passcode-help" class="small ${missing.has('passcode') ? 'field-error' : 'muted'}">
              ${missing.has('passcode') ? t('link.passcode.missing') : t('link.passcode.help')}
            </p>
            ${wrong ? nothing : tries}
          </div>`
        : nothing
    }
    <div class="actions">
      <button type="submit" class="primary">${needsPasscode ? icons.lock : icons.link}${t('link.open')}</button>
    </div>
  </form>`;
}

/** How far it has come: by file, since one file may take longer than the others. */
export function progressView(done: number, total: number, texts: Texts, onCancel: () => void): TemplateResult {
  const { t } = texts;
  return html`<div class="section opening">
    <p class="opening-head"><span class="spinner" aria-hidden="true"></span>${t('link.opening')}</p>
    ${
      total > 0
        ? html`<progress max=${total} value=${done} aria-label=${t('link.opening')}></progress>
            <p class="small muted">${t('link.progress', { count: done, total })}</p>`
        : nothing
    }
    <div class="actions"><button type="button" @click=${onCancel}>${icons.cross}${t('link.cancel')}</button></div>
  </div>`;
}

/** How opening ended. */
export interface Failed {
  readonly error: Pick<Finding, 'code' | 'message'>;
  readonly remaining?: number | undefined;
  /** Seconds until trying again makes sense. */
  readonly wait?: number | undefined;
}

/** Why it did not open, and trying again where that can help. */
export function failedView(
  { error, remaining, wait }: Failed,
  texts: Texts,
  onRetry: (() => void) | undefined,
): TemplateResult {
  const { t } = texts;
  return html`<div class="section">${failureView(
    error,
    texts,
    html`${remaining === 0 ? html`<p>${t('link.tries.none')}</p>` : nothing}
    ${wait ? html`<p>${t('link.wait', { count: wait })}</p>` : nothing}
    ${
      onRetry
        ? html`<p class="again"><button type="button" ?disabled=${Boolean(wait)} @click=${onRetry}>${icons.refresh}${t('link.retry')}</button></p>`
        : nothing
    }`,
  )}</div>`;
}

/** Advice about the link itself, one click away. */
export function linkAdvice(link: LinkWithoutKey, texts: Texts): TemplateResult | typeof nothing {
  const advice = link.findings.filter(({ severity }) => severity !== 'error');
  if (advice.length === 0) return nothing;
  return html`<details class="section advice no-print">
    <summary>${texts.t('findings.advice.link', { count: advice.length })}</summary>
    <ul>${advice.map((finding) => html`<li>${findingView(finding, texts)}</li>`)}</ul>
  </details>`;
}
