/** The sections of a Composition, as groups: the International Patient Summary's by their LOINC codes. */

import { LOINC } from './codes.js';
import { get, type Json, objects, pick, str } from './read.js';
import type { Reading } from './reading.js';
import type { GroupKind, Name } from './types.js';

const KIND_OF_SECTION = new Map<string, GroupKind>([
  ['48765-2', 'allergies'],
  ['11450-4', 'conditions'],
  ['10160-0', 'medications'],
  ['11369-6', 'immunizations'],
  ['30954-2', 'labs'],
  ['47519-4', 'procedures'],
  ['46264-8', 'devices'],
  ['42348-3', 'directives'],
  ['104605-1', 'alerts'],
  ['47420-5', 'functional'],
  ['11348-0', 'past-conditions'],
  ['10162-6', 'pregnancy'],
  ['81338-6', 'story'],
  ['18776-5', 'plans'],
  ['29762-2', 'social'],
  ['8716-3', 'vitals'],
  ['48768-6', 'coverage'],
  ['46240-8', 'encounters'],
]);

export interface Section {
  readonly kind: GroupKind;
  readonly title?: string;
  readonly entries: readonly unknown[];
  readonly empty?: Name;
  /** Narrative as plain text. */
  readonly text?: string;
}

/** Sections inside sections, in reading order; told to `unread` beyond a depth nobody writes. */
export function sectionsOf(composition: Reading): Section[] {
  const sections: Section[] = [];
  const visit = (json: Json, depth: number) => {
    const code = pick(json, 'code.coding').find((coding) => get(coding, 'system') === LOINC);
    const name = composition.name(get(json, 'code'));
    const title = str(get(json, 'title')) ?? name?.text;
    const empty = composition.name(get(json, 'emptyReason'));
    const text = plainText(str(get(get(json, 'text'), 'div')) ?? '');
    sections.push({
      kind: KIND_OF_SECTION.get(str(get(code, 'code')) ?? '') ?? 'other',
      ...(title && { title }),
      entries: pick(json, 'entry'),
      ...(empty && { empty }),
      ...(text && { text }),
    });
    const inner = objects(get(json, 'section'));
    if (inner.length > 0 && depth >= 8) composition.cut('too-deep');
    else for (const section of inner) visit(section, depth + 1);
  };
  for (const section of objects(get(composition.resource, 'section'))) visit(section, 0);
  return sections;
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

function decode(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES.get(entity);
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** XHTML with its tags taken out, as text to be shown as text; never as markup. One pass. */
export function plainText(xhtml: string): string {
  const parts: string[] = [];
  for (let at = 0; at < xhtml.length; ) {
    const open = xhtml.indexOf('<', at);
    parts.push(xhtml.slice(at, open < 0 ? xhtml.length : open));
    if (open < 0) break;
    const close = xhtml.indexOf('>', open);
    if (close < 0) break;
    parts.push(/^<\/?(p|div|li|ul|ol|tr|table|h\d|br)\b/i.test(xhtml.slice(open, open + 8)) ? '\n' : ' ');
    at = close + 1;
  }
  return parts
    .join('')
    .replace(/&(#?\w{1,8});/g, (whole, entity: string) => decode(entity) ?? whole)
    .split('\n')
    .map((line) => line.split(/\s+/).filter(Boolean).join(' '))
    .filter((line) => line !== '')
    .join('\n');
}
