/** `shc-elements qr` */

import { Command } from 'commander';
import { cardToQrText, recognize } from '../src/index.js';
import { encodeQr, type QrModules } from '../src/qr/index.js';
import { readInput, UsageError } from './input.js';

/** White modules around the code, as the QR standard asks. */
const QUIET = 4;

const isDark = ({ size, modules }: QrModules, x: number, y: number): boolean =>
  x >= 0 && y >= 0 && x < size && y < size && modules[y * size + x] === 1;

/** Two rows in one line of text; light on dark terminals needs the light modules drawn. */
function terminal(code: QrModules): string {
  const lines: string[] = [];
  for (let y = -QUIET; y < code.size + QUIET; y += 2) {
    let line = '';
    for (let x = -QUIET; x < code.size + QUIET; x++)
      line += [' ', '▄', '▀', '█'][(isDark(code, x, y) ? 0 : 2) + (isDark(code, x, y + 1) ? 0 : 1)];
    lines.push(line);
  }
  return lines.join('\n');
}

function svg(code: QrModules): string {
  const edge = code.size + 2 * QUIET;
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (isDark(code, x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${edge} ${edge}" shape-rendering="crispEdges"><rect width="${edge}" height="${edge}" fill="#fff"/><path d="${path}"/></svg>`;
}

function textsOf(input: string, chunks: boolean): string[] {
  const found = recognize(input);
  switch (found.kind) {
    case 'card-jws':
      return cardToQrText(found.text, { chunks });
    case 'card-file':
      return (JSON.parse(found.text).verifiableCredential as string[]).flatMap((jws) => cardToQrText(jws, { chunks }));
    case 'card-qr':
    case 'card-chunk':
      return found.text.split('\n');
    case 'health-link':
      return [found.text];
    default:
      throw new UsageError('There is no card and no link in this.');
  }
}

export const qrCommand = (): Command =>
  new Command('qr')
    .description('Draw the QR code of a card or link.')
    .argument('<input>', 'a .smart-health-card file, a JWS, shc:/ or shlink:/ text, or - for standard input')
    .option('--svg', 'print SVG instead of drawing in the terminal')
    .option('--chunks', 'split a card that is too long for one code (deprecated)')
    .action(async (input: string, { svg: asSvg = false, chunks = false }: { svg?: boolean; chunks?: boolean }) => {
      for (const text of textsOf(await readInput(input), chunks)) {
        const code = encodeQr(text);
        console.log(asSvg ? svg(code) : terminal(code));
      }
    });
