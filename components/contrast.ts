/** Colours that a card brings along: taken only as plain hex, and only where what is written on them can be read. */

type Rgb = readonly [number, number, number];

/** '#abc' or '#aabbcc'; anything else is no colour here. */
function parse(color: string | undefined): Rgb | undefined {
  const [, hex] = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(color?.trim() ?? '') ?? [];
  if (!hex) return undefined;
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

const write = (rgb: Rgb): string => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance (WCAG 2.2). */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

export interface CardColors {
  readonly background: string;
  readonly text: string;
  readonly highlight?: string;
}

/** Readable text on the card's background: its own when the contrast is 4.5:1 and more, else black or white. */
export function cardColors(background?: string, text?: string, highlight?: string): CardColors | undefined {
  const back = parse(background);
  if (!back) return undefined;
  const own = parse(text);
  const black: Rgb = [0, 0, 0];
  const white: Rgb = [255, 255, 255];
  const best = contrast(back, white) >= contrast(back, black) ? white : black;
  const accent = parse(highlight);
  return {
    background: write(back),
    text: write(own && contrast(back, own) >= 4.5 ? own : best),
    ...(accent && { highlight: write(accent) }),
  };
}
