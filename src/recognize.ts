/** Any text to what it is. Looks at the form only: recognising a card says nothing about whether it is good. */

import { parseChunk, qrTexts } from './card/numeric.js';
import { isObject, parseJson } from './internal/json.js';

export type OtherKind = 'web-link' | 'hc1' | 'vhlink' | 'boarding-pass' | 'json' | 'text' | 'empty';

/** What a text is, with the text as the next step takes it (trimmed; QR text without its line wraps). */
export type Recognized =
  | {
      readonly kind: 'card-qr' | 'card-jws' | 'card-file' | 'card-deep-link' | 'card-parameters' | 'health-link';
      readonly text: string;
    }
  /** One part of a card: `index` of `total`, from 1. */
  | { readonly kind: 'card-chunk'; readonly text: string; readonly index: number; readonly total: number }
  | { readonly kind: 'other'; readonly what: OtherKind };

/** Nothing longer is looked into: no card, file or link is. In characters. */
const LONGEST = 20_000_000;

const other = (what: OtherKind): Recognized => ({ kind: 'other', what });

function recognizeQrText(text: string): Recognized {
  const pieces = qrTexts(text);
  const chunks = pieces.map(parseChunk);
  const [chunk] = chunks;
  if (pieces.length === 1 && chunk)
    return { kind: 'card-chunk', text: pieces[0] as string, index: chunk.index, total: chunk.total };
  return { kind: 'card-qr', text: pieces.join('\n') };
}

function recognizeJson(text: string): Recognized {
  let value: unknown;
  try {
    value = parseJson(text, { duplicates: true });
  } catch {
    return other('text');
  }
  if (isObject(value) && 'verifiableCredential' in value) return { kind: 'card-file', text };
  if (isObject(value) && value.resourceType === 'Parameters') return { kind: 'card-parameters', text };
  return other('json');
}

const RECOGNIZERS: readonly [form: RegExp, read: (text: string) => Recognized][] = [
  [/^$/, () => other('empty')],
  [/^shc:\//, recognizeQrText],
  [/^[{[]/, recognizeJson],
  // The fragment that says so may be percent-encoded.
  [/^https?:\/\/[^#\s]*#(?:\{|%7B).*verifiableCredential/is, (text) => ({ kind: 'card-deep-link', text })],
  [/^(?:https?:\/\/\S*#)?vhlink:\//i, () => other('vhlink')],
  // The same start that parseLink looks for; it may be percent-encoded, as in an address that holds another.
  [/(?<![a-z0-9+.-])shlink(?::|%3a)(?:\/|%2f)\s*\S/i, (text) => ({ kind: 'health-link', text })],
  [/^eyJ[^.]*\.[^.]*\.[^.]*$/, (text) => ({ kind: 'card-jws', text })],
  [/^HC1:/, () => other('hc1')],
  [/^https?:\/\/\S+$/i, () => other('web-link')],
  [/^M[1-9][^a-z]{20,}E?[A-Z0-9]{5,7} *[A-Z]{3}[A-Z]{3}/, () => other('boarding-pass')],
];

/**
 * Says what a scanned, pasted or typed text is. Never throws, never logs, checks nothing but the form.
 * @param text anything; other values than strings are 'other', 'empty'.
 */
export function recognize(text: string): Recognized {
  if (typeof text !== 'string') return other('empty');
  if (text.length > LONGEST) return other('text');
  const trimmed = text.trim();
  for (const [form, read] of RECOGNIZERS) if (form.test(trimmed)) return read(trimmed);
  return other('text');
}
