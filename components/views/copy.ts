/** A button that copies one value, and says so. The value is handed to the clipboard only, never to an attribute. */

import { html, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

/** How long it says "copied", in milliseconds. */
const SHOWN = 2500;

/** @param name what is copied, in words */
export function copyButton(text: string, name: string, { t }: Texts): TemplateResult {
  const copy = async (event: Event) => {
    const button = event.currentTarget as HTMLElement;
    const status = button.querySelector('[role=status]') as HTMLElement;
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    status.textContent = t(done ? 'copy.done' : 'copy.failed');
    button.classList.toggle('copied', done === true);
    setTimeout(() => {
      status.textContent = '';
      button.classList.remove('copied');
    }, SHOWN);
  };
  return html`<button type="button" class="copy no-print" @click=${copy}>
    <span class="copy-mark">${icons.paste}</span><span class="copied-mark">${icons.check}</span><span class="visually-hidden">${t('copy.name', { name })}</span>
    <span class="copy-status" role="status"></span>
  </button>`;
}
