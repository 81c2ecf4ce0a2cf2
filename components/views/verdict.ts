/** The verdict of one card: word, shape, colour, the four axes, and what was found, in sentences. Decides nothing. */

import { html, nothing, type TemplateResult } from 'lit';
import type { CardResult, Code, Finding, ProfileCheck } from '../../src/index.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import type { MessageKey } from '../messages.js';

type Look = 'good' | 'bad' | 'open';

/** Which words a result gets: its verdict, or 'unknown' when the page gave nothing to judge the issuer by. */
export function verdictWord(result: CardResult): CardResult['verdict'] | 'unknown' {
  return result.verdict === 'untrusted' && result.issuer.trust === 'unknown' ? 'unknown' : result.verdict;
}

const SIGNATURE: Record<CardResult['signature'], Look> = { valid: 'good', invalid: 'bad', unchecked: 'open' };
const VALIDITY: Record<CardResult['validity'], Look> = {
  current: 'good',
  expired: 'bad',
  'not-yet-valid': 'bad',
  unknown: 'open',
};
const REVOCATION: Record<CardResult['revocation'], Look> = {
  clear: 'good',
  revoked: 'bad',
  'not-published': 'open',
  unchecked: 'open',
};
const ISSUER: Record<CardResult['issuer']['trust'], Look> = { trusted: 'good', untrusted: 'bad', unknown: 'open' };
const MARK = { good: icons.check, bad: icons.cross, open: icons.dash } as const;

/** The finding that the sentence of a verdict already tells; only its remedy is added. */
const SAID: Readonly<Partial<Record<ReturnType<typeof verdictWord>, Code>>> = {
  unknown: 'ISSUER_UNTRUSTED',
  untrusted: 'ISSUER_UNTRUSTED',
  expired: 'CARD_EXPIRED',
  revoked: 'CARD_REVOKED',
  'not-yet-valid': 'CARD_NOT_YET_VALID',
};

/** The banner at the head of a card. */
export function verdictView(result: CardResult, texts: Texts): TemplateResult {
  const { t } = texts;
  const word = verdictWord(result);
  const errors = result.findings.filter((finding) => finding.severity === 'error');
  const said = errors.find(({ code }) => code === SAID[word]);
  const rest = errors.filter((finding) => finding !== said);
  return html`<div
    class="verdict ${result.verdict} ${word === 'unknown' ? 'unknown' : 'known'}"
    part="verdict verdict-${word}"
    role="group"
    aria-label=${t('verdict.label')}
  >
    <div class="verdict-head">
      <div class="verdict-icon">${icons[result.verdict]}</div>
      <div class="verdict-title">
        <h2 class="verdict-word" part="verdict-word">${t(`verdict.${word}`)}</h2>
        <p class="verdict-sentence">${sentence(result, word, texts)}</p>
        ${said ? html`<p class="verdict-remedy">${texts.finding(said).remedy}</p>` : nothing}
        ${result.issuer.loopback && result.signature === 'valid' ? html`<p class="verdict-demo">${t('verdict.demo')}</p>` : nothing}
      </div>
    </div>
    ${rest.length > 0 ? html`<div class="findings">${rest.map((finding) => findingView(finding, texts))}</div>` : nothing}
    ${axesView(result, texts)}
  </div>`;
}

function sentence(result: CardResult, word: ReturnType<typeof verdictWord>, texts: Texts): string {
  const { issuer, expiresAt, issuedAt } = result;
  const date = word === 'expired' ? expiresAt : issuedAt;
  return texts.t(`verdict.${word}.sentence`, {
    issuer: visible(issuer.name ?? issuer.url ?? texts.t('issuer.unnamed')),
    date: date ? texts.instantWithTime(date) : '?',
  });
}

/** Signature, issuer, dates, withdrawal: always all four, never one instead of another. */
export function axesView(result: CardResult, { t }: Texts): TemplateResult {
  const { signature, issuer, validity, revocation } = result;
  // Without a valid signature the issuer is only what the card says it is.
  const claimed = issuer.trust === 'trusted' && signature !== 'valid';
  const issuerKey: MessageKey = claimed
    ? 'axis.issuer.claimed'
    : issuer.trust === 'trusted'
      ? `axis.issuer.${issuer.by ?? 'trusted'}`
      : `axis.issuer.${issuer.trust}`;
  const axes: readonly (readonly [MessageKey, MessageKey, Look])[] = [
    ['axis.signature', `axis.signature.${signature}`, SIGNATURE[signature]],
    ['axis.issuer', issuerKey, claimed ? 'open' : ISSUER[issuer.trust]],
    ['axis.validity', `axis.validity.${validity}`, VALIDITY[validity]],
    ['axis.revocation', `axis.revocation.${revocation}`, REVOCATION[revocation]],
  ];
  return html`<dl class="axes" part="axes">
    ${axes.map(
      ([label, value, look]) =>
        html`<div class=${look}><dt>${t(label)}</dt><dd>${MARK[look]}<span>${t(value)}</span></dd></div>`,
    )}
  </dl>`;
}

/** What happened and what to do about it. */
export function findingView(finding: Finding, texts: Texts): TemplateResult {
  const { what, remedy, detail } = texts.finding(finding);
  const look = finding.severity === 'error' ? 'error' : finding.severity === 'warning' ? 'warning' : 'info';
  return html`<div class="notice ${look}" part="finding">
    ${look === 'error' ? icons.cross : look === 'warning' ? icons.warning : icons.info}
    <div>
      <p class="what">${what}</p>
      ${remedy ? html`<p>${remedy}</p>` : nothing}
      ${detail ? html`<p class="small muted" lang="en">${visible(detail)}</p>` : nothing}
    </div>
  </div>`;
}

/** So many things that keep a card from its profile are named. */
const MOST_DEVIATIONS = 5;

/** What is worth knowing but changes nothing: one click away. `profile` is of a card of vaccinations or tests. */
export function adviceView(
  { findings }: CardResult,
  texts: Texts,
  profile?: ProfileCheck,
): TemplateResult | typeof nothing {
  const advice = findings.filter(({ severity }) => severity !== 'error');
  const fitsNone = profile !== undefined && profile.profile === undefined;
  const count = advice.length + (fitsNone ? 1 : 0);
  if (count === 0) return nothing;
  return html`<details class="section advice no-print">
    <summary>${texts.t('findings.advice', { count })}</summary>
    <ul>
      ${advice.map((finding) => html`<li>${findingView(finding, texts)}</li>`)}
      ${fitsNone ? html`<li>${profileView(profile, texts)}</li>` : nothing}
    </ul>
  </details>`;
}

/** Mild: most cards that fit no profile are good cards. */
const profileView = (
  { findings }: ProfileCheck,
  { t }: Texts,
): TemplateResult => html`<div class="notice info" part="profile">
  ${icons.info}
  <div>
    <p class="what">${t('profile.none')}</p>
    <p>${t('profile.none.do')}</p>
    <ul class="small muted" lang="en">
      ${findings
        .filter(({ severity }) => severity === 'error')
        .slice(0, MOST_DEVIATIONS)
        .map(({ message, path }) => html`<li>${visible(message)} <bdi class="mono">${visible(path ?? '')}</bdi></li>`)}
    </ul>
  </div>
</div>`;
