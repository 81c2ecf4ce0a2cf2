/** The ways to put something in without a camera: a picture or file, text. Decides nothing. */

import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

const FILE_TYPES = 'image/*,.smart-health-card,application/smart-health-card,.json,application/json,.txt,text/plain';

export interface InputsActions {
  readonly onFiles: (input: HTMLInputElement) => void;
  readonly onText: (box: HTMLTextAreaElement) => void;
  readonly togglePaste: () => void;
}

/** @param pasting whether the box for text is open */
export function inputsView(
  pasting: boolean,
  { t }: Texts,
  { onFiles, onText, togglePaste }: InputsActions,
): TemplateResult {
  const chooseFile = (event: Event) =>
    (event.currentTarget as HTMLElement)
      .closest('.inputs')
      ?.querySelector<HTMLInputElement>('input[type=file]')
      ?.click();
  return html`<div class="inputs" part="inputs">
    <div class="actions">
      <button type="button" part="button" @click=${chooseFile}>${icons.file}${t('scanner.file')}</button>
      <button
        type="button"
        part="button"
        aria-expanded=${pasting ? 'true' : 'false'}
        aria-controls="paste"
        @click=${togglePaste}
      >
        ${icons.paste}${t('scanner.paste')}
      </button>
    </div>
    <input
      type="file"
      multiple
      hidden
      accept=${FILE_TYPES}
      @change=${(event: Event) => onFiles(event.target as HTMLInputElement)}
    />
    <div id="paste" class="paste" part="paste" ?hidden=${!pasting}>${pasting ? boxView(t, onText) : nothing}</div>
  </div>`;
}

function boxView(t: Texts['t'], onText: InputsActions['onText']): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    onText(event.target as HTMLTextAreaElement);
  };
  const onClick = (event: Event) => {
    const box = (event.currentTarget as HTMLElement).parentElement?.querySelector('textarea');
    if (box) onText(box);
  };
  return html`<label for="text">${t('scanner.paste.label')}</label>
    <textarea
      id="text"
      rows="3"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="text-help"
      @keydown=${onKey}
    ></textarea>
    <p id="text-help" class="small muted">${t('scanner.paste.help')}</p>
    <button type="button" class="primary" part="button" @click=${onClick}>${t('scanner.read')}</button>`;
}
