/** What was behind a health link: cards under their own verdicts, and what nobody signed, told apart. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ApiAccess, LinkFile, Summary } from '../../src/index.js';
import { maybePicture } from '../attachments.js';
import type { OfferedEndpoint } from '../endpoints.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { accessView, type ShownAccess } from './access.js';
import { sizeWords, typeWords } from './attachment.js';
import { cardView, type ShownCard } from './card.js';
import { combinedView } from './combined.js';
import { endpointsView } from './endpoint.js';
import { busyView, failureView, warningView } from './notice.js';
import { personView } from './person.js';
import { picture } from './picture.js';
import { summaryView } from './summary.js';
import type { DataActions } from './value.js';

/** A file with what is needed to draw it. */
export interface ShownFile {
  readonly file: LinkFile;
  readonly cards: readonly ShownCard[];
  /** Of unsigned FHIR; left out when it holds nothing but `endpoints`. */
  readonly summary?: Summary;
  /** The summary is only the beginning of a long one. */
  readonly begun?: true;
  /** Pages and servers that the sender offers. */
  readonly endpoints?: readonly OfferedEndpoint[];
  readonly access?: ShownAccess;
}

export interface FileActions extends DataActions {
  readonly query: (access: ApiAccess) => void;
  readonly save: (file: LinkFile) => void;
}

/** Everything that was behind the link, cards first, each under its own verdict. */
export function filesView(files: readonly ShownFile[], texts: Texts, actions: FileActions): TemplateResult {
  const of = (kind: LinkFile['kind']) => files.filter(({ file }) => hasContent(file) && file.kind === kind);
  const failed = files.filter(({ file }) => !hasContent(file));
  // Counted through all files, as the combined view refers to them.
  const total = of('cards').reduce((sum, { cards }) => sum + cards.length, 0);
  let place = 0;
  return html`
    ${files.length === 0 ? html`<p class="panel section muted">${texts.t('link.nothing')}</p>` : nothing}
    ${combinedView(
      of('cards').flatMap(({ cards }) => cards),
      texts,
      actions,
    )}
    ${of('cards').map((shown) => {
      const before = place;
      place += shown.cards.length;
      return cardsPanel(shown, before, total, texts, actions);
    })}
    ${of('fhir').map((shown) => fhirPanel(shown, texts, actions))}
    ${of('api-access').map(({ file, access }) => (access ? accessView(access, statusView(file, texts), texts, actions) : nothing))}
    ${of('unknown').map((shown) => otherPanel(shown, texts, actions))}
    ${failed.map(({ file }) => failedPanel(file, texts, actions))}
  `;
}

/** While watching, a file that cannot be had now keeps what came before, and says from when it is. */
const hasContent = ({ error, asOf }: LinkFile): boolean => !error || asOf !== undefined;

function cardsPanel(
  { file, cards }: ShownFile,
  before: number,
  total: number,
  texts: Texts,
  actions: FileActions,
): TemplateResult {
  return html`${cards.map(
    (card, index) => html`<article class="panel" part="card">
      ${total > 1 ? html`<p class="place">${texts.t('verdict.cards', { index: before + index + 1, total })}</p>` : nothing}
      ${statusView(file, texts)}
      ${cardView(card, texts, { actions })}
      ${index === cards.length - 1 ? saveView(file, texts, actions) : nothing}
    </article>`,
  )}`;
}

/** The look of what nobody signed: no seal, no banner, and the words at its head. */
function fhirPanel(
  { file, summary, begun, endpoints = [] }: ShownFile,
  texts: Texts,
  actions: FileActions,
): TemplateResult {
  const { t } = texts;
  const choices = endpointsView(endpoints, Date.now(), texts);
  return html`<article class="panel unsigned-data" part="unsigned">
    <div class="section unsigned">
      ${icons.unsigned}
      <div>
        <h2 class="unsigned-word">${t('data.unsigned')}</h2>
        <p>${t('data.unsigned.sentence')}</p>
        ${summary?.patientShared ? html`<p class="patient-shared">${icons.person}${t('link.patientShared')}</p>` : nothing}
      </div>
    </div>
    ${statusView(file, texts)}
    ${summary ? html`${personView(summary, texts, { full: true, actions })}${summaryView(summary, texts, actions)}` : nothing}
    ${begun ? busyView(texts.t('data.reading')) : nothing}
    ${choices}
    ${saveView(file, texts, actions)}
  </article>`;
}

/** A file of a kind that is not read here: named, saved, and drawn when it is a picture. */
function otherPanel({ file }: ShownFile, texts: Texts, actions: FileActions): TemplateResult {
  const { contentType, bytes } = file;
  const isPicture = bytes !== undefined && maybePicture({ bytes });
  const name = contentType ? typeWords(contentType, texts) : texts.t('link.file.unnamed');
  const shown = isPicture || name === texts.t('link.pdf');
  return html`<article class="panel unsigned-data" part="file">
    <div class="section">
      <h3><bdi>${name}</bdi></h3>
      <p class="muted">${texts.t('data.unsigned')}${shown ? '' : html`. ${texts.code('CONTENT_TYPE').what}`}</p>
      ${isPicture ? html`<div class="attachment offer-note">${picture({ bytes }, name, texts)}</div>` : nothing}
    </div>
    ${statusView(file, texts)}${saveView(file, texts, actions)}
  </article>`;
}

function failedPanel(file: LinkFile, texts: Texts, actions: FileActions): TemplateResult {
  return html`<article class="panel" part="failed">
    <div class="section">
      <h3>${texts.t('link.file.bad')} ${file.contentType ? html`<bdi class="small muted">${visible(file.contentType)}</bdi>` : nothing}</h3>
      ${file.error ? failureView(file.error, texts) : nothing}
    </div>
    ${saveView(file, texts, actions)}
  </article>`;
}

/** Statuses that take back what is in the file. */
const TAKEN_BACK: ReadonlySet<string | undefined> = new Set(['no-longer-valid', 'entered-in-error', 'retracted']);

function statusView({ status, lastUpdated, asOf, error }: LinkFile, texts: Texts): TemplateResult {
  return html`${
    asOf && error
      ? html`<div class="section" part="stale">${warningView(
          texts.t('link.file.stale', { time: texts.instantWithTime(asOf) }),
          html`<p class="small">${texts.code(error.code).what}</p>`,
        )}</div>`
      : nothing
  }${
    TAKEN_BACK.has(status)
      ? html`<div class="section">
          <div class="notice error" role="alert">${icons.warning}<div><p class="what">${texts.t('link.noLongerValid')}</p></div></div>
        </div>`
      : nothing
  }${lastUpdated ? html`<p class="section small muted">${texts.t('fact.updated')}: <bdi>${visible(texts.date(lastUpdated))}</bdi></p>` : nothing}`;
}

function saveView(file: LinkFile, texts: Texts, actions: FileActions): TemplateResult | typeof nothing {
  if (!file.bytes) return nothing;
  const json = file.kind === 'fhir';
  return html`<div class="section no-print">
    <div class="actions">
      <button type="button" @click=${() => actions.save(file)}>${icons.download}${texts.t(json ? 'link.saveJson' : 'link.saveFile')}</button>
      <span class="size muted small">${sizeWords(file.bytes.length, texts)}</span>
    </div>
  </div>`;
}
