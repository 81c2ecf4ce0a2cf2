/** Text to QR modules. */

import QRCode from 'qrcode/lib/core/qrcode.js';
import { Failure } from '../errors.js';

export interface QrModules {
  /** Modules along one side, without the quiet zone: leave 4 modules free all around. */
  readonly size: number;
  /** size x size values, row after row: 1 is dark. */
  readonly modules: Uint8Array;
}

const CARD = /^(shc:\/(?:\d+\/\d+\/)?)(\d+)$/;
/** SMART Health Cards, "Encoding Chunks as QR Codes": a code of at most this version. */
const CARD_MAX_VERSION = 22;

/**
 * Makes the QR code of a card's text or of a link.
 *
 * Card text (`shc:/5676...`, also `shc:/1/2/5676...`) becomes a byte and a numeric segment, error correction level L, of at most
 * version 22, as the cards specification says. All else is one byte segment of level M, as the links specification says.
 * It does not check what the text means.
 * @throws Failure TOO_LARGE when the text does not fit
 */
export function encodeQr(text: string): QrModules {
  const card = CARD.exec(text);
  const segments = card
    ? [
        { mode: 'byte' as const, data: card[1] as string },
        { mode: 'numeric' as const, data: card[2] as string },
      ]
    : [{ mode: 'byte' as const, data: text }];
  try {
    const { modules, version } = QRCode.create(segments, { errorCorrectionLevel: card ? 'L' : 'M' });
    if (!card || version <= CARD_MAX_VERSION) return { size: modules.size, modules: Uint8Array.from(modules.data) };
  } catch {
    // It says this way that no version is large enough.
  }
  throw new Failure('TOO_LARGE', { detail: 'It does not fit into one QR code.' });
}
