/**
 * What a hardware scanner meant to type. Such a scanner ("keyboard wedge") plays a US keyboard; on a computer set to
 * another layout `shc:/56...` arrives as `shcÖ-56...` or `shcM!(^...`. Every key press says both: the character that came
 * out, and the key that was hit.
 */

/** One key press of a burst. */
export interface WedgeKey {
  /** KeyboardEvent.key: one character. */
  readonly key: string;
  /** KeyboardEvent.code: the key that was hit, '' where the system does not say. */
  readonly code: string;
  readonly shift: boolean;
}

const SHIFTED: Readonly<Record<string, string>> = {
  Semicolon: ';:',
  Slash: '/?',
  Minus: '-_',
  Equal: '=+',
  Period: '.>',
  Comma: ',<',
  Quote: `'"`,
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Backquote: '`~',
  Space: '  ',
};
const DIGITS_SHIFTED = ')!@#$%^&*(';
const NUMPAD: Readonly<Record<string, string>> = { Divide: '/', Multiply: '*', Subtract: '-', Add: '+', Decimal: '.' };

/** The character this key gives on a US keyboard; undefined for a key that has none, or is not named. */
export function usCharacter({ code, shift }: WedgeKey): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit) return shift ? DIGITS_SHIFTED[Number(digit)] : digit;
  const pad = /^Numpad(.+)$/.exec(code)?.[1];
  if (pad) return /^\d$/.test(pad) ? pad : NUMPAD[pad];
  return SHIFTED[code]?.[shift ? 1 : 0];
}

/**
 * The texts a burst may stand for, likeliest first, without repeats: as it came out, as a US keyboard would have typed
 * it, and both with the usual damage repaired (a symbology prefix, a lost `shc:/`, `:` and `/` of another layout, letters in the wrong case).
 */
export function readingsOf(burst: readonly WedgeKey[]): string[] {
  const typed = burst.map(({ key }) => key).join('');
  const meant = burst.map((one) => usCharacter(one) ?? one.key).join('');
  const texts = [typed, meant].map((text) => text.trim());
  return [...new Set([...texts, ...texts.map(repair)])];
}

const REPAIRS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  // An AIM symbology identifier in front: ]Q1 is a QR code.
  [/^\][A-Za-z]\d(?=shc|shlink|http|\d)/i, () => ''],
  // The prefix left out: '{"' of every JWS header is 56 76, or a chunk's numbers.
  [/^(?=5676\d{60,}$|\d{1,2}\/\d{1,2}\/\d{60,}$)/, () => 'shc:/'],
  // ':/' and '/' come out as other signs: shcÖ-1-3-5676...
  [
    /^shc[^\da-z]{1,2}(\d{1,2})([^\da-z])(\d{1,2})\2(\d{60,})$/i,
    (_, place = '', __, of = '', digits = '') => `shc:/${place}/${of}/${digits}`,
  ],
  [/^shc[^\da-z]{1,2}(?=\d{60,}$)/i, () => 'shc:/'],
  [/^(shlink)[^\w]{1,2}(?=[\w-]{20,}$)/i, () => 'shlink:/'],
  [/^shc:\/(?=[\d/]+$)/i, () => 'shc:/'],
  // Caps lock turns the case around; only `eyJ` can begin a link's payload.
  [/^shlink:\/EYj.*$/i, (link = '') => (link.includes('/EYj') ? swapCase(link) : link)],
];

function repair(text: string): string {
  return REPAIRS.reduce(
    (repaired, [pattern, change]) => repaired.replace(pattern, (...parts) => change(...parts.map(String))),
    text,
  );
}

function swapCase(text: string): string {
  const [scheme = '', ...rest] = text.split('/');
  const swapped = [...rest.join('/')].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
  return `${scheme.toLowerCase()}/${swapped.join('')}`;
}
