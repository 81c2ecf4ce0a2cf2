/** Where in a picture a code seems to be, for when no finder pattern was found: the largest patch that is busy in both directions. */

import type { Luma, Point } from './types.js';

/** A square in the picture. */
export interface Region {
  /** The middle, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Of its sides, in radians, from -45 to 45 degrees: which way is up is not known. */
  readonly angle: number;
  /** Length of a side, in pixels: about that of the code without its quiet zone. */
  readonly size: number;
}

/** Pixels along a block, the unit in which busyness is measured. */
const BLOCK = 8;
/** Blocks in the smallest patch worth a look. */
const FEWEST = 20;

export function locate(picture: Luma): Region | null {
  const blocks = busyness(picture);
  const patch = largestPatch(blocks, threshold(blocks.data));
  if (patch.length < FEWEST) return null;
  const centres = patch.map((at): Point => {
    const row = Math.floor(at / blocks.width);
    return { x: (at - row * blocks.width + 0.5) * BLOCK, y: (row + 0.5) * BLOCK };
  });
  const angle = directionOf(picture, centres);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = extent(centres.map(({ x, y }) => x * cos + y * sin));
  const down = extent(centres.map(({ x, y }) => y * cos - x * sin));
  return {
    x: across.middle * cos - down.middle * sin,
    y: across.middle * sin + down.middle * cos,
    angle,
    size: Math.max(across.length, down.length),
  };
}

interface Blocks {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** For each block the sum of steps from pixel to pixel, of that direction which has fewer: text lines and edges have one only. */
function busyness({ data, width, height }: Luma): Blocks {
  const [wide, high] = [Math.floor(width / BLOCK), Math.floor(height / BLOCK)];
  const raw = new Float32Array(wide * high);
  for (let by = 0; by < high; by++) {
    for (let bx = 0; bx < wide; bx++) {
      let [across, down] = [0, 0];
      for (let y = by * BLOCK; y < Math.min(by * BLOCK + BLOCK, height - 2); y++) {
        for (let at = y * width + bx * BLOCK, i = 0; i < BLOCK; i++, at++) {
          const value = data[at] as number;
          across += Math.abs(value - (data[at + 2] as number));
          down += Math.abs(value - (data[at + 2 * width] as number));
        }
      }
      raw[by * wide + bx] = Math.min(across, down);
    }
  }
  // The mean of 5 x 5 blocks closes the holes in a patch.
  const smooth = new Float32Array(raw.length);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      let [sum, count] = [0, 0];
      for (let j = Math.max(0, y - 2); j <= Math.min(high - 1, y + 2); j++) {
        for (let i = Math.max(0, x - 2); i <= Math.min(wide - 1, x + 2); i++, count++)
          sum += raw[j * wide + i] as number;
      }
      smooth[y * wide + x] = sum / count;
    }
  }
  return { data: smooth, width: wide, height: high };
}

/** Two fifths of the way from quiet to busy. */
function threshold(values: Float32Array): number {
  const sorted = values.slice().sort();
  const [quiet, busy] = [sorted[Math.floor(sorted.length * 0.25)] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0];
  return quiet + 0.4 * (busy - quiet);
}

/** The blocks over the threshold that touch each other, where most do. */
function largestPatch({ data, width, height }: Blocks, least: number): number[] {
  const seen = new Uint8Array(data.length);
  let largest: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] as number) <= least) continue;
    const patch = [start];
    seen[start] = 1;
    for (let i = 0; i < patch.length; i++) {
      const at = patch[i] as number;
      const x = at % width;
      const around = [
        x > 0 && at - 1,
        x < width - 1 && at + 1,
        at >= width && at - width,
        at < width * (height - 1) && at + width,
      ];
      for (const next of around) {
        if (next === false || seen[next] || (data[next] as number) <= least) continue;
        seen[next] = 1;
        patch.push(next);
      }
    }
    if (patch.length > largest.length) largest = patch;
  }
  return largest;
}

/** The direction most edges have, of which those at a right angle count as the same: fourfold angles add up to it. */
function directionOf({ data, width, height }: Luma, centres: readonly Point[]): number {
  let [even, odd] = [0, 0];
  for (const centre of centres) {
    const [left, top] = [centre.x - BLOCK / 2, centre.y - BLOCK / 2];
    for (let y = Math.max(1, top); y < Math.min(height - 1, top + BLOCK); y++) {
      for (let x = Math.max(1, left); x < Math.min(width - 1, left + BLOCK); x++) {
        const at = y * width + x;
        const value = (offset: number) => data[at + offset] as number;
        // Sobel's operator: two pixels apart, the middle line counts twice.
        const nw_se = value(width + 1) - value(-width - 1);
        const ne_sw = value(width - 1) - value(1 - width);
        const gx = 2 * (value(1) - value(-1)) + nw_se - ne_sw;
        const gy = 2 * (value(width) - value(-width)) + nw_se + ne_sw;
        const strength = gx * gx + gy * gy;
        const fourfold = 4 * Math.atan2(gy, gx);
        even += strength * Math.cos(fourfold);
        odd += strength * Math.sin(fourfold);
      }
    }
  }
  return Math.atan2(odd, even) / 4;
}

/** From the first to the last hundredth: a stray block does not count. */
function extent(values: number[]): { middle: number; length: number } {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.floor((values.length - 1) * share)] as number;
  return { middle: (at(0.01) + at(0.99)) / 2, length: at(0.99) - at(0.01) };
}
