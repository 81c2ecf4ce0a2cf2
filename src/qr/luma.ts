/** Grey pictures, and ways of making them easier to read. */

import type { Luma, QrImage } from './types.js';

/** RGBA to grey (ITU-R BT.601). What is transparent counts as white paper. */
export function toLuma({ data, width, height }: QrImage): Luma {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    const value =
      (306 * (data[at] as number) + 601 * (data[at + 1] as number) + 117 * (data[at + 2] as number) + 512) >> 10;
    const alpha = data[at + 3] as number;
    grey[i] = alpha === 255 ? value : 255 + ((value - 255) * alpha) / 255;
  }
  return { data: grey, width, height };
}

/** A square of the picture, less where the picture ends. */
export function crop(picture: Luma, left: number, top: number, side: number): Luma {
  const width = Math.min(side, picture.width - left);
  const height = Math.min(side, picture.height - top);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * picture.width + left;
    data.set(picture.data.subarray(start, start + width), y * width);
  }
  return { data, width, height };
}

/** Smaller by a whole number: each pixel is the mean of a square, which also takes noise away. */
export function shrink(picture: Luma, by: number): Luma {
  const width = Math.floor(picture.width / by);
  const height = Math.floor(picture.height / by);
  const data = new Uint8Array(width * height);
  const area = by * by;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = area >> 1;
      for (let row = y * by; row < (y + 1) * by; row++) {
        const start = row * picture.width + x * by;
        for (let at = start; at < start + by; at++) sum += picture.data[at] as number;
      }
      data[y * width + x] = sum / area;
    }
  }
  return { data, width, height };
}

/** Twice as large, by straight lines between pixels: finders and samplers of all engines want 3 pixels for a module. */
export function enlarge({ data, width, height }: Luma): Luma {
  const wide = 2 * width;
  const grown = new Uint8Array(4 * width * height);
  for (let y = 0; y < 2 * height; y++) {
    // Each new pixel lies a quarter from an old one: 3 parts of that, 1 part of the next.
    const near = (y >> 1) * width;
    const far = Math.min(height - 1, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * width;
    let before = 3 * (data[near] as number) + (data[far] as number);
    let here = before;
    for (let x = 0, at = y * wide; x < width; x++, at += 2) {
      const next = x + 1 < width ? 3 * (data[near + x + 1] as number) + (data[far + x + 1] as number) : here;
      grown[at] = (before + 3 * here + 8) >> 4;
      grown[at + 1] = (next + 3 * here + 8) >> 4;
      before = here;
      here = next;
    }
  }
  return { data: grown, width: wide, height: 2 * height };
}

/** What a pixel differs from its surroundings by, made larger: undoes some blur, lifts faint codes, evens out light. */
export function sharpen(picture: Luma, radius: number, amount: number): Luma {
  const { data, width, height } = picture;
  const around = means(picture, radius);
  const sharp = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    sharp[i] = value + amount * (value - (around[i] as number));
  }
  return { data: new Uint8Array(sharp.buffer), width, height };
}

/** Every place with the same contrast: how many standard deviations a pixel is from the mean around it. */
export function evenContrast(picture: Luma, radius: number): Luma {
  const { data, width, height } = picture;
  const around = means(picture, radius);
  const spread = means(
    { data: Float32Array.from(data, (value, i) => (value - (around[i] as number)) ** 2), width, height },
    radius,
  );
  const even = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) {
    even[i] = 128 + (64 * ((data[i] as number) - (around[i] as number))) / (Math.sqrt(spread[i] as number) + 2);
  }
  return { data: new Uint8Array(even.buffer), width, height };
}

interface Plane {
  readonly data: Uint8Array | Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The mean of the square of 2 x radius + 1 pixels around each pixel, by sums that move along; beyond an edge its last pixel counts. */
function means({ data, width, height }: Plane, radius: number): Float32Array {
  const span = 2 * radius + 1;
  const rows = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    const end = start + width - 1;
    let sum = 0;
    for (let x = -radius; x <= radius; x++) sum += data[start + Math.min(width - 1, Math.max(0, x))] as number;
    for (let at = start; at <= end; at++) {
      rows[at] = sum;
      sum += (data[Math.min(end, at + radius + 1)] as number) - (data[Math.max(start, at - radius)] as number);
    }
  }
  // All columns side by side, row after row: memory is read in its own order.
  const sums = new Float64Array(width);
  const add = (y: number, sign: number) => {
    const start = Math.min(height - 1, Math.max(0, y)) * width;
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + sign * (rows[start + x] as number);
  };
  for (let y = -radius; y <= radius; y++) add(y, 1);
  const mean = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) mean[y * width + x] = (sums[x] as number) / (span * span);
    add(y + radius + 1, 1);
    add(y - radius, -1);
  }
  return mean;
}
