/** One value of the summary model in words. Text only, whatever it holds. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Name, NamedCoding, Quantity, Value } from '../../src/index.js';
import { safeLink, visible } from '../format.js';
import type { Texts } from '../localize.js';
import { attachmentView } from './attachment.js';

export type Attachment = Extract<Value, { type: 'attachment' }>;

/** What the views of data can ask their element to do. */
export interface DataActions {
  /** Save a file that is inside the data. False: it cannot be read. */
  saveAttachment?(attachment: Attachment): unknown;
}

/** What a code system is called; others are named by the end of their address. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'http://snomed.info/sct': 'SNOMED CT',
  'http://loinc.org': 'LOINC',
  'http://hl7.org/fhir/sid/cvx': 'CVX',
  'http://hl7.org/fhir/sid/mvx': 'MVX',
  'http://id.who.int/icd/release/11/mms': 'ICD-11',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10-CM',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://www.whocc.no/atc': 'ATC',
  'http://hl7.org/fhir/sid/ndc': 'NDC',
  'http://unitsofmeasure.org': 'UCUM',
  'http://www.ama-assn.org/go/cpt': 'CPT',
};

export function systemName(system: string | undefined): string {
  if (!system) return '';
  return (
    SYSTEMS[system] ??
    system
      .replace(/[/#]+$/, '')
      .split(/[/:#]/)
      .pop() ??
    system
  );
}

/** 'lotNumber', 'past-conditions' -> 'Lot number', 'Past conditions': for names that no table has words for. */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text that is safe to look at already: what our own formats put into it (isolates, marks of direction) stays. */
const bdi = (text: string, lang?: string): TemplateResult => html`<bdi lang=${lang || nothing}>${text}</bdi>`;

/** The words for a name, without markup: translated, as written, or its code. */
export function nameText(name: Name, texts: Texts, vaccine = false): string {
  const words = (name.key && texts.maybe(name.key)) || name.text;
  if (words) return visible(words);
  const coding = name.codings.find(({ code }) => code) ?? name.codings[0];
  if (!coding?.code) return texts.t('row.unnamed');
  const parts = { system: visible(systemName(coding.system)), code: visible(coding.code) };
  return texts.t(vaccine ? 'row.vaccine' : 'row.coded', parts).trim();
}

/** Words for a key of the model, which may come from the data: looked up among the keys of data only. */
export const keyText = (key: string, texts: Texts): string => texts.maybe(`key.${key}`) ?? visible(humanize(key));

export function quantityText({ value, comparator, unit }: Quantity, texts: Texts): string {
  const number = value === undefined ? '' : texts.number(value);
  return [`${visible(comparator ?? '')}${number}`, visible(unit ?? '')].filter(Boolean).join('\u00a0');
}

export function rangeText(range: Extract<Value, { type: 'range' }>, texts: Texts): string {
  const { low, high, unit, text } = range;
  const one = (value: number) => texts.number(value);
  const words =
    low !== undefined && high !== undefined
      ? texts.t('range.between', { low: one(low), high: one(high) })
      : low !== undefined
        ? texts.t('range.from', { low: one(low) })
        : high !== undefined
          ? texts.t('range.to', { high: one(high) })
          : '';
  const own = visible(text ?? '');
  return [words, words && visible(unit ?? ''), own && words ? `(${own})` : own].filter(Boolean).join(' ');
}

/** What is no date is shown as it was written. */
export const dateText = (date: string, texts: Texts): string => visible(texts.date(date));

export function periodText(start: string | undefined, end: string | undefined, texts: Texts): string {
  if (start && end) {
    return start === end
      ? dateText(start, texts)
      : texts.t('period.between', { start: dateText(start, texts), end: dateText(end, texts) });
  }
  if (start) return texts.t('period.from', { start: dateText(start, texts) });
  return end ? texts.t('period.until', { end: dateText(end, texts) }) : '';
}

function moneyText(value: number | undefined, currency: string | undefined, texts: Texts): string {
  if (value === undefined) return visible(currency ?? '');
  try {
    return new Intl.NumberFormat(texts.lang, currency ? { style: 'currency', currency } : {}).format(value);
  } catch {
    return `${texts.number(value)} ${visible(currency ?? '')}`.trim();
  }
}

/** A value as a line of text; undefined when it needs markup. */
export function valueText(value: Value, texts: Texts, vaccine = false): string | undefined {
  switch (value.type) {
    case 'text':
      return visible(value.text);
    case 'name':
      return nameText(value, texts, vaccine);
    case 'key':
      return keyText(value.key, texts);
    case 'date':
      return dateText(value.date, texts);
    case 'period':
      return periodText(value.start, value.end, texts);
    case 'quantity':
      return quantityText(value, texts);
    case 'ratio':
      return `${quantityText(value.numerator, texts)} / ${quantityText(value.denominator, texts)}`;
    case 'money':
      return moneyText(value.value, value.currency, texts);
    case 'range':
      return rangeText(value, texts);
    default:
      return undefined;
  }
}

/** Any value. */
export function valueView(value: Value, texts: Texts, actions: DataActions = {}): TemplateResult {
  switch (value.type) {
    case 'text':
      return html`<bdi class="text" lang=${value.lang || nothing}>${visible(value.text)}</bdi>`;
    case 'name':
      return bdi(nameText(value, texts), value.key && texts.maybe(value.key) ? undefined : value.lang);
    case 'link': {
      const link = safeLink(value.url);
      if (!link) return bdi(visible(value.url));
      return html`<a href=${link.href} rel="noopener noreferrer external" target="_blank"
        ><bdi>${link.host}</bdi></a>`;
    }
    case 'attachment':
      return attachmentView(value, texts, actions);
    case 'facts':
      return html`<dl class="facts nested">${value.facts.map((fact) => {
        const label = texts.maybe(`fact.${fact.label}`) ?? humanize(fact.label);
        return html`<div><dt>${visible(label)}</dt><dd>${valueView(fact.value, texts, actions)}</dd></div>`;
      })}</dl>`;
    case 'list': {
      const items = value.items.map((item) => valueText(item, texts));
      if (items.length <= 2 && items.every((item) => item !== undefined)) {
        return html`${items.map((item, index) => html`${index ? ', ' : ''}${bdi(item ?? '')}`)}`;
      }
      return html`<ul class="values">${value.items.map((item) => html`<li>${valueView(item, texts, actions)}</li>`)}</ul>`;
    }
    default:
      return bdi(valueText(value, texts) ?? '');
  }
}

/** The codes behind a name: one click away, never in the way. */
export function codesView(codings: readonly NamedCoding[], texts: Texts): TemplateResult | typeof nothing {
  const coded = codings.filter(({ code }) => code);
  if (coded.length === 0) return nothing;
  return html`<ul class="codes">${coded.map(
    ({ system, code, display }) => html`<li>
      <span class="muted">${visible(systemName(system))}</span> <bdi class="mono">${visible(code ?? '')}</bdi>
      ${display ? bdi(visible(display)) : nothing}
    </li>`,
  )}</ul><span class="visually-hidden">${texts.t('row.codes')}</span>`;
}
