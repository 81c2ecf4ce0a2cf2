/** What a document is, where its type tells: a patient's own story is not to be taken for a summary of records. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Row } from '../../src/index.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

const LOINC = 'http://loinc.org';

/** LOINC codes of DocumentReference.type in bundles that patients share. */
const KINDS = {
  '51855-5': { words: 'document.story', icon: icons.person },
  '60591-5': { words: 'document.rendered', icon: icons.file },
} as const;

const isKind = (code: string | undefined): code is keyof typeof KINDS =>
  code !== undefined && Object.hasOwn(KINDS, code);

/** A mark for a document whose kind we know; nothing for all others. */
export function documentMark({ resourceType, facts }: Row, { t }: Texts): TemplateResult | typeof nothing {
  if (resourceType !== 'DocumentReference') return nothing;
  for (const { label, value } of facts) {
    if (label !== 'type' || value.type !== 'name') continue;
    const code = value.codings.find(({ system, code }) => system === LOINC && isKind(code))?.code;
    if (!isKind(code)) continue;
    const { words, icon } = KINDS[code];
    return html`<p class="document-kind" part="document-kind">${icon}${t(words)}</p>`;
  }
  return nothing;
}
