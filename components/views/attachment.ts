/** A file that health data holds or names: what it is, saved or drawn on a click, never fetched and never run. */

import { html, nothing, type TemplateResult } from 'lit';
import { maybePicture } from '../attachments.js';
import { safeLink, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { picture } from './picture.js';
import type { Attachment, DataActions } from './value.js';

/** What a file is called in words; anything else by its content type. */
const KINDS: readonly (readonly [RegExp, 'link.pdf' | 'attachment.picture'])[] = [
  [/^application\/pdf\b/i, 'link.pdf'],
  [/^image\/(png|jpe?g)\b/i, 'attachment.picture'],
];

/** A content type in words, where there are some. Plain text: put it into a bdi. */
export function typeWords(contentType: string, texts: Texts): string {
  const known = KINDS.find(([pattern]) => pattern.test(contentType))?.[1];
  return known ? texts.t(known) : visible(contentType, 100);
}

/** Bytes as people count them. */
export const sizeWords = (bytes: number, texts: Texts): string =>
  texts.t('link.file.size', { size: Math.max(1, Math.round(bytes / 1000)) });

export function attachmentView(attachment: Attachment, texts: Texts, actions: DataActions): TemplateResult {
  const { title, contentType, size, data, url } = attachment;
  const name = visible(title ?? texts.t('fact.attachment'), 200);
  const about = [contentType && typeWords(contentType, texts), size !== undefined && sizeWords(size, texts)];
  return html`<span class="attachment" part="attachment">
    <span class="attachment-name">${icons.file} <bdi>${name}</bdi>
      <span class="muted small"><bdi>${about.filter(Boolean).join(' · ')}</bdi></span></span>
    ${data && maybePicture({ data }) ? picture({ data }, name, texts) : nothing}
    ${data && actions.saveAttachment ? saveButton(() => actions.saveAttachment?.(attachment), texts) : nothing}
    ${url ? addressView(url, texts) : nothing}
  </span>`;
}

/** Says so when there is nothing to save. */
function saveButton(save: () => unknown, { t }: Texts): TemplateResult {
  const onClick = (event: Event) => {
    const status = (event.currentTarget as HTMLElement).nextElementSibling as HTMLElement;
    status.textContent = save() === false ? t('attachment.broken') : '';
  };
  return html`<button type="button" class="no-print" @click=${onClick}>${icons.download}${t('link.saveFile')}</button
    ><span class="small" role="status"></span>`;
}

/** Where the file is said to be: a link for the person to follow when it is https, text when it is anything else. */
function addressView(url: string, texts: Texts): TemplateResult {
  const link = safeLink(url);
  return link
    ? html`<a class="small" href=${link.href} rel="noopener noreferrer external" referrerpolicy="no-referrer" target="_blank"
        >${texts.t('attachment.at')} <bdi dir="ltr">${link.host}</bdi></a>`
    : html`<span class="small muted">${texts.t('attachment.at')} <bdi class="mono" dir="ltr">${visible(url, 200)}</bdi></span>`;
}
