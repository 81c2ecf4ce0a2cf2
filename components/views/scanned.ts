/** What came of a scan: cards with their verdict and person, links, problems. Decides nothing. */

import { html, nothing, type TemplateResult } from 'lit';
import type { CardResult, HealthLink, Summary } from '../../src/index.js';
import type { InsteadOfCard, Problem } from '../controllers/intake.js';
import { safeLink, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import type { ExpectedPerson } from '../match.js';
import { warningView } from './notice.js';
import { personView } from './person.js';
import { verdictView } from './verdict.js';

export interface ScannedCard {
  readonly result: CardResult;
  /** Absent where the signature was not found valid. */
  readonly summary?: Summary;
  /** Asks the issuer; absent where that would add nothing, or is not allowed. */
  readonly askIssuer?: () => void;
  /** Checks once more; present where the check could not be finished. */
  readonly again?: () => void;
}

/** One card: the verdict first, then whom it is about. */
export function scannedCardView(
  { result, summary, askIssuer, again }: ScannedCard,
  place: { readonly index: number; readonly total: number },
  texts: Texts,
  expect?: ExpectedPerson,
): TemplateResult {
  const { t } = texts;
  return html`<section class="panel card" part="card">
    ${place.total > 1 ? html`<p class="place">${t('verdict.cards', { index: place.index + 1, total: place.total })}</p>` : nothing}
    ${verdictView(result, texts)}
    ${askIssuer ? askView(result, texts, askIssuer) : nothing}
    ${
      again
        ? html`<div class="section"><button type="button" part="button" @click=${again}>${icons.refresh}${t('card.again')}</button></div>`
        : nothing
    }
    ${
      summary
        ? html`${result.verdict === 'verified' ? nothing : html`<div class="section unverified">${warningView(t('data.unverified'))}</div>`}
          ${personView(summary, texts, { expect })}`
        : nothing
    }
  </section>`;
}

function askView(result: CardResult, { t }: Texts, askIssuer: () => void): TemplateResult {
  const host = safeLink(result.issuer.url ?? '')?.host ?? result.issuer.url ?? '';
  return html`<div class="section ask">
    <button type="button" part="button ask-button" @click=${askIssuer}>${icons.refresh}${t('card.askIssuer')}</button>
    <p class="small muted">${t('card.askIssuer.sentence', { host: visible(host) })}</p>
  </div>`;
}

/** A link was read; the page has been told. Its key is not shown. */
export function scannedLinkView(link: HealthLink, { t }: Texts): TemplateResult {
  const host = safeLink(link.url)?.host;
  return html`<section class="panel section link" part="link">
    <h2 class="link-title">${icons.link}${t('scanner.link')}</h2>
    ${link.label ? html`<p><bdi>${t('scanner.link.label', { label: visible([...link.label].slice(0, 80).join('')) })}</bdi></p>` : nothing}
    ${host ? html`<p class="small muted">${t('link.from')}: <bdi>${visible(host)}</bdi></p>` : nothing}
  </section>`;
}

/** For these the sentence about what it is says all there is to do. */
const SAYS_ALL: ReadonlySet<InsteadOfCard | undefined> = new Set(['card', 'health-link', 'heic', 'pdf']);

/** What it is instead, what happened, and what to do. */
export function problemView({ code, what }: Problem, texts: Texts): TemplateResult {
  const words = texts.code(code);
  const instead = what && texts.t(`scanner.not.${what}`);
  return html`<div class="notice error" part="error" role="alert">
    ${icons.warning}
    <div>
      <p class="what">${instead ?? words.what}</p>
      ${words.remedy && !SAYS_ALL.has(what) ? html`<p>${words.remedy}</p>` : nothing}
    </div>
  </div>`;
}

/** The codes of a card that come one by one: which are here. */
export function progressView(places: readonly number[], of: number): TemplateResult {
  return html`<ol class="codes" part="progress" aria-hidden="true">
    ${Array.from({ length: of }, (_, i) => html`<li class=${places.includes(i + 1) ? 'read' : ''}>${i + 1}</li>`)}
  </ol>`;
}
