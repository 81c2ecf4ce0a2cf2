/** An insurance card that looks like one, both sides: whose it is, whom it is with, the numbers a desk types in, what it costs, whom to call. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, Name, Person, Row } from '../../src/index.js';
import { type CardColors, cardColors } from '../contrast.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { copyButton } from './copy.js';
import { folded } from './folded.js';
import { painted } from './painted.js';
import { factsView, flagsView } from './rows.js';
import { type DataActions, nameText, valueText, valueView } from './value.js';

/** The numbers on the face of the card, in the order they are read out, each with where its name is. */
const FACE: readonly (readonly [label: string, name?: string])[] = [
  ['memberId'],
  ['subscriberId'],
  ['dependent'],
  ['group', 'groupName'],
  ['plan', 'planName'],
  ['network', 'networkName'],
  ['rxbin'],
  ['rxpcn'],
  ['rxgroup'],
  ['rxid'],
  ['rxiin'],
];
/** On the back, as label and value. */
const BACK = ['payerId', 'period', 'cardIssued', 'additionalInfo'] as const;

/** The facts of one card, each to be taken once: what nobody takes is told at the end. */
class Facts {
  readonly #left: Set<Fact>;

  constructor(facts: readonly Fact[]) {
    this.#left = new Set(facts);
  }

  all(label: string, named?: boolean): Fact[] {
    const found = [...this.#left].filter(
      (fact) => fact.label === label && !fact.raw && (named === undefined || named === (fact.of !== undefined)),
    );
    for (const fact of found) this.#left.delete(fact);
    return found;
  }

  get left(): readonly Fact[] {
    return [...this.#left];
  }
}

/** One Coverage. `more` is put below its head. */
export function coverageView(
  row: Row,
  person: Person | undefined,
  texts: Texts,
  actions: DataActions = {},
  more: unknown = nothing,
): TemplateResult {
  const facts = new Facts(row.facts);
  const words = (fact: Fact | undefined) => (fact ? valueText(fact.value, texts) : undefined);
  const colors = colorsOf(facts.all('colors'));
  const payers = [...new Set([...facts.all('payor'), ...facts.all('insurer')].map(words))].filter(
    (name) => name !== undefined,
  );
  const [insurer = valueText(row.title, texts) ?? '', ...others] = payers;
  // A member's name is shown only when the row says it: the person of the bundle may be the subscriber.
  const member =
    words(facts.all('beneficiary', false)[0]) ?? (row.about ? undefined : person?.name && visible(person.name));
  const relationship = facts.all('relationship');
  const numbers = FACE.flatMap(([label, name]) => numbersOf(label, name, facts));
  const plan = numbers.find(({ label }) => label === 'plan')?.names ?? facts.all('planName').map(({ value }) => value);
  const [costs, contacts, members] = [facts.all('copay'), facts.all('contact'), facts.all('beneficiary', true)];
  const back = BACK.flatMap((label) => facts.all(label));
  const rest = [...facts.left, ...(row.more ?? [])];
  const face = html`<div class="coverage-face" ${painted(colors)}>
    <p class="coverage-insurer"><bdi>${[insurer, ...others].join(' · ')}</bdi></p>
    ${plan.length > 0 ? html`<p class="coverage-plan"><bdi>${plan.map((name) => valueText(name, texts)).join(' · ')}</bdi></p>` : nothing}
    ${
      member
        ? html`<p class="coverage-member"><span class="coverage-label">${texts.t('fact.beneficiary')}</span><bdi>${member}</bdi>${relationship.map(
            (fact) => html` <bdi class="coverage-label">${words(fact)}</bdi>`,
          )}</p>`
        : nothing
    }
    <dl class="coverage-numbers">${numbers.map((number) => numberView(number, texts, actions))}</dl>
  </div>`;
  const reverse = html`<div class="coverage-face coverage-back" ${painted(colors)}>
    ${costs.length > 0 ? html`<h5>${texts.t('fact.copay')}</h5><dl class="coverage-lines">${costs.map((fact) => lineView(fact, texts, actions))}</dl>` : nothing}
    ${contacts.length > 0 ? html`<h5>${texts.t('fact.contact')}</h5><dl class="coverage-lines">${contacts.map((fact) => lineView(fact, texts, actions))}</dl>` : nothing}
    ${members.length > 0 ? html`<h5>${texts.t('coverage.members')}</h5><p><bdi>${membersOf(members, texts).join(' · ')}</bdi></p>` : nothing}
    ${back.length > 0 ? factsView(back, texts, actions) : nothing}
  </div>`;
  return html`<li class="coverage" part="coverage">
    ${more}
    ${flagsView(row.flags, texts)}
    ${
      row.about
        ? html`<p class="about">${icons.person}<bdi>${
            row.about.name
              ? texts.t('row.about', { name: visible(row.about.name) })
              : texts.t(`row.about.${row.about.relation}`)
          }</bdi></p>`
        : nothing
    }
    <div class="coverage-sides">
      ${face}
      ${costs.length + contacts.length + members.length + back.length > 0 ? reverse : nothing}
    </div>
    ${rest.length > 0 ? folded(texts.t('row.more'), () => factsView(rest, texts, actions), 'more no-print') : nothing}
  </li>`;
}

/** Names with their numbers: the guide gives them one after the other, and a number first. */
function membersOf(facts: readonly Fact[], texts: Texts): readonly string[] {
  const lines: string[] = [];
  let number = '';
  for (const { value, of } of facts) {
    const text = valueText(value, texts) ?? '';
    if (of?.text === 'memberId') {
      if (number) lines.push(number);
      number = text;
    } else {
      lines.push(`${text} ${number}`.trim());
      number = '';
    }
  }
  return number ? [...lines, number] : lines;
}

interface CardNumber {
  readonly label: string;
  readonly value: Fact['value'];
  readonly names: readonly Fact['value'][];
}

/** A class of the plan: its number with its name. Where there are several the names cannot be told apart, and stay with the rest. */
function numbersOf(label: string, name: string | undefined, facts: Facts): CardNumber[] {
  const numbers = facts.all(label);
  const names = name && numbers.length === 1 ? facts.all(name).map(({ value }) => value) : [];
  return numbers.map(({ value }) => ({ label, value, names }));
}

function numberView({ label, value, names }: CardNumber, texts: Texts, actions: DataActions): TemplateResult {
  const title = texts.maybe(`fact.${label}`) ?? '';
  const text = valueText(value, texts);
  return html`<div>
    <dt>${title}</dt>
    <dd><bdi>${valueView(value, texts, actions)}</bdi>${text ? copyButton(text, title, texts) : nothing}
      ${label === 'plan' ? nothing : names.map((name) => html`<span class="coverage-label"><bdi>${valueText(name, texts)}</bdi></span>`)}</dd>
  </div>`;
}

/** What a cost or a contact is for. The codes of costs have names in our tables. */
function purpose(of: Name | undefined, texts: Texts): string {
  if (!of) return texts.t('fact.contact');
  const code =
    of.text === undefined || of.codings.some((coding) => coding.code === of.text) ? of.codings[0]?.code : undefined;
  return (code && texts.maybe(`copay.${code}`)) ?? nameText(of, texts);
}

const lineView = ({ value, of, label }: Fact, texts: Texts, actions: DataActions): TemplateResult => html`<div>
  <dt><bdi>${of ? purpose(of, texts) : texts.maybe(`fact.${label}`)}</bdi></dt>
  <dd>${valueView(value, texts, actions)}</dd>
</div>`;

function colorsOf(facts: readonly Fact[]): CardColors | undefined {
  const find = (name: RegExp): string | undefined => {
    const value = facts.find(({ of }) => name.test(of?.text ?? ''))?.value;
    if (value?.type === 'name') return value.codings[0]?.code ?? value.text;
    return value?.type === 'text' ? value.text : undefined;
  };
  return cardColors(find(/^background/i), find(/^foreground/i), find(/^highlight/i));
}
