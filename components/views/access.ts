/** Access to a FHIR server that came through a link: what it allows, and what its suggested queries answered. Without its token. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ApiAccess, Summary } from '../../src/index.js';
import type { QueryState } from '../controllers/access-queries.js';
import { safeLink, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import type { MessageKey } from '../messages.js';
import { readScope } from '../scopes.js';
import { folded } from './folded.js';
import { busyView, failureView, warningView } from './notice.js';
import { personView } from './person.js';
import { summaryView } from './summary.js';
import { type DataActions, humanize } from './value.js';

/** What one query brought. */
export interface ShownAnswer {
  readonly query: string;
  readonly state: QueryState;
  readonly summary?: Summary;
  /** The summary is only the beginning of a long one. */
  readonly begun?: true;
  /** The server has further pages; they are not followed. */
  readonly more?: boolean;
}

export interface ShownAccess {
  readonly access: ApiAccess;
  readonly busy: boolean;
  /** Its time is over. */
  readonly ended: boolean;
  readonly answers: readonly ShownAnswer[];
}

export interface AccessActions extends DataActions {
  readonly query: (access: ApiAccess) => void;
}

const hostOf = ({ aud }: ApiAccess): string => {
  const link = safeLink(aud);
  if (link) return link.host;
  try {
    return new URL(aud).host;
  } catch {
    return aud;
  }
};

/** What it is, where, for how long; and the button. `status` is what the manifest says of the file. */
export function accessView(
  { access, busy, ended, answers }: ShownAccess,
  status: unknown,
  texts: Texts,
  actions: AccessActions,
): TemplateResult {
  const { t } = texts;
  const host = visible(hostOf(access), 200);
  return html`<article class="panel unsigned-data" part="access">
      <div class="section unsigned">
        ${icons.lock}
        <div>
          <h2 class="unsigned-word">${t('link.access')}</h2>
          <p>${t('link.access.sentence', { host })}</p>
        </div>
      </div>
      ${status}
      <div class="section">
        <dl class="facts">
          <div><dt>${t('access.server')}</dt><dd><b><bdi dir="ltr">${host}</bdi></b></dd></div>
          ${access.expiresAt ? html`<div><dt>${t('link.access.until')}</dt><dd>${texts.instantWithTime(access.expiresAt)}</dd></div>` : nothing}
          <div class="wide"><dt>${t('access.scope')}</dt><dd>${scopeView(access.scope, texts)}</dd></div>
        </dl>
        ${ended ? html`<div class="offer-note">${warningView(t('access.ended'))}</div>` : askView(access, host, busy, answers.length > 0, texts, actions)}
      </div>
    </article>
    ${answers.map((answer) => answerView(answer, host, texts, actions))}`;
}

function askView(
  access: ApiAccess,
  host: string,
  busy: boolean,
  asked: boolean,
  texts: Texts,
  actions: AccessActions,
): TemplateResult {
  const { t } = texts;
  const count = access.queries.length;
  if (count === 0) return html`<p class="muted small offer-note">${t('access.none')}</p>`;
  return html`<div class="offer-note no-print">
    <div class="actions">
      <button type="button" ?disabled=${busy} @click=${() => actions.query(access)}>
        ${icons[asked ? 'refresh' : 'download']}${t(asked ? 'access.again' : 'access.get')}
      </button>
    </div>
    <p class="small muted">${t('access.help', { host })}</p>
    ${folded(
      t('access.queries', { count }),
      () =>
        html`<ul class="codes">${access.queries.map((query) => html`<li><bdi class="mono" dir="ltr">${visible(query, 300)}</bdi></li>`)}</ul>`,
    )}
  </div>`;
}

/** FHIR types by the titles of the groups they are shown in. */
const GROUPS: Readonly<Record<string, readonly MessageKey[]>> = {
  AllergyIntolerance: ['group.allergies'],
  CarePlan: ['group.plans'],
  Condition: ['group.conditions'],
  Coverage: ['group.coverage'],
  Device: ['group.devices'],
  DiagnosticReport: ['group.labs'],
  DocumentReference: ['group.documents'],
  Encounter: ['group.encounters'],
  Immunization: ['group.immunizations'],
  Medication: ['group.medications'],
  MedicationAdministration: ['group.medications'],
  MedicationDispense: ['group.medications'],
  MedicationRequest: ['group.medications'],
  MedicationStatement: ['group.medications'],
  Observation: ['group.labs', 'group.vitals'],
  Organization: ['group.people'],
  Patient: ['access.patient'],
  Practitioner: ['group.people'],
  Procedure: ['group.procedures'],
  Provenance: ['group.provenance'],
};

function typesText(types: readonly string[], texts: Texts): string {
  const words = types.flatMap((type): string[] => {
    if (type === '*') return [texts.t('access.all')];
    const keys = Object.hasOwn(GROUPS, type) ? GROUPS[type] : undefined;
    return keys ? keys.map((key) => texts.t(key)) : [humanize(type)];
  });
  return new Intl.ListFormat(texts.lang, { type: 'conjunction' }).format(new Set(words));
}

function scopeView(scope: string | undefined, texts: Texts): TemplateResult {
  const { t } = texts;
  if (!scope) return html`${t('access.scope.unsaid')}`;
  const { read, change, narrowed, lasting, other } = readScope(scope);
  const said = read.length + change.length > 0;
  return html`<ul class="values">
      ${read.length > 0 ? html`<li>${t('access.read', { types: typesText(read, texts) })}</li>` : nothing}
      ${change.length > 0 ? html`<li>${t('access.change', { types: typesText(change, texts) })}</li>` : nothing}
      ${narrowed ? html`<li>${t('access.narrowed')}</li>` : nothing}
      ${lasting ? html`<li>${t('access.lasting')}</li>` : nothing}
      ${other.map((one) => html`<li><bdi class="mono" dir="ltr">${visible(one, 200)}</bdi></li>`)}
      ${said || lasting || other.length > 0 ? nothing : html`<li>${t('access.scope.unsaid')}</li>`}
    </ul>
    ${change.length > 0 ? html`<p class="small muted">${t('access.change.help')}</p>` : nothing}`;
}

/** One answer stands by itself: under the person it names, or under none. */
function answerView(
  { query, state, summary, begun, more }: ShownAnswer,
  host: string,
  texts: Texts,
  actions: DataActions,
): TemplateResult {
  const { t } = texts;
  const asked = html`<bdi class="mono" dir="ltr">${visible(query, 300)}</bdi>`;
  if (state.kind !== 'done') {
    return html`<article class="panel" part="answer">
      <h3 class="place">${asked}</h3>
      ${state.kind === 'waiting' ? busyView(t('access.asking')) : html`<div class="section">${failureView(state.error, texts)}</div>`}
    </article>`;
  }
  return html`<article class="panel unsigned-data" part="answer">
    <div class="section unsigned">
      ${icons.unsigned}
      <div>
        <h2 class="unsigned-word">${t('data.unsigned')}</h2>
        <p>${t('access.answer', { host })}</p>
        <p class="small muted">${asked} · ${t('link.updated', { time: texts.instantWithTime(state.at.toISOString()) })}</p>
      </div>
    </div>
    ${more ? html`<div class="section">${warningView(t('access.more'))}</div>` : nothing}
    ${summary ? dataView(summary, texts, actions) : nothing}
    ${begun ? busyView(t('data.reading')) : nothing}
  </article>`;
}

function dataView(summary: Summary, texts: Texts, actions: DataActions): TemplateResult {
  const { person, otherPeople, groups, documents, provenance, unread } = summary;
  const somebody = person || otherPeople?.length;
  const empty = !somebody && groups.length + documents.length + provenance.length + unread.length === 0;
  if (empty) return html`<div class="section"><p class="muted">${texts.t('access.empty')}</p></div>`;
  return html`${somebody ? personView(summary, texts, { full: true, actions }) : nothing}${
    groups.length + documents.length + provenance.length + unread.length > 0
      ? summaryView(summary, texts, actions)
      : nothing
  }`;
}
