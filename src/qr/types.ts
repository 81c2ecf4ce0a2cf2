/** The shapes of reading a QR code: what goes in, what comes out, and what an engine is. */

/** Pixels as canvas and cameras give them. */
export interface QrImage {
  /** RGBA, four bytes each pixel, row after row. */
  readonly data: Uint8ClampedArray;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** A place in the image that was given, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A code that was read. */
export interface QrRead {
  /** Exactly the text in the code. */
  readonly text: string;
  /** The corners of the code, beginning with its own top left and going round; a good estimate, for drawing a frame. */
  readonly corners: readonly [Point, Point, Point, Point];
}

export interface DecodeOptions {
  /** A picture to be read with all effort, not one of many camera frames. */
  readonly still?: boolean;
  /** Ends the wait; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Milliseconds for this image. 3000 for a still, 1000 for a frame. */
  readonly timeLimit?: number;
}

export type EngineName = 'wasm' | 'js';

export interface DecoderOptions {
  /** `auto` takes WebAssembly where it is allowed and loads, else JavaScript. */
  readonly engine?: 'auto' | EngineName;
  /** Where zxing_reader.wasm is; beside our own file unless told. */
  readonly wasmUrl?: string | URL;
  /** Where the worker's file is; beside our own file unless told. Of the page's own origin. */
  readonly workerUrl?: string | URL;
}

export interface QrDecoder {
  /** What reads: chosen once, when the decoder was made. */
  readonly engine: EngineName;
  /** Where it reads. In `page` (also: in Node) a single step of the work cannot be interrupted. */
  readonly thread: 'worker' | 'page';
  /**
   * Looks for a QR code and reads it. One image at a time: calls wait for each other. The pixels are copied, not taken away.
   * It does not judge the text: that is `recognize` and `verifyCard`.
   * @returns null when no code could be read within the effort or the time allowed
   * @throws Failure TOO_LARGE (more than 40 megapixels) and DECODE_TIMEOUT (the reader hung; it was ended and replaced),
   *   TypeError for an image whose sizes do not match, AbortError from a decoder that was disposed of, the reason of `signal`
   */
  decode(image: QrImage, options?: DecodeOptions): Promise<QrRead | null>;
  /** Ends the worker and frees the memory. */
  dispose(): void;
}

/** One step of the effort: a way to prepare the picture and to look at it. */
export interface Step {
  readonly name: string;
  /** @param deadline the time (as `performance.now()`) when it should give up, as far as it can */
  look(picture: Luma, deadline: number): QrRead | null;
}

/** A grey picture: one byte each pixel. */
export interface Luma {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A decoder library with the steps that are worth their time with it. */
export interface Engine {
  readonly name: EngineName;
  readonly steps: {
    /** For every camera frame: cheap. */
    readonly frame: readonly Step[];
    /** For a camera frame now and then. */
    readonly hardFrame: readonly Step[];
    /** For a picture, in this order. */
    readonly still: readonly Step[];
  };
}
