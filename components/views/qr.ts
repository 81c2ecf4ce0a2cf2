/** A QR code as SVG: sharp at any size, dark on white whatever the scheme, with its quiet zone. */

import { html, svg, type TemplateResult } from 'lit';

/** What encodeQr gives: one byte for each module, row after row, 1 is dark. */
export interface QrModules {
  readonly size: number;
  readonly modules: Uint8Array;
}

/** Four modules of white on each side, as the QR standard asks. */
const QUIET = 4;

/** One path for all dark modules: runs of a row become one rectangle. */
export function qrPath({ size, modules }: QrModules): string {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!modules[y * size + x]) continue;
      let end = x + 1;
      while (end < size && modules[y * size + end]) end++;
      path += `M${x} ${y}h${end - x}v1H${x}z`;
      x = end;
    }
  }
  return path;
}

/** One code. */
export function qrCode(code: QrModules, label: string): TemplateResult {
  const side = code.size + 2 * QUIET;
  return html`<svg
    class="qr"
    part="qr"
    viewBox="${-QUIET} ${-QUIET} ${side} ${side}"
    role="img"
    aria-label=${label}
    shape-rendering="crispEdges"
  >${svg`<rect x=${-QUIET} y=${-QUIET} width=${side} height=${side} fill="#fff"/><path d=${qrPath(code)} fill="#000"/>`}</svg>`;
}
