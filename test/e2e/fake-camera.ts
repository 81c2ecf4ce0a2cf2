/**
 * A camera for tests: makes a .y4m film of QR codes being held up and moved about, which Chromium plays as its camera.
 *
 * Chromium flags, beside the usual ones (the path must be absolute; the film loops):
 *   --use-fake-ui-for-media-stream --use-fake-device-for-media-stream --use-file-for-fake-video-capture=/abs/film.y4m
 * `fakeCameraFlags(path)` gives them. One film holds 1.4 MB per 720p frame, so it belongs into `os.tmpdir()`.
 */

import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeQr } from '../../src/qr/index.js';

export interface FakeCameraOptions {
  /** Pixels. 1280 x 720 unless told; both even. */
  readonly width?: number;
  readonly height?: number;
  /** Frames each second, a whole number. */
  readonly frameRate?: number;
  /** How long each code is in view. */
  readonly secondsPerCode?: number;
  /** Empty desk before each code: what a scanner sees between two people. */
  readonly secondsBetween?: number;
  /** Size of one QR module on the picture, in pixels. */
  readonly modulePixels?: number;
  /** 0: held still. 1: the sway of a hand. */
  readonly motion?: number;
  /** Standard deviation of the grain, in grey levels of 255. */
  readonly noise?: number;
  /** Grey of the ink and of the paper, 0 to 255. */
  readonly ink?: number;
  readonly paper?: number;
  /** A mirrored picture, as some front cameras deliver. */
  readonly mirrored?: boolean;
}

/** A new path in the system's temporary folder, for one film. */
export async function fakeCameraPath(name = 'camera'): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'shc-camera-')), `${name}.y4m`);
}

/** The Chromium flags that make the film the only camera, with permission given. */
export function fakeCameraFlags(path: string): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ];
}

/**
 * Writes the film.
 * @param text what the code says, or several texts shown one after the other (people in a queue, or the chunks of one card)
 * @param path where to write it (.y4m); its folder must exist
 * @returns the path, for the flag
 */
export async function writeFakeCamera(
  text: string | readonly string[],
  path: string,
  options: FakeCameraOptions = {},
): Promise<string> {
  const { width = 1280, height = 720, frameRate = 10, secondsPerCode = 2, secondsBetween = 0.5 } = options;
  const { modulePixels = 5, motion = 1, noise = 3, ink = 28, paper = 232, mirrored = false } = options;
  if (width % 2 || height % 2) throw new TypeError('width and height must be even');
  const desk = deskOf(width, height);
  const random = seeded(1);
  const chroma = new Uint8Array((width * height) / 2).fill(128);
  const film = await open(path, 'w');
  try {
    await film.write(`YUV4MPEG2 W${width} H${height} F${frameRate}:1 Ip A1:1 C420jpeg\n`);
    const writeFrame = async (luma: Uint8Array): Promise<void> => {
      await film.write('FRAME\n');
      await film.write(grain(mirrored ? mirror(luma, width) : luma, noise, random));
      await film.write(chroma);
    };
    for (const one of typeof text === 'string' ? [text] : text) {
      const code = encodeQr(one);
      for (let i = 0; i < Math.round(secondsBetween * frameRate); i++) await writeFrame(desk);
      const frames = Math.max(1, Math.round(secondsPerCode * frameRate));
      for (let i = 0; i < frames; i++) {
        const turn = (2 * Math.PI * i) / frames;
        await writeFrame(
          paint(desk, width, height, code, {
            x: width / 2 + motion * 0.04 * width * Math.sin(turn),
            y: height / 2 + motion * 0.03 * height * Math.sin(2 * turn),
            angle: motion * 0.14 * Math.sin(turn + 1),
            scale: modulePixels * (1 + motion * 0.06 * Math.cos(turn)),
            ink,
            paper,
          }),
        );
      }
    }
  } finally {
    await film.close();
  }
  return path;
}

interface Placement {
  /** Middle of the code on the picture, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly angle: number;
  /** Pixels for one module. */
  readonly scale: number;
  readonly ink: number;
  readonly paper: number;
}

/** Modules of white around the code. */
const QUIET = 4;
/** Each pixel is the mean of STEPS x STEPS samples, so that edges are soft as a lens makes them. */
const STEPS = 3;

/** The desk with the code lying on it: each pixel is mapped back to the module it shows. */
function paint(
  desk: Uint8Array,
  width: number,
  height: number,
  code: { size: number; modules: Uint8Array },
  { x, y, angle, scale, ink, paper }: Placement,
): Uint8Array {
  const luma = desk.slice();
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const half = code.size / 2;
  const reach = (half + QUIET) * scale * Math.SQRT2;
  const grey = (u: number, v: number): number | undefined => {
    if (Math.max(Math.abs(u), Math.abs(v)) > half + QUIET) return undefined;
    const [column, row] = [Math.floor(u + half), Math.floor(v + half)];
    const inside = column >= 0 && row >= 0 && column < code.size && row < code.size;
    return inside && code.modules[row * code.size + column] ? ink : paper;
  };
  for (let py = Math.max(0, Math.floor(y - reach)); py < Math.min(height, y + reach); py++) {
    for (let px = Math.max(0, Math.floor(x - reach)); px < Math.min(width, x + reach); px++) {
      const under = desk[py * width + px] ?? 0;
      let sum = 0;
      for (let step = 0; step < STEPS * STEPS; step++) {
        const dx = px + ((step % STEPS) + 0.5) / STEPS - x;
        const dy = py + (Math.floor(step / STEPS) + 0.5) / STEPS - y;
        sum += grey(dx * cos + dy * sin, dy * cos - dx * sin) ?? under;
      }
      luma[py * width + px] = sum / (STEPS * STEPS);
    }
  }
  return luma;
}

/** An empty desk: light falling off to one side. */
function deskOf(width: number, height: number): Uint8Array {
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) luma[y * width + x] = 70 + (70 * x) / width + (30 * y) / height;
  }
  return luma;
}

function mirror(luma: Uint8Array, width: number): Uint8Array {
  const mirrored = luma.slice();
  for (let start = 0; start < mirrored.length; start += width) mirrored.subarray(start, start + width).reverse();
  return mirrored;
}

/** Adds grain of roughly the given standard deviation. */
function grain(luma: Uint8Array, deviation: number, random: () => number): Uint8Array {
  if (!deviation) return luma;
  const grainy = new Uint8Array(luma.length);
  for (let i = 0; i < luma.length; i++) {
    const noise = (random() + random() + random() - 1.5) * 2 * deviation;
    grainy[i] = Math.min(255, Math.max(0, (luma[i] ?? 0) + noise));
  }
  return grainy;
}

/** The same sequence of numbers in [0, 1) each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
