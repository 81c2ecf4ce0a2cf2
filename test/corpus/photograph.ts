/** A synthetic photograph of a code on paper: geometry, light, lens, sensor and compression, in that order. */

import jpeg from 'jpeg-js';
import { encodeQr, type QrImage } from '../../src/qr/index.js';
import type { Random } from './random.js';

/** What is done to one picture. Angles in degrees, lengths in pixels of the picture unless said. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  /** Pixels for one module at the middle of the code. */
  readonly modulePixels: number;
  readonly rotation: number;
  /** Away from the camera, and about which axis in the paper. */
  readonly tilt: number;
  readonly tiltAxis: number;
  /** Height of a cosine bow of the paper, in modules. */
  readonly bend: number;
  readonly inverted: boolean;
  /** Share of the code's area that a disc hides. */
  readonly disc: number;
  /** Light falls off across the picture to this share. */
  readonly gradient: number;
  /** Strength of a blob of reflected light, 0 to 1, and its radius in code widths. */
  readonly glare: number;
  readonly glareRadius: number;
  /** Standard deviation. */
  readonly blur: number;
  /** Length of a stroke. */
  readonly motion: number;
  /** Grey levels between ink and paper. */
  readonly contrast: number;
  /** Amplitude of stripes that differ in phase by colour, as on a screen. */
  readonly moire: number;
  /** Standard deviation in grey levels. */
  readonly noise: number;
  /** JPEG quality, 0 for none. */
  readonly quality: number;
}

interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

const PAPER = 0.92;
const INK = 0.06;
const MARGIN = 4;

export function photograph(text: string | null, shot: Shot, chance: Random): QrImage {
  const plane = clutter(shot.width, shot.height, chance);
  if (text !== null) paper(plane, text, shot, chance);
  light(plane, shot, chance);
  blur(plane, shot.blur);
  motionBlur(plane, shot.motion, chance);
  const image = expose(plane, shot, chance);
  if (!shot.quality) return image;
  const { data } = jpeg.decode(jpeg.encode({ ...image, data: Buffer.from(image.data.buffer) }, shot.quality).data, {
    useTArray: true,
    formatAsRGBA: true,
  });
  return { ...image, data: new Uint8ClampedArray(data) };
}

/** Rectangles, discs and strips like lines of text, out of focus. */
function clutter(width: number, height: number, chance: Random): Plane {
  const data = new Float32Array(width * height).fill(chance.between(0.2, 0.7));
  const plane = { data, width, height };
  for (let n = chance.whole(10, 25); n > 0; n--) {
    const grey = chance.between(0.05, 0.95);
    const [x, y] = [chance.whole(0, width), chance.whole(0, height)];
    const kind = chance();
    if (kind < 0.4) {
      fill(plane, x, y, chance.whole(20, 300), chance.whole(20, 200), () => grey);
    } else if (kind < 0.7) {
      const radius = chance.whole(10, 120);
      fill(plane, x - radius, y - radius, 2 * radius, 2 * radius, (i, j, before) =>
        (i - radius) ** 2 + (j - radius) ** 2 < radius * radius ? grey : before,
      );
    } else {
      const glyph = chance.whole(4, 12);
      const glyphs = Array.from({ length: 80 }, () => chance() < 0.55);
      fill(plane, x, y, glyph * 60, glyph * 2, (i, _, before) => (glyphs[Math.floor(i / glyph)] ? grey : before));
    }
  }
  blur(plane, chance.between(1, 4));
  return plane;
}

function fill(
  { data, width, height }: Plane,
  x: number,
  y: number,
  w: number,
  h: number,
  grey: (i: number, j: number, before: number) => number,
): void {
  for (let j = Math.max(0, -y); j < h && y + j < height; j++) {
    for (let i = Math.max(0, -x); i < w && x + i < width; i++) {
      const at = (y + j) * width + x + i;
      data[at] = grey(i, j, data[at] as number);
    }
  }
}

/** The paper with the code, seen through a pinhole: every output pixel is followed back, 4 x 4 samples each. */
function paper({ data, width, height }: Plane, text: string, shot: Shot, chance: Random): void {
  const { size, modules } = encodeQr(text);
  const half = size / 2 + MARGIN + shot.bend;
  // As large as asked for, but all of it in the picture.
  const reach = size / 2 + MARGIN;
  const scale = Math.min(shot.modulePixels, (0.49 * Math.min(width, height)) / reach / turnedWidth(shot.rotation));
  const focal = 1.1 * width;
  const distance = focal / scale;
  const slackX = Math.max(0, width / 2 - reach * scale * turnedWidth(shot.rotation));
  const slackY = Math.max(0, height / 2 - reach * scale * turnedWidth(shot.rotation));
  const centreX = width / 2 + slackX * chance.between(-0.8, 0.8);
  const centreY = height / 2 + slackY * chance.between(-0.8, 0.8);

  const [turn, tilt, axis] = [shot.rotation, shot.tilt, shot.tiltAxis].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  // Columns of the rotation: the paper's x, y and normal in the camera's frame.
  const rotate = (x: number, y: number): [number, number, number] => {
    const [u, v] = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
    const along = u * Math.cos(axis) + v * Math.sin(axis);
    const across = -u * Math.sin(axis) + v * Math.cos(axis);
    const bent = across * Math.cos(tilt);
    return [
      along * Math.cos(axis) - bent * Math.sin(axis),
      along * Math.sin(axis) + bent * Math.cos(axis),
      across * Math.sin(tilt),
    ];
  };
  const ex = rotate(1, 0);
  const ey = rotate(0, 1);
  const normal = [ex[1] * ey[2] - ex[2] * ey[1], ex[2] * ey[0] - ex[0] * ey[2], ex[0] * ey[1] - ex[1] * ey[0]] as const;
  const planeOffset = normal[2] * distance;

  const disc = shot.disc > 0 ? Math.sqrt((shot.disc * size * size) / Math.PI) : 0;
  const discX = chance.between(-0.25, 0.25) * size;
  const discY = chance.between(-0.25, 0.25) * size;
  const discGrey = chance.between(0.1, 0.9);
  const wave = (chance() < 0.5 ? 1 : -1) * shot.bend;

  /** Reflectance where the ray through (px, py) meets the paper; -1 beside it. */
  const sample = (px: number, py: number): number => {
    const [dx, dy] = [(px - centreX) / focal, (py - centreY) / focal];
    const t = planeOffset / (normal[0] * dx + normal[1] * dy + normal[2]);
    const [hx, hy, hz] = [dx * t, dy * t, t - distance];
    const u = hx * ex[0] + hy * ex[1] + hz * ex[2];
    const v = hx * ey[0] + hy * ey[1] + hz * ey[2] - wave * (Math.cos((Math.PI * u) / size) - 0.5);
    if (Math.abs(u) > half || Math.abs(v) > half) return -1;
    if (disc > 0 && (u - discX) ** 2 + (v - discY) ** 2 < disc * disc) return discGrey;
    const mx = Math.floor(u + size / 2);
    const my = Math.floor(v + size / 2);
    const dark = mx >= 0 && my >= 0 && mx < size && my < size && modules[my * size + mx] === 1;
    return dark !== shot.inverted ? INK : PAPER;
  };

  const box = half * scale * 1.9;
  const [left, right] = [Math.max(0, Math.floor(centreX - box)), Math.min(width, Math.ceil(centreX + box))];
  const [top, bottom] = [Math.max(0, Math.floor(centreY - box)), Math.min(height, Math.ceil(centreY + box))];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * width + x;
      const before = data[at] as number;
      let sum = 0;
      for (let i = 0; i < 16; i++) {
        const grey = sample(x + ((i & 3) + 0.5) / 4, y + ((i >> 2) + 0.5) / 4);
        sum += grey < 0 ? before : grey;
      }
      data[at] = sum / 16;
    }
  }
}

/** Width of a square of width 1 that is turned. */
const turnedWidth = (degrees: number) =>
  Math.abs(Math.cos((degrees * Math.PI) / 180)) + Math.abs(Math.sin((degrees * Math.PI) / 180));

function light({ data, width, height }: Plane, shot: Shot, chance: Random): void {
  const direction = chance.between(0, 2 * Math.PI);
  const [gx, gy] = [Math.cos(direction) / width, Math.sin(direction) / height];
  const [bx, by] = [chance.between(0.3, 0.7) * width, chance.between(0.3, 0.7) * height];
  const radius = shot.glareRadius * height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const along = Math.min(1, Math.max(0, 0.5 + (x - width / 2) * gx + (y - height / 2) * gy));
      let value = (data[at] as number) * (1 - (1 - shot.gradient) * along);
      if (shot.glare > 0) {
        const r2 = ((x - bx) ** 2 + (y - by) ** 2) / (radius * radius);
        value += shot.glare * Math.exp(-r2);
      }
      data[at] = value;
    }
  }
}

/** Gaussian, in two directions. */
function blur({ data, width, height }: Plane, sigma: number): void {
  if (sigma < 0.05) return;
  const reach = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((a, b) => a + b);
  const line = new Float32Array(Math.max(width, height));
  const pass = (start: number, step: number, length: number) => {
    for (let i = 0; i < length; i++) line[i] = data[start + i * step] as number;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const j = i + k < 0 ? 0 : i + k >= length ? length - 1 : i + k;
        sum += (line[j] as number) * (kernel[k + reach] as number);
      }
      data[start + i * step] = sum / total;
    }
  };
  for (let y = 0; y < height; y++) pass(y * width, 1, width);
  for (let x = 0; x < width; x++) pass(x, width, height);
}

function motionBlur({ data, width, height }: Plane, length: number, chance: Random): void {
  if (length < 1) return;
  const direction = chance.between(0, Math.PI);
  const steps = 2 * Math.ceil(length) + 1;
  const offsets = Array.from({ length: steps }, (_, i) => {
    const along = (i / (steps - 1) - 0.5) * length;
    return [along * Math.cos(direction), along * Math.sin(direction)] as const;
  });
  const before = data.slice();
  const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [dx, dy] of offsets) {
        const [fx, fy] = [clamp(x + dx, width - 1.001), clamp(y + dy, height - 1.001)];
        const [ix, iy] = [Math.floor(fx), Math.floor(fy)];
        const [wx, wy] = [fx - ix, fy - iy];
        const at = iy * width + ix;
        sum +=
          ((before[at] as number) * (1 - wx) + (before[at + 1] as number) * wx) * (1 - wy) +
          ((before[at + width] as number) * (1 - wx) + (before[at + width + 1] as number) * wx) * wy;
      }
      data[y * width + x] = sum / steps;
    }
  }
}

/** To RGBA: contrast about a middle grey, stripes, noise. */
function expose({ data, width, height }: Plane, shot: Shot, chance: Random): QrImage {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const gain = shot.contrast / (PAPER - INK);
  const middle = shot.contrast > 180 ? 0.5 * shot.contrast + 20 : chance.between(80, 170);
  const period = chance.between(3, 9);
  const direction = chance.between(0, Math.PI);
  const [sx, sy] = [(2 * Math.PI * Math.cos(direction)) / period, (2 * Math.PI * Math.sin(direction)) / period];
  // Drawing each normal number anew would take most of the time.
  const normals = Float32Array.from({ length: 65_536 }, () => chance.normal());
  for (let y = 0; y < height; y++) {
    let n = chance.whole(0, 65_535);
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const grey = middle + ((data[at] as number) - (PAPER + INK) / 2) * gain;
      for (let c = 0; c < 3; c++) {
        const stripe = shot.moire > 0 ? shot.moire * Math.sin(x * sx + y * sy + (c * 2 * Math.PI) / 3) * gain : 0;
        const grain = shot.noise > 0 ? shot.noise * (normals[n++ & 65_535] as number) : 0;
        pixels[4 * at + c] = grey + stripe + grain;
      }
      pixels[4 * at + 3] = 255;
    }
  }
  return { data: pixels, width, height };
}
