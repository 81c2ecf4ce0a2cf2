/** Ways to look at a picture: prepared first, and what was found put back to where it is in the picture that was given. */

import { type Bow, closeUp } from './close-up.js';
import { enlarge, evenContrast, sharpen, shrink } from './luma.js';
import type { Luma, Point, QrRead, Step } from './types.js';

/** Phones' own cameras give more pixels; twice as large would be too much. */
const LARGE = 4_000_000;

interface View {
  readonly name: string;
  /** The prepared picture and the way back to the given one; null when this view is of no use for it. */
  prepare(picture: Luma): { readonly picture: Luma; readonly back?: (point: Point) => Point } | null;
}

const sameSize = (name: string, change: (picture: Luma) => Luma): View => ({
  name,
  prepare: (picture) => ({ picture: change(picture) }),
});

const resized = (name: string, scale: number, of: 'large' | 'others', change: (picture: Luma) => Luma): View => ({
  name,
  prepare: (picture) =>
    picture.width * picture.height > LARGE === (of === 'large')
      ? { picture: change(picture), back: ({ x, y }) => ({ x: x / scale, y: y / scale }) }
      : null,
});

const near = (name: string, bow: Bow): View => ({
  name,
  prepare(picture) {
    const found = closeUp(picture, bow);
    return found && { picture: sharpen(found.picture, 4, 2), back: found.back };
  },
});

export const VIEWS = {
  plain: sameSize('plain', (picture) => picture),
  /** Blur, faint ink, glare. */
  sharp: sameSize('sharp', (picture) => sharpen(picture, 3, 3)),
  /** Small codes with any of these. */
  large: resized('large', 2, 'others', (picture) => sharpen(enlarge(picture), 4, 3)),
  /** Noise, and moire of screens, in the many pixels of a phone's picture. */
  small: resized('small', 0.5, 'large', (picture) => sharpen(shrink(picture, 2), 3, 2)),
  /** Very faint ink, glare. */
  even: sameSize('even', (picture) => evenContrast(picture, 20)),
  near: near('near', { across: 0, down: 0 }),
} as const;

/** Paper that is bowed, one way or the other. */
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
      const prepared = view.prepare(given);
      const read = prepared && look(prepared.picture, deadline);
      return read && prepared.back ? moved(read, prepared.back) : read;
    },
  };
}

function moved({ text, corners: [a, b, c, d] }: QrRead, back: (point: Point) => Point): QrRead {
  return { text, corners: [back(a), back(b), back(c), back(d)] };
}
