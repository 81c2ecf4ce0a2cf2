/** Anything that may hold cards, to the texts of each card, in order. Looks at form only. */

import { Failure } from '../errors.js';
import { fromUtf8 } from '../internal/bytes.js';
import { isObject, parseJson } from '../internal/json.js';
import type { Limits } from '../internal/limits.js';
import { recognize } from '../recognize.js';
import { isQrText, parseChunk, qrTexts } from './numeric.js';

/** One card as found: its text or chunk set, or why there is none here. */
export type Found = string | string[] | Failure;

/** Cards checked from one input; more are refused as one. */
const MOST_CARDS = 10_000;

const noCard = (detail: string) => new Failure('FILE_FORMAT', { detail });

/** Groups QR texts: a whole text is a card; chunks with one total are a card until a number comes again with other digits. */
function fromQrTexts(texts: readonly string[]): Found[] {
  const found: Found[] = [];
  const open = new Map<number, { set: string[]; digits: Map<number, string> }>();
  for (const text of texts) {
    const chunk = parseChunk(text);
    if (!chunk) {
      found.push([text]);
      continue;
    }
    let group = open.get(chunk.total);
    if (!group || (group.digits.get(chunk.index) ?? chunk.digits) !== chunk.digits) {
      group = { set: [], digits: new Map() };
      open.set(chunk.total, group);
      found.push(group.set);
    }
    group.set.push(text);
    group.digits.set(chunk.index, chunk.digits);
  }
  return found;
}

const fromList = (list: unknown): Found[] => {
  if (!Array.isArray(list) || list.length === 0) return [noCard('There is no list of cards in it.')];
  if (list.length > MOST_CARDS) return [new Failure('TOO_LARGE', { params: { max: MOST_CARDS } })];
  return list.map((item) => (typeof item === 'string' ? item : noCard('One of the cards in it is not text.')));
};

function fromParameters(parameters: Record<string, unknown>): Found[] {
  const list = Array.isArray(parameters.parameter) ? parameters.parameter : [];
  const cards = list.filter((part) => isObject(part) && part.name === 'verifiableCredential');
  return cards.length > 0
    ? fromList(cards.map((part) => part.valueString))
    : [noCard('The answer of the issuer holds no card.')];
}

/** Several texts as scanned: QR texts are put together as chunk sets, anything else is a card each. */
const fromTexts = (texts: readonly string[]): Found[] =>
  texts.every((text) => isQrText(text.trim())) ? fromQrTexts(texts.flatMap(qrTexts)) : fromList(texts);

/** A parsed file, response, or credential list. */
function fromObject(value: unknown): Found[] {
  if (Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string'))
    return fromTexts(value);
  if (isObject(value) && value.resourceType === 'Parameters') return fromParameters(value);
  if (isObject(value) && Object.hasOwn(value, 'verifiableCredential')) return fromList(value.verifiableCredential);
  return [noCard('It does not list any cards.')];
}

function fromJsonText(text: string, limits: Limits): Found[] {
  try {
    return fromObject(parseJson(text, { depth: limits.jsonDepth, code: 'FILE_FORMAT' }));
  } catch (error) {
    if (error instanceof Failure) return [error];
    throw error;
  }
}

function fromDeepLink(text: string, limits: Limits): Found[] {
  const fragment = text.slice(text.indexOf('#') + 1);
  try {
    return fromJsonText(fragment.startsWith('{') ? fragment : decodeURIComponent(fragment), limits);
  } catch {
    return [noCard('The part of the link that holds the cards is damaged.')];
  }
}

function fromText(text: string, limits: Limits): Found[] {
  if (text.length > limits.linkFileBytes) return [new Failure('TOO_LARGE', { params: { max: limits.linkFileBytes } })];
  const recognized = recognize(text);
  switch (recognized.kind) {
    case 'card-qr':
    case 'card-chunk':
      return fromQrTexts(qrTexts(recognized.text));
    case 'card-jws':
      return [recognized.text];
    case 'card-file':
    case 'card-parameters':
      return fromJsonText(recognized.text, limits);
    case 'card-deep-link':
      return fromDeepLink(recognized.text, limits);
    case 'health-link':
      return [noCard('It is a SMART Health Link: open it instead.')];
    default:
      return [noCard('It is not a card, and holds none.')];
  }
}

/** The cards in a text, a file, or a parsed object. Never empty, never throws on data; TypeError when it is none of these. */
export async function collectCards(input: string | Blob | object, limits: Limits): Promise<Found[]> {
  if (typeof input === 'string') return fromText(input, limits);
  if (typeof input !== 'object' || input === null) throw new TypeError('input must be text, a Blob, or an object');
  if (!(input instanceof Blob)) return fromObject(input);
  if (input.size > limits.linkFileBytes) return [new Failure('TOO_LARGE', { params: { max: limits.linkFileBytes } })];
  try {
    return fromText(fromUtf8(new Uint8Array(await input.arrayBuffer())), limits);
  } catch (error) {
    return [error instanceof Failure ? error : noCard('The file could not be read.')];
  }
}
