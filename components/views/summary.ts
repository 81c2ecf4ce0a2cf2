/** A whole summary: its groups in reading order, its documents, who says so, and what could not be read. */

import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Group, Person, Row, Summary } from '../../src/index.js';
import { visible } from '../format.js';
import type { Texts } from '../localize.js';
import { coverageView } from './coverage.js';
import { longList } from './long-list.js';
import { warningView } from './notice.js';
import { rowView } from './rows.js';
import { searchable } from './search.js';
import { trendsView } from './trend.js';
import { type DataActions, nameText } from './value.js';

/** From so many rows on there is a search box. */
const LONG = 20;

/** Rows under a title. */
export interface Section {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** A group of the model; documents and provenance are none. */
  readonly group?: Group;
}

/** Everything of a summary but the person. */
export function summaryView(summary: Summary, texts: Texts, actions: DataActions = {}): TemplateResult {
  const { unread, person } = summary;
  const sections = sectionsOf(summary, texts);
  const count = sections.reduce((sum, { rows }) => sum + rows.length, 0);
  const draw = (section: Section) => sectionView(section, person, texts, actions);
  return html`
    ${count > LONG ? searchable(sections, draw, texts) : sections.map(draw)}
    ${sections.length === 0 ? html`<div class="section"><p class="muted">${texts.t('data.none')}</p></div>` : nothing}
    ${
      unread.length > 0
        ? html`<div class="section">${warningView(texts.t('data.unread', { count: unread.length }))}</div>`
        : nothing
    }
  `;
}

const known = new WeakMap<Summary, { readonly texts: Texts; readonly sections: readonly Section[] }>();

/** The same array for the same summary, so that nothing is drawn again without need. */
function sectionsOf(summary: Summary, texts: Texts): readonly Section[] {
  const before = known.get(summary);
  if (before?.texts === texts) return before.sections;
  const { groups, documents, provenance } = summary;
  const sections: Section[] = groups.map((group) => ({
    key: group.kind,
    title: group.kind === 'other' && group.title ? visible(group.title) : texts.t(`group.${group.kind}`),
    rows: group.rows,
    group,
  }));
  if (documents.length > 0) sections.push({ key: 'documents', title: texts.t('group.documents'), rows: documents });
  if (provenance.length > 0) sections.push({ key: 'provenance', title: texts.t('group.provenance'), rows: provenance });
  known.set(summary, { texts, sections });
  return sections;
}

/** One group. `more` gives what else is to be said of a row. */
export function sectionView(
  section: Section,
  person: Person | undefined,
  texts: Texts,
  actions: DataActions = {},
  more: (row: Row) => unknown = () => nothing,
): TemplateResult {
  const { key, title, rows, group } = section;
  return html`<div class="section group" part="group group-${key}">
    <h3 class="group-title" tabindex="-1"><bdi>${title}</bdi></h3>
    ${
      group && rows.length === 0
        ? html`<p class="muted">${group.empty ? nameText(group.empty, texts) : group.text ? nothing : texts.t('group.empty')}</p>`
        : key === 'coverage'
          ? html`<ul class="coverages">${rows.map((row) => coverageView(row, person, texts, actions, more(row)))}</ul>`
          : html`${guard([rows, texts], () => trendsView(rows, texts))}
              ${longList(rows, (row: Row) => rowView(row, texts, actions, more(row)), texts)}`
    }
    ${group?.text ? html`<p class="narrative"><bdi>${visible(group.text)}</bdi></p>` : nothing}
  </div>`;
}
