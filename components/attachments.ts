/** Files that strangers put into health data: what they are by their first bytes, and pictures that are safe to draw. */

/** Where the bytes come from: base64 inside health data, or a file of its own. */
export interface Enclosed {
  readonly data?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

/** What a file is saved as. Never a type that a browser would run. */
export interface FileType {
  readonly type: string;
  readonly extension: string;
}

/** Bytes of a picture; its pixels. A decoded pixel takes four bytes. */
export const MOST_PICTURE_BYTES = 10_000_000;
export const MOST_PIXELS = 40_000_000;
/** No picture of a document or a person is longer on one side; decoders differ in how they fail beyond. */
export const LONGEST_SIDE = 16_384;

/** Standard base64 to bytes, white space allowed as FHIR has it; undefined when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The bytes, from wherever they are; undefined when they cannot be read. */
export const bytesOf = ({ data, bytes }: Enclosed): Uint8Array<ArrayBuffer> | undefined =>
  bytes ? (bytes as Uint8Array<ArrayBuffer>) : data === undefined ? undefined : fromBase64(data);

const SIGNATURES: readonly (FileType & { readonly bytes: readonly number[] })[] = [
  { type: 'application/pdf', extension: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'image/png', extension: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', extension: 'jpg', bytes: [0xff, 0xd8, 0xff] },
];

/** Ends of file names for texts that no program runs. Their type is that of plain bytes all the same. */
const TEXTS: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/json': 'json',
  'application/fhir+json': 'json',
};

/** What a file is, by its first bytes: what it calls itself decides nothing but the end of a text's name. */
export function fileTypeOf(bytes: Uint8Array, claimed = ''): FileType {
  const found = SIGNATURES.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte));
  if (found) return { type: found.type, extension: found.extension };
  const named = claimed.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return {
    type: 'application/octet-stream',
    extension: Object.hasOwn(TEXTS, named) ? (TEXTS[named] as string) : 'bin',
  };
}

/** May this be a picture that can be drawn? By the beginning of it; it is looked at closely before it is drawn. */
export function maybePicture({ data, bytes }: Enclosed): boolean {
  const start = bytes?.subarray(0, 12) ?? fromBase64((data ?? '').slice(0, 64).replace(/\s+/g, '').slice(0, 12));
  return start !== undefined && fileTypeOf(start).type.startsWith('image/');
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);

/** IHDR comes first and is 13 bytes long. PNG (third edition) 11.2.1. */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 33 || u32(bytes, 8) !== 13 || u32(bytes, 12) !== 0x49_48_44_52) return undefined;
  return { width: u32(bytes, 16), height: u32(bytes, 20) };
}

/** The frame header, found from marker to marker. ITU-T T.81 B.1.1 and B.2.2. */
function jpegSize(bytes: Uint8Array): Size | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // All but DHT, JPG and DAC, which share their range, begin a frame.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: u16(bytes, at + 5), width: u16(bytes, at + 7) };
    }
    // The picture's data before any frame, or markers without a length: not a file to draw.
    if (marker === 0xda || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)) return undefined;
    at += 2 + u16(bytes, at + 2);
  }
  return undefined;
}

/** Why a picture is not drawn. */
export type PictureRefusal = 'not-a-picture' | 'too-large' | 'broken';

const fits = ({ width, height }: Size): boolean =>
  width <= LONGEST_SIDE && height <= LONGEST_SIDE && width * height <= MOST_PIXELS;

/** Type and size of a PNG or JPEG by its own head, before anything decodes it; or why it is not drawn. */
export function inspectPicture(bytes: Uint8Array): (Size & { readonly type: string }) | PictureRefusal {
  const { type } = fileTypeOf(bytes);
  if (!type.startsWith('image/')) return 'not-a-picture';
  if (bytes.length > MOST_PICTURE_BYTES) return 'too-large';
  const size = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0) return 'broken';
  return fits(size) ? { ...size, type } : 'too-large';
}

/**
 * Decodes a picture once its head was found harmless. No address is made for it, so it can be neither fetched nor framed.
 * @returns the caller closes the bitmap
 */
export async function decodePicture(bytes: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | PictureRefusal> {
  const found = inspectPicture(bytes);
  if (typeof found === 'string') return found;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: found.type }));
  } catch {
    return 'broken';
  }
  // The decoder may have turned it as its camera was held; any other size is not the one that was looked at.
  const [long, short] = [Math.max(found.width, found.height), Math.min(found.width, found.height)];
  if (Math.max(bitmap.width, bitmap.height) === long && Math.min(bitmap.width, bitmap.height) === short) return bitmap;
  bitmap.close();
  return 'broken';
}
