/** What a file is, by its first bytes: names and types given by others are not believed. */

export type FileKind = 'image' | 'heic' | 'pdf' | 'text';

export interface FileFacts {
  readonly kind: FileKind;
  /** Pixels of the picture, where its header says them: known before anything is decoded. */
  readonly pixels?: number;
}

/** Bytes of the file that are looked at; a JPEG may carry a preview and a profile before its size. */
export const HEAD_BYTES = 256 * 1024;

/** The beginnings of files, in hexadecimal. */
const MAGIC: readonly (readonly [FileKind, RegExp])[] = [
  ['image', /^89504e470d0a1a0a/], // PNG
  ['image', /^ffd8ff/], // JPEG
  ['image', /^474946383[79]61/], // GIF
  ['image', /^52494646.{8}57454250/], // RIFF WEBP
  ['image', /^424d.{24}(0c|28|6c|7c)000000/], // BMP with a header of known size
  ['image', /^.{8}6674797061766966|^.{8}6674797061766973/], // ftyp avif, avis
  ['heic', /^.{8}66747970(68656963|68656978|68656d|686576|6d696631|6d736631)/], // ftyp heic, heix, hem., hev., mif1, msf1
  ['pdf', /^(..){0,1019}255044462d/], // %PDF-, somewhere in the first kilobyte
];

/** @param head the first HEAD_BYTES of the file, or all of it */
export function fileFacts(head: Uint8Array): FileFacts {
  const start = Array.from(head.subarray(0, 1024), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const kind = MAGIC.find(([, pattern]) => pattern.test(start))?.[0] ?? 'text';
  const pixels = kind === 'image' ? pixelsOf(head, start) : undefined;
  return pixels === undefined ? { kind } : { kind, pixels };
}

/** Width times height from the header of a PNG, JPEG, GIF or BMP; undefined where it is not found. */
function pixelsOf(head: Uint8Array, start: string): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    if (start.startsWith('8950')) return view.getUint32(16) * view.getUint32(20);
    if (start.startsWith('4749')) return view.getUint16(6, true) * view.getUint16(8, true);
    if (start.startsWith('424d')) return Math.abs(view.getInt32(18, true) * view.getInt32(22, true));
    if (start.startsWith('ffd8')) return jpegPixels(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** Walks the segments of a JPEG to its frame header (ITU-T T.81, B.2.2). */
function jpegPixels(view: DataView): number | undefined {
  for (let at = 2; at < view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7);
    if (marker < 0xffc0) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
