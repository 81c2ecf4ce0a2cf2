/** Rows of a summary: what, when, and the facts. Nothing is left out; what matters less is one click away. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, Flag, Result, Row } from '../../src/index.js';
import { visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { documentMark } from './documents.js';
import { folded } from './folded.js';
import { codesView, type DataActions, humanize, nameText, valueText, valueView } from './value.js';

/** Facts that `row.result` already shows. */
const RESULT_FACTS: ReadonlySet<string> = new Set(['value', 'noValue', 'range', 'interpretation']);

/** Flags that the level of a result tells more exactly. */
const LEVEL_FLAGS: ReadonlySet<Flag> = new Set(['out-of-range', 'critical']);

/** Statuses that say that all is as it should be: one click away. All others are shown. */
const ORDINARY: ReadonlySet<string> = new Set(['completed', 'final', 'active', 'current']);

const isOrdinary = ({ label, value, raw }: Fact): boolean =>
  !raw && label === 'status' && value.type === 'key' && ORDINARY.has(value.key);

/** The head of the row, or its result, already says this. */
const isShown = ({ label, value, raw }: Fact, row: Row): boolean =>
  !raw &&
  ((label === 'date' && value.type === 'date' && value.date === row.date) ||
    (label === 'status' && value.type === 'key' && row.flags.some((flag) => flag === value.key)) ||
    (row.result !== undefined && RESULT_FACTS.has(label)));

/** One row. `more` is put below its head: which card says so, where several are shown together. */
export function rowView(row: Row, texts: Texts, actions: DataActions = {}, more: unknown = nothing): TemplateResult {
  const vaccine = row.resourceType === 'Immunization';
  const title = valueText(row.title, texts, vaccine);
  const lang = 'lang' in row.title ? row.title.lang : undefined;
  const aside = row.facts.filter((fact) => isOrdinary(fact));
  const facts = row.facts.filter((fact) => !aside.includes(fact) && !isShown(fact, row));
  const struck = row.flags.some((flag) => flag === 'entered-in-error' || flag === 'not-done' || flag === 'refuted');
  return html`<li class="row ${struck ? 'struck' : ''}" part="row">
    <div class="row-head">
      <h4 class="row-title"><bdi lang=${lang || nothing}>${title ?? valueView(row.title, texts, actions)}</bdi></h4>
      ${row.date ? html`<p class="row-date">${visible(texts.date(row.date))}</p>` : nothing}
    </div>
    ${documentMark(row, texts)}
    ${more}
    ${flagsView(row.result?.level ? row.flags.filter((flag) => !LEVEL_FLAGS.has(flag)) : row.flags, texts)}
    ${row.about ? aboutView(row.about, texts) : nothing}
    ${row.result ? resultView(row.result, texts, actions) : nothing}
    ${facts.length > 0 ? factsView(facts, texts, actions) : nothing}
    ${
      row.parts?.length
        ? html`<ul class="parts">${row.parts.map((part) => rowView(part, texts, actions))}</ul>`
        : nothing
    }
    ${moreView(row, aside, texts, actions)}
  </li>`;
}

/** Whose row this is, when it is not plainly the person at the head. */
function aboutView(about: NonNullable<Row['about']>, texts: Texts): TemplateResult {
  const words = about.name
    ? texts.t('row.about', { name: visible(about.name) })
    : texts.t(`row.about.${about.relation}`);
  return html`<p class="about">${icons.person}<bdi>${words}</bdi></p>`;
}

/** How a level looks: plain, marked, alarming. */
export const LEVEL_LOOK: Readonly<Record<NonNullable<Result['level']>, 'calm' | 'off' | 'alarm'>> = {
  normal: 'calm',
  low: 'off',
  high: 'off',
  abnormal: 'off',
  'critically-low': 'alarm',
  'critically-high': 'alarm',
  critical: 'alarm',
};

/** What a result means, in the card's own words where it has some. */
export const levelWords = ({ interpretation, level }: Result, texts: Texts): string =>
  interpretation ? nameText(interpretation, texts) : level ? texts.t(`level.${level}`) : '';

function resultView(result: Result, texts: Texts, actions: DataActions): TemplateResult {
  const { value, absent, range, level, levelBy } = result;
  const look = level ? LEVEL_LOOK[level] : 'calm';
  const words = levelWords(result, texts);
  const arrow = level?.includes('high') ? '↑' : level?.includes('low') ? '↓' : '';
  return html`<div class="result ${look}">
    <p class="result-value">
      ${value ? valueView(value, texts, actions) : absent ? html`<bdi>${nameText(absent, texts)}</bdi>` : nothing}
    </p>
    ${
      words
        ? html`<p class="level ${look}">${look === 'calm' ? nothing : arrow ? html`<span aria-hidden="true">${arrow}</span>` : icons.warning}<bdi>${words}</bdi></p>`
        : nothing
    }
    ${
      range
        ? html`<p class="muted small range">${texts.t('fact.range')}: ${valueView(range, texts, actions)}${
            levelBy === 'range' ? html` · ${texts.t('level.byRange')}` : nothing
          }</p>`
        : nothing
    }
  </div>`;
}

/** Chips for what must not be overlooked. */
export function flagsView(flags: readonly Flag[], texts: Texts): TemplateResult | typeof nothing {
  if (flags.length === 0) return nothing;
  return html`<ul class="flags">${flags.map(
    (flag) => html`<li class="flag flag-${flag}">${icons.warning}${texts.t(`flag.${flag}`)}</li>`,
  )}</ul>`;
}

/** Label and value, side by side where there is room. */
export function factsView(facts: readonly Fact[], texts: Texts, actions: DataActions = {}): TemplateResult {
  return html`<dl class="facts">${facts.map(({ label, value, of, raw }) => {
    const words = (raw ? undefined : texts.maybe(`fact.${label}`)) ?? humanize(label);
    return html`<div>
      <dt>${visible(words)}${of ? html` (<bdi>${nameText(of, texts)}</bdi>)` : nothing}</dt>
      <dd>${valueView(value, texts, actions)}</dd>
    </div>`;
  })}</dl>`;
}

/** Codes and the elements we have no words for. */
function moreView(
  row: Row,
  aside: readonly Fact[],
  texts: Texts,
  actions: DataActions,
): TemplateResult | typeof nothing {
  const more = [...aside, ...(row.more ?? [])];
  const codings = row.title.type === 'name' ? row.title.codings : [];
  if (more.length === 0 && !codings.some(({ code }) => code)) return nothing;
  const words = texts.t(more.length > 0 ? 'row.more' : 'row.codes');
  return html`${folded(
    words,
    () => html`${codesView(codings, texts)}${more.length > 0 ? factsView(more, texts, actions) : nothing}`,
    'more no-print',
  )}`;
}
