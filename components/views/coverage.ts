/** An insurance card that looks like one: whose it is, whom it is with, the numbers a desk types in. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, Person, Row } from '../../src/index.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { factsView, flagsView } from './rows.js';
import { type DataActions, nameText, valueText, valueView } from './value.js';

/** The numbers on the face of the card, in the order they are read out. */
const FACE = ['memberId', 'subscriberId', 'group', 'plan', 'rxbin', 'rxpcn', 'rxgroup', 'rxid'] as const;
/** What is shown as the card's own head, or is only for drawing. */
const HEAD: ReadonlySet<string> = new Set([
  'payor',
  'insurer',
  'planName',
  'beneficiary',
  'logo',
  'colors',
  'qrCode',
  'barcode',
]);

/** One Coverage. Colours and logos of the card are not used: they are data of a stranger. */
export function coverageView(
  row: Row,
  person: Person | undefined,
  texts: Texts,
  actions: DataActions = {},
): TemplateResult {
  const find = (label: string): Fact | undefined => row.facts.find((fact) => fact.label === label && !fact.raw);
  const text = (fact: Fact | undefined) => (fact ? valueText(fact.value, texts) : undefined);
  const face = FACE.map(find).filter((fact) => fact !== undefined);
  const insurer = text(find('payor')) ?? text(find('insurer'));
  const plan = text(find('planName')) ?? (insurer ? valueText(row.title, texts) : undefined);
  // A member's name is shown only when the row says it: the person of the bundle may be the subscriber.
  const member = text(find('beneficiary')) ?? (row.about ? undefined : person?.name && visible(person.name));
  const rest = row.facts.filter(
    (fact) => !face.includes(fact) && !(HEAD.has(fact.label) && valueText(fact.value, texts)),
  );
  return html`<li class="coverage" part="coverage">
    <div class="coverage-face">
      <p class="coverage-insurer"><bdi>${insurer ?? valueText(row.title, texts, false)}</bdi></p>
      ${plan && plan !== insurer ? html`<p class="coverage-plan"><bdi>${plan}</bdi></p>` : nothing}
      ${flagsView(row.flags, texts)}
      ${
        member
          ? html`<p class="coverage-member"><span class="small muted">${texts.t('fact.beneficiary')}</span><bdi>${member}</bdi></p>`
          : nothing
      }
      ${
        row.about
          ? html`<p class="about">${icons.person}<bdi>${
              row.about.name
                ? texts.t('row.about', { name: visible(row.about.name) })
                : texts.t(`row.about.${row.about.relation}`)
            }</bdi></p>`
          : nothing
      }
      <dl class="coverage-numbers">${face.map(
        ({ label, value, of }) => html`<div>
          <dt>${texts.maybe(`fact.${label}`)}${of ? html` <bdi>${nameText(of, texts)}</bdi>` : nothing}</dt>
          <dd><bdi>${valueView(value, texts, actions)}</bdi></dd>
        </div>`,
      )}</dl>
    </div>
    ${
      rest.length + (row.more?.length ?? 0) > 0
        ? html`<details class="more"><summary>${texts.t('row.more')}</summary>${factsView(
            [...rest, ...(row.more ?? [])],
            texts,
            actions,
          )}</details>`
        : nothing
    }
  </li>`;
}
