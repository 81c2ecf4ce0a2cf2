/** Short messages: an error by its code, something that is going on, something to know. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../src/index.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

/** An error in two sentences: what happened, what to do. `more` is put below (a button to try again). */
export function errorView(code: string, texts: Texts, more: unknown = nothing): TemplateResult {
  const { what, remedy } = texts.code(code);
  return html`<div class="notice error" part="error" role="alert">
    ${icons.warning}
    <div>
      <p class="what">${what}</p>
      ${remedy ? html`<p>${remedy}</p>` : nothing}
      ${more}
    </div>
  </div>`;
}

/** The same for a finding, with what exactly was found when the core said so. */
export function failureView(
  failure: Pick<Finding, 'code' | 'message'>,
  texts: Texts,
  more: unknown = nothing,
): TemplateResult {
  const { detail } = texts.finding({ ...failure, severity: 'error' });
  return errorView(
    failure.code,
    texts,
    html`${detail ? html`<p class="small" lang="en">${visible(detail)}</p>` : nothing}${more}`,
  );
}

/** Something to know before reading on. */
export const warningView = (text: string, more: unknown = nothing): TemplateResult =>
  html`<div class="notice warning">${icons.warning}<div><p>${text}</p>${more}</div></div>`;

/** Something is going on. */
export const busyView = (text: string, more: unknown = nothing): TemplateResult =>
  html`<div class="busy"><span class="spinner" aria-hidden="true"></span><div><p>${text}</p>${more}</div></div>`;
