/** Before a link is made: what to share, and on which terms. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ShareForm } from '../controllers/share-form.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { type Choice, MOST_OWN_BYTES } from '../share-content.js';
import { dayOf, LABEL_LENGTH, PASSCODE_LENGTH, PERIODS, type Period } from '../share-terms.js';
import { errorView, warningView } from './notice.js';

/** Why something could not be done. */
export interface ShareFailure {
  readonly code: string;
  /** Seconds until trying again makes sense. */
  readonly wait?: number | undefined;
}

/** Some codes mean something else to the person who shares than to the one who opens. */
export function shareFailureView({ code, wait }: ShareFailure, texts: Texts): TemplateResult {
  const usual = texts.code(code);
  const words = {
    what: texts.maybe(`share.code.${code}`) ?? usual.what,
    remedy: texts.maybe(`share.code.${code}.do`) ?? usual.remedy,
  };
  return errorView(
    code,
    { ...texts, code: () => words },
    wait ? html`<p>${texts.t('link.wait', { count: wait })}</p>` : nothing,
  );
}

const helpOf = (id: string, wrong: boolean, text: string): TemplateResult =>
  html`<p id=${id} class="small ${wrong ? 'field-error' : 'muted'}">${text}</p>`;

export interface WhatActions {
  readonly remove: (choice: Choice) => void;
}

/** The list to choose from. */
export function whatView(form: ShareForm, texts: Texts, { remove }: WhatActions): TemplateResult {
  const { t } = texts;
  const { choices, refused } = form;
  const wrong = form.missing.has('what');
  const addFiles = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    void form.add([...(input.files ?? [])]);
    // The same file can be chosen again after it was removed.
    input.value = '';
  };
  const browse = (event: Event) =>
    (event.currentTarget as Element).parentElement?.querySelector<HTMLInputElement>('input[type=file]')?.click();
  return html`<fieldset class="section" part="what" aria-describedby=${wrong ? 'what-missing' : nothing}>
    <legend>${t('share.what')}</legend>
    ${
      choices.length === 0
        ? html`<p class="muted" id="what" tabindex="-1">${t('share.what.empty')}</p>`
        : html`<ul class="choices">
            ${choices.map((choice, index) => choiceView(choice, index === 0 ? 'what' : undefined, form, texts, remove))}
          </ul>`
    }
    ${wrong ? helpOf('what-missing', true, t('share.what.missing')) : nothing}
    <div class="add">
      <button type="button" id="add" @click=${browse}>${icons.file}${t('share.own')}</button>
      <input type="file" multiple hidden @change=${addFiles} />
    </div>
    <div role="status">
      ${refused.map(
        ({ name, why }) =>
          html`<p class="small field-error">
            ${t(`share.own.${why}`, { name: visible(name, 120), size: MOST_OWN_BYTES / 1_000_000 })}
          </p>`,
      )}
    </div>
  </fieldset>`;
}

/** What a choice is called, for people. */
export const nameOf = ({ item, kind }: Choice, texts: Texts): string =>
  item.name ? visible(item.name, 120) : texts.t(`share.kind.${kind}`);

function choiceView(
  choice: Choice,
  id: string | undefined,
  form: ShareForm,
  texts: Texts,
  remove: (choice: Choice) => void,
): TemplateResult {
  const { t } = texts;
  const name = nameOf(choice, texts);
  const about = [
    choice.item.name ? t(`share.kind.${choice.kind}`) : '',
    t('link.file.size', { size: Math.max(1, Math.round(choice.size / 1000)) }),
  ].filter(Boolean);
  return html`<li class="choice" part="choice">
    <label class="tick">
      <input
        type="checkbox"
        id=${id ?? nothing}
        .checked=${form.terms.chosen.has(choice)}
        @change=${() => form.toggle(choice)}
      />
      <span class="tick-words"><bdi>${name}</bdi> <span class="small muted">${about.join(' · ')}</span></span>
    </label>
    ${
      form.isOwn(choice)
        ? html`<button type="button" class="bare" aria-label=${t('share.own.remove', { name })} @click=${() => remove(choice)}>
            ${icons.cross}
          </button>`
        : nothing
    }
  </li>`;
}

/** How long, which name, which passcode. What is typed stays in the fields: it is never written into an attribute. */
export function termsView(form: ShareForm, label: string, texts: Texts, suggest: () => string): TemplateResult {
  const { t } = texts;
  const { terms, missing } = form;
  const set: ShareForm['set'] = (changes) => form.set(changes);
  const textOf = (event: Event) => (event.currentTarget as HTMLInputElement).value;
  const isOn = (event: Event) => (event.currentTarget as HTMLInputElement).checked;
  const left = LABEL_LENGTH - label.length;
  return html`<fieldset class="section terms" part="terms">
    <legend>${t('share.terms')}</legend>
    <div class="field">
      <label for="label">${t('share.label')}</label>
      <input
        id="label"
        type="text"
        autocomplete="off"
        maxlength=${LABEL_LENGTH}
        aria-describedby="label-help"
        .value=${label}
        @input=${(event: Event) => set({ label: textOf(event) })}
      />
      <p id="label-help" class="small muted">
        ${t('share.label.help')} ${left <= 20 ? html`<b>${t('share.label.left', { count: left })}</b>` : nothing}
      </p>
    </div>
    <div class="pair">
      <div class="field">
        <label for="period">${t('share.until')}</label>
        <select id="period" @change=${(event: Event) => set({ period: textOf(event) as Period })}>
          ${PERIODS.map((period) => html`<option value=${period} ?selected=${period === terms.period}>${t(`share.until.${period}`)}</option>`)}
        </select>
      </div>
      ${terms.period === 'date' ? dateView(terms.date, missing.has('date'), texts, (date) => set({ date })) : nothing}
    </div>
    <div class="option">
      <label class="tick">
        <input
          type="checkbox"
          aria-describedby="passcode-help"
          .checked=${terms.passcode !== undefined}
          @change=${(event: Event) => set({ passcode: isOn(event) ? suggest() : undefined })}
        />
        <span class="tick-words">${t('share.passcode.ask')}</span>
      </label>
      <p id="passcode-help" class="small muted under">${t('share.passcode.help')}</p>
      ${terms.passcode === undefined ? nothing : passcodeView(terms.passcode, missing.has('passcode'), texts, (passcode) => set({ passcode }))}
    </div>
    <div class="option">
      <label class="tick">
        <input
          type="checkbox"
          aria-describedby="live-help"
          .checked=${terms.live}
          @change=${(event: Event) => set({ live: isOn(event) })}
        />
        <span class="tick-words">${t('share.live')}</span>
      </label>
      <p id="live-help" class="small muted under">${t('share.live.help')}</p>
    </div>
  </fieldset>`;
}

function dateView(date: string, wrong: boolean, texts: Texts, set: (date: string) => void): TemplateResult {
  return html`<div class="field">
    <label for="date">${texts.t('share.until.on')}</label>
    <input
      id="date"
      type="date"
      min=${dayOf(new Date())}
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby=${wrong ? 'date-help' : nothing}
      .value=${date}
      @change=${(event: Event) => set((event.currentTarget as HTMLInputElement).value)}
    />
    ${wrong ? helpOf('date-help', true, texts.t('share.until.missing')) : nothing}
  </div>`;
}

/** Shown while it is typed: the person has to tell it to somebody. */
function passcodeView(passcode: string, wrong: boolean, texts: Texts, set: (passcode: string) => void): TemplateResult {
  return html`<div class="field under">
    <label for="passcode">${texts.t('link.passcode')}</label>
    <input
      id="passcode"
      class="passcode-field"
      type="text"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      maxlength="200"
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby=${wrong ? 'passcode-missing' : nothing}
      .value=${passcode}
      @input=${(event: Event) => set((event.currentTarget as HTMLInputElement).value)}
    />
    ${wrong ? helpOf('passcode-missing', true, texts.t('share.passcode.missing', { count: PASSCODE_LENGTH })) : nothing}
  </div>`;
}

/** The end of the form: the promise, and the button or how far it is. */
export function sendView(
  { busy, ready, failure }: { readonly busy: boolean; readonly ready: boolean; readonly failure: unknown },
  texts: Texts,
  cancel: () => void,
): TemplateResult {
  const { t } = texts;
  return html`<div class="section send">
    ${ready ? html`<p class="promise small">${icons.lock}<span>${t('share.promise')}</span></p>` : warningView(t('share.noHost'))}
    ${failure}
    ${
      busy
        ? html`<div class="sending">
            <span class="spinner" aria-hidden="true"></span><span>${t('share.busy')}</span>
            <button type="button" @click=${cancel}>${icons.cross}${t('share.cancel')}</button>
          </div>`
        : ready
          ? html`<button type="submit" id="create" class="primary">${icons.link}${t('share.create')}</button>`
          : nothing
    }
  </div>`;
}

/** The end of the form when a link is changed. */
export function updateView(busy: boolean, failure: unknown, texts: Texts, cancel: () => void): TemplateResult {
  const { t } = texts;
  return html`<div class="section">
    ${failure}
    <div class="actions">
      <button type="submit" class="primary" ?disabled=${busy}>${t(busy ? 'share.busy.update' : 'share.change.do')}</button>
      <button type="button" @click=${cancel}>${t('share.cancel')}</button>
    </div>
  </div>`;
}
