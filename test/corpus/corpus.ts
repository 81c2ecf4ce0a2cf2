/**
 * Synthetic photographs to measure reading with. The same seed gives the same pictures; a result counts when it also holds on
 * seeds that nothing was tuned on.
 */

import type { QrImage } from '../../src/qr/index.js';
import { photograph, type Shot } from './photograph.js';
import { type Random, random } from './random.js';
import { randomText } from './texts.js';

export interface Sample {
  readonly name: string;
  /** What makes it hard. */
  readonly kind: string;
  /** The text in the code; null when there is none. */
  readonly text: string | null;
  readonly image: QrImage;
}

type Harm = (chance: Random) => Partial<Shot>;

/** Each kind has one thing wrong with it, and `mixed` three at once, milder. */
export const KINDS: Record<string, Harm> = {
  clean: () => ({}),
  small: (chance) => ({ modulePixels: chance.between(1.5, 2.2), rotation: chance.between(-10, 10) }),
  rotation: (chance) => ({ rotation: chance.between(0, 360) }),
  tilt: (chance) => ({ tilt: chance.between(15, 45), tiltAxis: chance.between(0, 180) }),
  bend: (chance) => ({ bend: chance.between(1, 5) }),
  blur: (chance) => ({ blur: chance.between(0.8, 2) }),
  motion: (chance) => ({ motion: chance.between(3, 7) }),
  contrast: (chance) => ({ contrast: chance.between(20, 60), noise: chance.between(0, 2) }),
  light: (chance) => ({ gradient: chance.between(0.15, 0.4) }),
  glare: (chance) => ({ glare: chance.between(0.5, 1.1), glareRadius: chance.between(0.1, 0.25) }),
  moire: (chance) => ({ moire: chance.between(0.1, 0.35) }),
  noise: (chance) => ({ noise: chance.between(8, 40) }),
  jpeg: (chance) => ({ quality: chance.whole(8, 40) }),
  inverted: () => ({ inverted: true }),
  disc: (chance) => ({ disc: chance.between(0.01, 0.06) }),
  mixed: (chance) => ({
    rotation: chance.between(-30, 30),
    tilt: chance.between(5, 25),
    tiltAxis: chance.between(0, 180),
    blur: chance.between(0.4, 1),
    noise: chance.between(3, 12),
    gradient: chance.between(0.5, 1),
    contrast: chance.between(80, 180),
    quality: chance.whole(40, 80),
  }),
};

function shotOf(kind: string, chance: Random): Shot {
  const [width, height] = chance.pick([
    [1280, 720],
    [1920, 1080],
  ] as const);
  return {
    width,
    height,
    modulePixels: chance.between(2.4, 6),
    rotation: chance.between(-8, 8),
    tilt: chance.between(0, 5),
    tiltAxis: chance.between(0, 180),
    bend: 0,
    inverted: false,
    disc: 0,
    gradient: chance.between(0.7, 1),
    glare: 0,
    glareRadius: 0,
    blur: chance.between(0.2, 0.6),
    motion: 0,
    contrast: chance.between(190, 215),
    moire: 0,
    noise: chance.between(1, 4),
    quality: 0,
    ...KINDS[kind]?.(chance),
  };
}

/** One picture: its number decides its kind and, with the seed, all else. Every 30th has no code in it. */
export function sample(seed: number, number: number): Sample {
  const kinds = Object.keys(KINDS);
  const chance = random(seed * 1_000_003 + number * 7919);
  const empty = number % 30 === 29;
  const kind = empty ? 'no code' : (kinds[number % kinds.length] as string);
  const text = empty ? null : randomText(chance);
  return { name: `${seed}-${number} ${kind}`, kind, text, image: photograph(text, shotOf(kind, chance), chance) };
}

/** The whole corpus, one picture after the other. */
export function* corpus(seed: number, count = 360): Generator<Sample> {
  for (let number = 0; number < count; number++) yield sample(seed, number);
}
