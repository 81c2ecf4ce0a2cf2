/** One checked card: its verdict, then the person and the facts as far as they may be shown, then who issued it. */

import { html, nothing, type TemplateResult } from 'lit';
import type { CardResult, ProfileCheck, Summary } from '../../src/index.js';
import { safeLink, visible } from '../format.js';
import type { Texts } from '../localize.js';
import type { ExpectedPerson } from '../match.js';
import { busyView, warningView } from './notice.js';
import { personView } from './person.js';
import type { QrModules } from './qr.js';
import { qrShow } from './qr-show.js';
import { summaryView } from './summary.js';
import type { DataActions } from './value.js';
import { adviceView, verdictView } from './verdict.js';

/** A result with what is needed to draw it. The summary is there exactly when the result has a bundle. */
export interface ShownCard {
  readonly result: CardResult;
  readonly summary?: Summary;
  /** The summary is only the beginning of a long one. */
  readonly begun?: true;
  /** For vaccinations and tests. Advice: it has no part in the verdict. */
  readonly profile?: ProfileCheck;
}

export type CardView = 'card' | 'summary' | 'qr';

export interface CardOptions {
  readonly view?: CardView;
  readonly expect?: ExpectedPerson | undefined;
  /** Codes to present; 'none' when there is none that can be. */
  readonly qr?: readonly QrModules[] | 'none' | 'long' | undefined;
  readonly actions?: DataActions;
  /** Below the verdict: buttons of the element. */
  readonly offer?: unknown;
}

/** May the data of this result be shown? A result that is not valid gives nothing away, and nobody a false name. */
export const showsData = ({ verdict, signature, fhirBundle }: CardResult): boolean =>
  verdict !== 'invalid' && signature === 'valid' && fhirBundle !== undefined;

/** A whole card. */
export function cardView(card: ShownCard, texts: Texts, options: CardOptions = {}): TemplateResult {
  const { result, summary, profile } = card;
  const { view = 'card', offer = nothing } = options;
  return html`
    ${verdictView(result, texts)}
    ${offer}
    ${view === 'qr' ? qrSection(options.qr, texts) : nothing}
    ${showsData(result) && summary ? dataView(card, summary, texts, options) : hiddenView(result, texts)}
    ${issuerView(result, texts)}
    ${adviceView(result, texts, profile)}
  `;
}

function dataView({ result, begun }: ShownCard, summary: Summary, texts: Texts, options: CardOptions): TemplateResult {
  const { view = 'card', expect, actions = {} } = options;
  // For paper: beside the person, or all of a set at the end.
  const codes = view !== 'qr' && typeof options.qr === 'object' ? options.qr : undefined;
  const verified = result.verdict === 'verified';
  return html`<div class="data ${verified ? '' : 'unverified'}" part="data">
    ${verified ? nothing : unverifiedMark(result, texts)}
    <div class="person-and-code">
      ${personView(summary, texts, { expect, full: view === 'summary', actions })}
      ${codes?.length === 1 ? html`<div class="print-only">${qrSection(codes, texts)}</div>` : nothing}
    </div>
    ${view === 'qr' ? nothing : summaryView(summary, texts, actions)}
    ${begun && view !== 'qr' ? busyView(texts.t('data.reading')) : nothing}
    ${codes && codes.length > 1 ? html`<div class="print-only">${qrSection(codes, texts)}</div>` : nothing}
  </div>`;
}

/** Why the data below is not to be relied on. */
export const unverifiedMark = ({ verdict }: CardResult, texts: Texts): TemplateResult =>
  html`<div class="section unverified-mark">${warningView(texts.maybe(`data.unverified.${verdict}`) ?? texts.t('data.unverified'))}</div>`;

const hiddenView = (result: CardResult, texts: Texts): TemplateResult | typeof nothing =>
  result.verdict === 'invalid'
    ? nothing
    : html`<div class="section"><p class="muted">${texts.t('data.hidden')}</p></div>`;

function qrSection(qr: CardOptions['qr'], texts: Texts): TemplateResult {
  if (qr === 'long') return html`<div class="section">${warningView(texts.t('card.qr.long'))}</div>`;
  if (qr === 'none') return html`<div class="section"><p class="muted">${texts.t('card.qr.none')}</p></div>`;
  return html`<div class="section qr-section">${qr ? qrShow(qr, texts) : html`<span class="spinner" aria-hidden="true"></span>`}</div>`;
}

/** By directory name, with the raw address always beside it; what an unverified card says of itself is a claim. */
function issuerView(result: CardResult, texts: Texts): TemplateResult | typeof nothing {
  const { issuer, issuedAt, expiresAt, signature, checkedAt, validity } = result;
  if (!issuer.url) return nothing;
  const { t } = texts;
  const known = signature === 'valid' && issuer.trust === 'trusted';
  // A name beside a claim would lend it weight.
  const website = known && issuer.website ? safeLink(issuer.website) : undefined;
  const dated = result.verdict !== 'invalid';
  return html`<div class="section issuer" part="issuer">
    <dl class="facts">
      <div class="wide">
        <dt>${t(known ? 'issuer.by' : 'issuer.claimed')}</dt>
        <dd>
          ${known ? html`<span class="issuer-name"><bdi>${issuer.name ? visible(issuer.name) : t('issuer.unnamed')}</bdi></span>` : nothing}
          <span class="issuer-url mono muted"><bdi dir="ltr">${visible(issuer.url)}</bdi></span>
          ${
            website
              ? html`<a class="small" href=${website.href} rel="noopener noreferrer external" target="_blank"><bdi>${website.host}</bdi></a>`
              : nothing
          }
        </dd>
      </div>
      ${dated && issuedAt ? html`<div><dt>${t('issuer.issued')}</dt><dd>${texts.instant(issuedAt)}</dd></div>` : nothing}
      ${
        dated && expiresAt
          ? html`<div><dt>${t(validity === 'expired' ? 'issuer.expired' : 'issuer.expires')}</dt><dd>${texts.instant(expiresAt)}</dd></div>`
          : dated && issuedAt
            ? html`<div><dt>${t('issuer.expires')}</dt><dd>${t('issuer.never')}</dd></div>`
            : nothing
      }
      <div><dt>${t('issuer.checked')}</dt><dd>${texts.instantWithTime(checkedAt)}</dd></div>
    </dl>
  </div>`;
}
