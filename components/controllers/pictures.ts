/** From a file to what is in it: pixels of a picture, or text. */

import type { KnownCode } from '../../src/index.js';
import { fileFacts, HEAD_BYTES } from './file-kind.js';

export type FileContent =
  | { readonly kind: 'image'; readonly image: ImageData }
  | { readonly kind: 'text'; readonly text: string }
  /** `what` for a kind of file that is known and cannot be read here. */
  | { readonly kind: 'unreadable'; readonly code: KnownCode; readonly what?: 'heic' | 'pdf' };

/** A picture of more pixels than this is refused before it is decoded. */
const MAX_PIXELS = 120_000_000;
/** A picture of more is made smaller: no code needs more, and the reader takes no more. */
const ENOUGH_PIXELS = 24_000_000;
/** Bytes. The largest thing people have as text is a file of many cards. */
const MAX_TEXT = 10_000_000;
const MAX_FILE = 64_000_000;

/** Reads a file of any kind. Never throws for what is in it. */
export async function readFile(file: Blob): Promise<FileContent> {
  if (file.size > MAX_FILE) return { kind: 'unreadable', code: 'TOO_LARGE' };
  const { kind, pixels = 0 } = fileFacts(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (pixels > MAX_PIXELS) return { kind: 'unreadable', code: 'TOO_LARGE' };
  if (kind === 'pdf') return { kind: 'unreadable', code: 'CONTENT_TYPE', what: 'pdf' };
  if (kind === 'text') return readText(file);
  try {
    return { kind: 'image', image: await pixelsOf(file) };
  } catch {
    // Safari opens HEIC; other browsers do not.
    return { kind: 'unreadable', code: 'CONTENT_TYPE', ...(kind === 'heic' && { what: 'heic' }) };
  }
}

async function readText(file: Blob): Promise<FileContent> {
  if (file.size > MAX_TEXT) return { kind: 'unreadable', code: 'TOO_LARGE' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { kind: 'unreadable', code: 'CONTENT_TYPE' };
  }
}

async function pixelsOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.min(1, Math.sqrt(ENOUGH_PIXELS / (bitmap.width * bitmap.height)));
    const width = Math.max(1, Math.floor(bitmap.width * scale));
    const height = Math.max(1, Math.floor(bitmap.height * scale));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    // Codes are black on white: what is transparent counts as paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    const image = context.getImageData(0, 0, width, height);
    canvas.width = canvas.height = 0;
    return image;
  } finally {
    bitmap.close();
  }
}
