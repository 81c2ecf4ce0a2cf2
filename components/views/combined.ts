/** Several cards of one person read together. It has no verdict of its own: each row names its cards, and what is not verified is marked. */

import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Row } from '../../src/index.js';
import { type Combined, combine, type Origin } from '../combine.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import type { ShownCard } from './card.js';
import { onePerson } from './person.js';
import { sectionView } from './summary.js';
import type { DataActions } from './value.js';
import { verdictWord } from './verdict.js';

/** Nothing, unless two cards are of the same person. */
export function combinedView(cards: readonly ShownCard[], texts: Texts, actions: DataActions = {}): unknown {
  return guard([texts, ...cards.flatMap(({ result, summary }) => [result, summary])], () =>
    combine(cards).map((combined) => onePersonsCards(combined, texts, actions)),
  );
}

function onePersonsCards(
  { person, cards, groups, origins }: Combined,
  texts: Texts,
  actions: DataActions,
): TemplateResult {
  const { t } = texts;
  const chips = (row: Row) =>
    html`<ul class="origins">${(origins.get(row) ?? []).map(({ place, card: { result } }) => {
      const verified = result.verdict === 'verified';
      const card = t('combined.card', { index: place });
      return html`<li class="origin ${verified ? '' : 'off'}">${
        verified
          ? card
          : html`${icons.warning}${t('combined.unverified', { card, verdict: t(`verdict.${verdictWord(result)}`) })}`
      }</li>`;
    })}</ul>`;
  return html`<details class="panel combined no-print" part="combined">
    <summary class="section"><bdi>${t('combined.title', { count: cards.length, name: visible(person.name ?? '') })}</bdi></summary>
    <div class="section">
      ${onePerson(person, texts, {}, true)}
      <p class="small muted">${t('combined.sentence')}</p>
      <ul class="combined-cards">${cards.map((origin) => cardLine(origin, texts))}</ul>
    </div>
    ${groups.map(({ kind, title, rows }) =>
      rows.length > 0
        ? sectionView(
            { key: kind, title: kind === 'other' && title ? visible(title) : t(`group.${kind}`), rows },
            person,
            texts,
            actions,
            chips,
          )
        : nothing,
    )}
  </details>`;
}

/** Each card with its own verdict, by word and shape. */
function cardLine({ place, card: { result } }: Origin, { t }: Texts): TemplateResult {
  const { issuer, verdict } = result;
  const name = issuer.trust === 'trusted' ? issuer.name : undefined;
  return html`<li class="combined-card ${verdict}">
    ${icons[verdict]}
    <span><strong>${t('combined.card', { index: place })}: ${t(`verdict.${verdictWord(result)}`)}</strong>
      <span class="small muted"><bdi>${visible(name ?? issuer.url ?? '')}</bdi></span></span>
  </li>`;
}
