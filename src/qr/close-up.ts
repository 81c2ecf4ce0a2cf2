/** The place where a code seems to be, cut out, turned upright, made larger, and paper that was bowed made flat. */

import { locate, type Region } from './locate.js';
import type { Luma, Point } from './types.js';

/** Room around, for the quiet zone and for not being exact: the picture's side in sides of the code. */
const ROOM = 1.25;
/** New pixels for each old one, and the most along a side. */
const LARGER = 1.6;
const MOST = 1000;

/** How paper is bowed: a cosine along one of the code's two directions, its height in sides of the code. */
export interface Bow {
  readonly across: number;
  readonly down: number;
}

export interface CloseUp {
  readonly picture: Luma;
  /** From a point of the close-up to the picture it was cut from. */
  readonly back: (point: Point) => Point;
}

const located = new WeakMap<Luma, Region | null>();

/** @returns null when there is no such place */
export function closeUp(from: Luma, bow: Bow): CloseUp | null {
  let region = located.get(from);
  if (region === undefined) {
    region = locate(from);
    located.set(from, region);
  }
  if (!region) return null;
  const { x, y, size } = region;
  const side = Math.min(MOST, Math.round(ROOM * LARGER * size));
  const [cos, sin] = [Math.cos(region.angle) * size, Math.sin(region.angle) * size];
  const back = (point: Point): Point => {
    // In sides of the code, from its middle.
    const u = (point.x / side - 0.5) * ROOM;
    const v = (point.y / side - 0.5) * ROOM;
    const straightU = u + bow.across * (Math.cos(Math.PI * v) - 0.5);
    const straightV = v + bow.down * (Math.cos(Math.PI * u) - 0.5);
    return { x: x + straightU * cos - straightV * sin, y: y + straightU * sin + straightV * cos };
  };
  const data = new Uint8Array(side * side);
  for (let j = 0, at = 0; j < side; j++) {
    for (let i = 0; i < side; i++, at++) data[at] = between(from, back({ x: i + 0.5, y: j + 0.5 }));
  }
  return { picture: { data, width: side, height: side }, back };
}

/** The grey at a point between pixels; mid grey outside. */
function between({ data, width, height }: Luma, { x, y }: Point): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 128;
  const [right, below] = [x - 0.5 - left, y - 0.5 - top];
  const at = top * width + left;
  return (
    ((data[at] as number) * (1 - right) + (data[at + 1] as number) * right) * (1 - below) +
    ((data[at + width] as number) * (1 - right) + (data[at + width + 1] as number) * right) * below
  );
}
