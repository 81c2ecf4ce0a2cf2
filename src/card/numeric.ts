/** `shc:/` QR text: a JWS as numbers, whole or in chunks (SMART Health Cards, "Encoding chunks as QR codes"). */

import { Failure } from '../errors.js';

const PREFIX = 'shc:/';
/** Each character is its code point minus 45, in two digits. */
const OFFSET = 45;
const HIGHEST = 'z'.charCodeAt(0) - OFFSET;
/** Characters of JWS in one QR code of version 22, level L. */
const WHOLE_MAX = 1195;
/** Characters of JWS in one chunk: the chunk's prefix takes the rest. */
const CHUNK_MAX = 1191;

export interface Chunk {
  readonly index: number;
  readonly total: number;
  readonly digits: string;
}

/** True for text that says it is a card's QR text. The scheme is lower case, as the standard writes it. */
export const isQrText = (text: string): boolean => text.startsWith(PREFIX);

/** Pasted QR text with its white space and line wraps taken out, one text for each code. */
export const qrTexts = (text: string): string[] =>
  text
    .replace(/\s+/g, '')
    .split(/(?=shc:\/)/)
    .filter((piece) => piece !== '');

/** A chunk's position and digits; undefined for anything but a chunk. */
export function parseChunk(text: string): Chunk | undefined {
  const match = /^shc:\/(\d{1,4})\/(\d{1,4})\/(\d+)$/.exec(text);
  return match ? { index: Number(match[1]), total: Number(match[2]), digits: match[3] as string } : undefined;
}

/** Digits to JWS text. Throws QR_FORMAT. */
function fromDigits(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new Failure('QR_FORMAT', { detail: 'There is something other than digits.' });
  if (digits.length % 2) throw new Failure('QR_FORMAT', { detail: 'A digit is missing.' });
  let text = '';
  for (let i = 0; i < digits.length; i += 2) {
    const value = (digits.charCodeAt(i) - 48) * 10 + digits.charCodeAt(i + 1) - 48;
    if (value > HIGHEST) throw new Failure('QR_FORMAT', { detail: 'A pair of digits stands for no character.' });
    text += String.fromCharCode(value + OFFSET);
  }
  return text;
}

function toDigits(jws: string): string {
  let digits = '';
  for (let i = 0; i < jws.length; i++) digits += String(jws.charCodeAt(i) - OFFSET).padStart(2, '0');
  return digits;
}

/**
 * One card's QR texts to its JWS: a single whole text, or all chunks of one set in any order; the same chunk twice is fine.
 * Throws QR_FORMAT, and QR_CHUNK when chunks are missing, contradict each other, or are mixed with other texts.
 */
export function decodeQrTexts(texts: readonly string[]): { jws: string; chunked: boolean } {
  const [first = ''] = texts;
  if (texts.length === 1 && !parseChunk(first)) {
    if (!isQrText(first)) throw new Failure('QR_FORMAT', { detail: 'It does not start with shc:/.' });
    return { jws: fromDigits(first.slice(PREFIX.length)), chunked: false };
  }
  const digits = new Map<number, string>();
  let total: number | undefined;
  for (const text of texts) {
    const chunk = parseChunk(text);
    if (!chunk) throw new Failure('QR_CHUNK', { detail: 'One of them is not a part of a card.' });
    total ??= chunk.total;
    if (chunk.total !== total) throw new Failure('QR_CHUNK', { detail: 'They are parts of different cards.' });
    if (chunk.index < 1 || chunk.index > total)
      throw new Failure('QR_CHUNK', { detail: 'A part has an impossible number.' });
    if ((digits.get(chunk.index) ?? chunk.digits) !== chunk.digits) {
      throw new Failure('QR_CHUNK', { detail: 'Two parts with the same number differ.' });
    }
    digits.set(chunk.index, chunk.digits);
  }
  if (total === undefined || digits.size !== total) {
    throw new Failure('QR_CHUNK', {
      detail: 'Not all parts are there.',
      params: { have: digits.size, of: total ?? 0 },
    });
  }
  let jws = '';
  for (let index = 1; index <= total; index++) jws += fromDigits(digits.get(index) as string);
  return { jws, chunked: true };
}

/**
 * A JWS as QR text: one text of up to 1195 characters of JWS. Longer, `chunks: true` gives balanced chunks of at most 1191 characters each
 * (deprecated since VCI 1.3.0: prefer a SMART Health Link). To draw the codes see `encodeQr` of `shc-elements/qr`.
 * @throws RangeError when the JWS is longer and `chunks` is not true; TypeError when it is no compact JWS.
 */
export function cardToQrText(jws: string, { chunks = false }: { chunks?: boolean } = {}): string[] {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws)) throw new TypeError('jws must be a compact JWS');
  if (jws.length <= WHOLE_MAX) return [PREFIX + toDigits(jws)];
  if (!chunks) {
    throw new RangeError(
      `The card has ${jws.length} characters; one QR code holds ${WHOLE_MAX}. Issue less in one card, or share it as a SMART Health Link.`,
    );
  }
  const total = Math.ceil(jws.length / CHUNK_MAX);
  const size = Math.ceil(jws.length / total);
  return Array.from(
    { length: total },
    (_, i) => `${PREFIX}${i + 1}/${total}/${toDigits(jws.slice(i * size, (i + 1) * size))}`,
  );
}
