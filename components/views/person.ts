/** Who the data is about. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Person, Summary } from '../../src/index.js';
import { mixesScripts, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { type ExpectedPerson, matchPerson } from '../match.js';
import { warningView } from './notice.js';
import { factsView, flagsView } from './rows.js';
import { type DataActions, keyText } from './value.js';

/** Characters; a longer one would push everything else off the screen. */
const LONGEST_NAME = 200;

export interface PersonOptions {
  /** Whom the page expects. */
  readonly expect?: ExpectedPerson | undefined;
  /** Identifiers, contacts, address and the rest too. */
  readonly full?: boolean;
  readonly actions?: DataActions;
}

/** The person of a summary: name and date of birth large, and plainly more than one when there is more than one. */
export function personView(summary: Summary, texts: Texts, options: PersonOptions = {}): TemplateResult {
  const { person, otherPeople = [] } = summary;
  const { expect } = options;
  const several = otherPeople.length > 0;
  return html`<div class="section person-section" part="person">
    ${person ? onePerson(person, texts, options) : several ? nothing : html`<p class="muted">${texts.t('person.none')}</p>`}
    ${
      several
        ? html`<div class="people">
            ${warningView(texts.t('person.several'))}
            ${person ? html`<p class="small muted">${texts.t('person.also')}</p>` : nothing}
            ${otherPeople.map((other) => onePerson(other, texts, options, true))}
          </div>`
        : nothing
    }
    ${expect ? matchView(person, expect, texts) : nothing}
    ${
      summary.assurance
        ? html`<p class="small muted assurance">${texts.t('person.assurance')}: <bdi>${visible(summary.assurance)}</bdi></p>`
        : nothing
    }
  </div>`;
}

/** Name and facts of one person. */
export function onePerson(
  person: Person,
  texts: Texts,
  { full, actions = {} }: PersonOptions,
  small = false,
): TemplateResult {
  const { t } = texts;
  const name = person.name;
  return html`<div class="person ${small ? 'small-person' : ''}">
    <h3 class="person-name"><bdi>${name ? visible(name, LONGEST_NAME) : t('person.none')}</bdi></h3>
    <dl class="person-facts">
      ${
        person.birthDate
          ? html`<div><dt>${t('person.birthDate')}</dt><dd><bdi>${visible(texts.date(person.birthDate))}</bdi></dd></div>`
          : nothing
      }
      ${
        person.gender
          ? html`<div><dt>${t('person.gender')}</dt><dd><bdi>${keyText(person.gender, texts)}</bdi></dd></div>`
          : nothing
      }
      ${
        person.deceased
          ? html`<div><dt>${t('person.deceased')}</dt><dd>${
              typeof person.deceased === 'string'
                ? html`<bdi>${visible(texts.date(person.deceased))}</bdi>`
                : t('row.yes')
            }</dd></div>`
          : nothing
      }
    </dl>
    ${flagsView(person.flags ?? [], texts)}
    ${name && mixesScripts(name) ? warningView(t('person.scripts')) : nothing}
    ${full ? detailsView(person, texts, actions) : nothing}
  </div>`;
}

function detailsView(person: Person, texts: Texts, actions: DataActions): TemplateResult | typeof nothing {
  const { t } = texts;
  const { address, identifiers, telecom, facts } = person;
  const lines = address
    ? [...address.lines, address.city, address.state, address.postalCode, address.country].filter(Boolean).join(', ')
    : '';
  if (identifiers.length + telecom.length + (facts?.length ?? 0) === 0 && !lines) return nothing;
  return html`<dl class="facts">
    ${identifiers.map(
      ({ type, value }) =>
        html`<div><dt><bdi>${visible(type ?? t('person.identifier'))}</bdi></dt><dd><bdi>${visible(value)}</bdi></dd></div>`,
    )}
    ${telecom.map(
      ({ system, value }) =>
        html`<div><dt>${system ? keyText(system, texts) : t('person.telecom')}</dt><dd><bdi>${visible(value)}</bdi></dd></div>`,
    )}
    ${lines ? html`<div><dt>${t('person.address')}</dt><dd><bdi>${visible(lines)}</bdi></dd></div>` : nothing}
  </dl>
  ${facts?.length ? factsView(facts, texts, actions) : nothing}`;
}

/** Expected or not, and what differs. Never looks like a verdict: it says nothing about the card. */
function matchView(person: Person | undefined, expect: ExpectedPerson, texts: Texts): TemplateResult {
  const match = matchPerson(person, expect);
  const { t } = texts;
  const icon = { match: icons.person, partial: icons.question, mismatch: icons.warning }[match.verdict];
  const look = { match: 'info', partial: 'warning', mismatch: 'error' }[match.verdict];
  return html`<div class="notice match ${look}" part="match match-${match.verdict}" role=${match.verdict === 'match' ? nothing : 'alert'}>
    ${icon}
    <div>
      <p class="what">${t(`match.${match.verdict}`)}</p>
      ${
        match.name && match.name !== 'same'
          ? html`<p>${
              person?.name
                ? t('match.name', { name: visible(person.name), expected: visible(expect.name ?? '') })
                : t('match.unknown.name')
            }</p>`
          : nothing
      }
      ${
        match.birthDate && match.birthDate !== 'same'
          ? html`<p>${
              person?.birthDate && match.birthDate === 'different'
                ? t('match.birthDate', {
                    date: visible(texts.date(person.birthDate)),
                    expected: visible(texts.date(expect.birthDate ?? '')),
                  })
                : t('match.unknown.birthDate')
            }</p>`
          : nothing
      }
    </div>
  </div>`;
}
