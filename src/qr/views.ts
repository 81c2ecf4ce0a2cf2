/** Ways to look at a picture: prepared first, and what was found put back to where it is in the picture that was given. */

import { type Bow, closeUp } from './close-up.js';
import { crop, enlarge, evenContrast, sharpen, shrink } from './luma.js';
import type { Luma, Point, QrRead, Step } from './types.js';

/** No engine gets more pixels at once: what a crafted picture costs grows with their square. A phone's photograph has more. */
const MOST_PIXELS = 2_500_000;
/** Sides of the tiles that a larger picture is cut into, and how far apart they are. */
const TILE = 1500;
const TILE_STEP = 1100;

interface Prepared {
  readonly picture: Luma;
  /** The way back to the given picture, when it is another place. */
  readonly back?: (point: Point) => Point;
}

interface View {
  readonly name: string;
  /** One picture, several, or none where this view is of no use. */
  prepare(picture: Luma): Iterable<Prepared>;
}

const isLarge = ({ width, height }: Luma) => width * height > MOST_PIXELS;

/** The whole picture, made smaller when it is large, then changed. */
const whole = (name: string, change: (picture: Luma) => Luma): View => ({
  name,
  *prepare(picture) {
    if (!isLarge(picture)) return yield { picture: change(picture) };
    const by = Math.ceil(Math.sqrt((picture.width * picture.height) / MOST_PIXELS));
    yield { picture: change(shrink(picture, by)), back: ({ x, y }) => ({ x: x * by, y: y * by }) };
  },
});

const near = (name: string, bow: Bow): View => ({
  name,
  *prepare(picture) {
    const found = closeUp(picture, bow);
    if (found) yield { picture: sharpen(found.picture, 4, 2), back: found.back };
  },
});

export const VIEWS = {
  plain: whole('plain', (picture) => picture),
  /** Where the code seems to be: small, turned, blurred, faint. */
  near: near('near', { across: 0, down: 0 }),
  /** The same harms when that place was not found. */
  sharp: whole('sharp', (picture) => sharpen(picture, 3, 3)),
  /** Very faint ink, glare. */
  even: whole('even', (picture) => evenContrast(picture, 20)),
  /** Small codes: twice the size, or a large picture in parts. */
  large: {
    name: 'large',
    *prepare(picture: Luma): Iterable<Prepared> {
      if (!isLarge(picture)) {
        return yield { picture: sharpen(enlarge(picture), 4, 3), back: ({ x, y }) => ({ x: x / 2, y: y / 2 }) };
      }
      for (let top = 0; top === 0 || top + TILE - TILE_STEP < picture.height; top += TILE_STEP) {
        for (let left = 0; left === 0 || left + TILE - TILE_STEP < picture.width; left += TILE_STEP) {
          yield { picture: crop(picture, left, top, TILE), back: ({ x, y }) => ({ x: x + left, y: y + top }) };
        }
      }
    },
  },
} as const satisfies Record<string, View>;

/** Paper that is bowed, one way or the other, by this share of the code's side. */
export const bowed = (height: number): View[] =>
  [height, -height].flatMap((bow) => [
    near(`bowed down ${bow}`, { across: 0, down: bow }),
    near(`bowed across ${bow}`, { across: bow, down: 0 }),
  ]);

/** A step that looks with `look` at this view. */
export function through(view: View, name: string, look: Step['look']): Step {
  return {
    name: `${name}, ${view.name}`,
    look(given, deadline) {
      for (const { picture, back } of view.prepare(given)) {
        const read = look(picture, deadline);
        if (read) return back ? moved(read, back) : read;
        if (performance.now() > deadline) break;
      }
      return null;
    },
  };
}

function moved({ text, corners: [a, b, c, d] }: QrRead, back: (point: Point) => Point): QrRead {
  return { text, corners: [back(a), back(b), back(c), back(d)] };
}
