/** The QR decoder of an element: loaded on first use, shared by camera and pictures, gone with the element. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { QrDecoder, QrRead } from '../../src/qr/index.js';

/** Codes read from one picture at most: a sheet with all the parts of a card. */
const MAX_CODES = 12;

export class QrReader implements ReactiveController {
  #decoder: Promise<QrDecoder> | undefined;
  #engine: QrDecoder['engine'] | undefined;
  /** Milliseconds that the last frame kept the page busy. */
  #effort = 0;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Which engine reads, once it is loaded. */
  get engine(): QrDecoder['engine'] | undefined {
    return this.#engine;
  }

  /** Loads the decoder. Worth doing as soon as it is clear that it will be needed. */
  async load(): Promise<QrDecoder> {
    this.#decoder ??= import('../../src/qr/index.js').then(({ createDecoder }) => createDecoder());
    const mine = this.#decoder;
    try {
      const decoder = await mine;
      this.#engine = decoder.engine;
      return decoder;
    } catch (error) {
      // The next try loads it again.
      if (this.#decoder === mine) this.#decoder = undefined;
      throw error;
    }
  }

  /** The text in a camera frame, or null. Throws what the decoder throws. */
  async frame(image: ImageData, signal: AbortSignal): Promise<string | null> {
    const decoder = await this.load();
    const begun = performance.now();
    try {
      return (await decoder.decode(image, { signal }))?.text ?? null;
    } finally {
      this.#effort = decoder.thread === 'page' ? performance.now() - begun : 0;
    }
  }

  /** Between two frames: where the decoder has no thread of its own, the page gets twice the time that the last frame took. */
  async rest(): Promise<void> {
    if (this.#effort) await new Promise((resolve) => setTimeout(resolve, Math.max(50, 2 * this.#effort)));
  }

  /**
   * The texts of the codes in a picture.
   * @param more whether to look for another code after those already read
   */
  async still(image: ImageData, signal: AbortSignal, more: (texts: readonly string[]) => boolean): Promise<string[]> {
    const decoder = await this.load();
    const texts: string[] = [];
    while (texts.length < MAX_CODES) {
      const read = await decoder.decode(image, { still: true, signal });
      if (!read || texts.includes(read.text)) break;
      texts.push(read.text);
      if (!more(texts)) break;
      cover(image, read);
    }
    return texts;
  }

  hostDisconnected(): void {
    void this.#decoder?.then((decoder) => decoder.dispose()).catch(() => {});
    this.#decoder = undefined;
  }
}

/** Paints over a code that was read, so that the next one is found. */
function cover({ data, width, height }: ImageData, { corners }: QrRead): void {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
  for (let y = top; y < bottom; y++) data.fill(255, (y * width + left) * 4, (y * width + right) * 4);
}
