/** Small damages to text, of the kinds that scanners, e-mail programs and attackers do. */

import type { Random } from '../corpus/random.js';

const PIECES = [
  'shc:/',
  'shc:/1/2/',
  'shc:/2/2/',
  'shlink:/',
  'https://a.example/#',
  '.',
  '..',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\u0000',
  ':',
  ',',
  '\n',
  ' ',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\ud800',
  '=',
  '+',
  '/',
  '%',
  '%7B',
  'null',
  'true',
  '1e400',
  '-0',
  '__proto__',
  'verifiableCredential',
  '"verifiableCredential":',
  'resourceType',
  'Parameters',
  '0',
  '99',
  '00',
];

type Mutation = (text: string, random: Random, seeds: readonly string[]) => string;

const splice = (text: string, at: number, remove: number, insert = '') =>
  text.slice(0, at) + insert + text.slice(at + remove);

const MUTATIONS: readonly Mutation[] = [
  (text, random) => {
    const at = random.whole(0, text.length - 1);
    return splice(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random.whole(0, 7))));
  },
  (text, random) => splice(text, random.whole(0, text.length), 0, random.pick(PIECES)),
  (text, random) =>
    splice(text, random.whole(0, text.length), random.whole(0, 3), String.fromCharCode(random.whole(0, 0x17f))),
  (text, random) => splice(text, random.whole(0, text.length), random.whole(0, 19)),
  (text, random) => text.slice(0, random.whole(0, text.length)),
  (text, random) => {
    const at = random.whole(0, text.length);
    return splice(text, at, 0, text.slice(at, at + random.whole(0, 39)));
  },
  (text, random, seeds) => {
    const other = random.pick(seeds);
    return text.slice(0, random.whole(0, text.length)) + other.slice(random.whole(0, other.length));
  },
  (text, random, seeds) => `${text}${random.pick(['\n', '', ' ', ','])}${random.pick(seeds)}`,
  (text, random) => {
    const [a, b] = [random.whole(0, text.length - 1), random.whole(0, text.length - 1)];
    const swapped = splice(text, a, 1, text[b]);
    return splice(swapped, b, 1, text[a]);
  },
  (text, random) => text.replace(/(.{30})/g, `$1${random.pick(['\n', '\r\n', ' ', '\t'])}`),
  (text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '?')),
  (text) => text.toUpperCase(),
  (text) => JSON.stringify({ verifiableCredential: [text] }),
];

/** A seed with one to four damages. */
export function mutate(seeds: readonly string[], random: Random): string {
  let text = random.pick(seeds);
  for (let left = 1 + random.whole(0, 3); left > 0 && text.length > 0; left--)
    text = random.pick(MUTATIONS)(text, random, seeds);
  return text.slice(0, 200_000);
}
