/** Image to text and text to image, for QR codes of cards and links. Loaded on first use; nothing happens at import. */

export { createDecoder } from './decoder.js';
export { encodeQr, type QrModules } from './encode.js';
export type { DecodeOptions, DecoderOptions, Point, QrDecoder, QrImage, QrRead } from './types.js';
