/** A whole summary: its groups in reading order, its documents, who says so, and what could not be read. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Group, Row, Summary } from '../../src/index.js';
import { visible } from '../format.js';
import type { Texts } from '../localize.js';
import type { MessageKey } from '../messages.js';
import { coverageView } from './coverage.js';
import { warningView } from './notice.js';
import { rowView } from './rows.js';
import { type DataActions, nameText } from './value.js';

/** How many rows of a group are open from the start. */
const FIRST = 50;

/** Everything of a summary but the person. */
export function summaryView(summary: Summary, texts: Texts, actions: DataActions = {}): TemplateResult {
  const { groups, documents, provenance, unread } = summary;
  const nothingAtAll = groups.length + documents.length + provenance.length === 0;
  return html`
    ${groups.map((group) => groupView(group, summary, texts, actions))}
    ${documents.length > 0 ? sectionView(texts.t('group.documents'), documents, texts, actions) : nothing}
    ${provenance.length > 0 ? sectionView(texts.t('group.provenance'), provenance, texts, actions) : nothing}
    ${nothingAtAll ? html`<div class="section"><p class="muted">${texts.t('data.none')}</p></div>` : nothing}
    ${
      unread.length > 0
        ? html`<div class="section">${warningView(texts.t('data.unread', { count: unread.length }))}</div>`
        : nothing
    }
  `;
}

function groupView(group: Group, summary: Summary, texts: Texts, actions: DataActions): TemplateResult {
  const known: MessageKey = `group.${group.kind}`;
  const title = group.kind === 'other' && group.title ? visible(group.title) : texts.t(known);
  const body =
    group.kind === 'coverage'
      ? html`<ul class="coverages">${group.rows.map((row) => coverageView(row, summary.person, texts, actions))}</ul>`
      : rowsView(group.rows, texts, actions);
  return html`<div class="section group" part="group group-${group.kind}">
    <h3 class="group-title"><bdi>${title}</bdi></h3>
    ${
      group.rows.length > 0
        ? body
        : html`<p class="muted">${group.empty ? nameText(group.empty, texts) : group.text ? nothing : texts.t('group.empty')}</p>`
    }
    ${group.text ? html`<p class="narrative"><bdi>${visible(group.text)}</bdi></p>` : nothing}
  </div>`;
}

const sectionView = (title: string, rows: readonly Row[], texts: Texts, actions: DataActions): TemplateResult =>
  html`<div class="section group"><h3 class="group-title">${title}</h3>${rowsView(rows, texts, actions)}</div>`;

/** Long lists show their beginning; the rest is one click away, and is laid out only then. */
function rowsView(rows: readonly Row[], texts: Texts, actions: DataActions): TemplateResult {
  const rest = rows.slice(FIRST);
  return html`<ul class="rows">${rows.slice(0, FIRST).map((row) => rowView(row, texts, actions))}</ul>
    ${
      rest.length > 0
        ? html`<details class="rest"><summary>${texts.t('group.more', { count: rest.length })}</summary>
            <ul class="rows">${rest.map((row) => rowView(row, texts, actions))}</ul></details>`
        : nothing
    }`;
}
