/** Reading in plain JavaScript, where WebAssembly is blocked: the `qr` package first, then @zxing/library. */

import BinaryBitmapModule from '@zxing/library/cjs/core/BinaryBitmap.js';
import HybridBinarizerModule from '@zxing/library/cjs/core/common/HybridBinarizer.js';
import DecodeHintTypeModule from '@zxing/library/cjs/core/DecodeHintType.js';
import QRCodeReaderModule from '@zxing/library/cjs/core/qrcode/QRCodeReader.js';
import RGBLuminanceSourceModule from '@zxing/library/cjs/core/RGBLuminanceSource.js';
import { decodeQR, type Quad } from 'qr/decode.js';
import type { Engine, Luma, Point, QrRead, Step } from './types.js';
import { bowed, through, VIEWS } from './views.js';

// CommonJS: Node gives the module, bundlers give its default export. (The package's ES modules do not load in Node.)
const classOf = <T>(module: { default: T }): T => module.default ?? (module as unknown as T);
const BinaryBitmap = classOf(BinaryBitmapModule);
const HybridBinarizer = classOf(HybridBinarizerModule);
const DecodeHintType = classOf(DecodeHintTypeModule);
const QRCodeReader = classOf(QRCodeReaderModule);
const RGBLuminanceSource = classOf(RGBLuminanceSourceModule);

/** More places that look like a finder pattern than any real picture has: a crafted one, whose search would take minutes. */
const MAX_FINDERS = 400;

export function jsEngine(): Engine {
  const { plain, near, sharp, even, large } = VIEWS;
  const withQr = (view: (typeof VIEWS)[keyof typeof VIEWS]) => through(view, 'qr', qrLook);
  return {
    name: 'js',
    steps: {
      frame: [withQr(plain)],
      hardFrame: [withQr(plain), withQr(near)],
      still: [
        ...[plain, near, sharp, ...bowed(0.025), ...bowed(0.055), large, even].map(withQr),
        // A second opinion where the code seems to be.
        through(near, 'zxing', zxingLook),
      ],
    },
  };
}

/** Looks with the `qr` package, which looks for dark and light codes, at several scales. */
const qrLook: Step['look'] = (picture, deadline) => {
  let bounds: Quad | undefined;
  try {
    const text = decodeQR(picture, {
      // A tight grey plane is the beginning of this format; the rest is not read.
      format: 'I420',
      timeLimit: Math.max(0, deadline - performance.now()),
      pointsOnDetect: (points) => {
        bounds = points.bounds;
      },
    });
    return { text, corners: bounds ? corners(bounds) : wholeOf(picture) };
  } catch {
    // Its way of saying that there is none.
    return null;
  }
};

/** Looks with @zxing/library, told to give up by its own callback for each possible finder pattern. */
const zxingLook: Step['look'] = (picture, deadline) => {
  let finders = 0;
  const hints = new Map<number, unknown>([
    [DecodeHintType.TRY_HARDER, true],
    [
      DecodeHintType.NEED_RESULT_POINT_CALLBACK,
      {
        foundPossibleResultPoint() {
          if (++finders > MAX_FINDERS || performance.now() > deadline) throw new RangeError('gave up');
        },
      },
    ],
  ]);
  try {
    const luminance = new RGBLuminanceSource(new Uint8ClampedArray(picture.data), picture.width, picture.height);
    const result = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(luminance)), hints);
    const found = result.getResultPoints() as unknown as FinderPattern[];
    return { text: result.getText(), corners: found.length < 3 ? wholeOf(picture) : aroundFinders(found) };
  } catch {
    return null;
  }
};

interface FinderPattern {
  getX(): number;
  getY(): number;
  getEstimatedModuleSize(): number;
}

/** The corners of the code, 3.5 modules out from the centres of its finder patterns: bottom left, top left, top right. */
function aroundFinders([bottomLeft, topLeft, topRight]: FinderPattern[]): QrRead['corners'] {
  const [a, b, c] = [topLeft, topRight, bottomLeft].map((p) => ({ x: p?.getX() ?? 0, y: p?.getY() ?? 0 })) as [
    Point,
    Point,
    Point,
  ];
  const out = (3.5 * (topLeft?.getEstimatedModuleSize() ?? 0)) / Math.hypot(b.x - a.x, b.y - a.y);
  // A place in the frame of the finder patterns: 0 and 1 are their centres.
  const at = (right: number, down: number): Point => ({
    x: a.x + right * (b.x - a.x) + down * (c.x - a.x),
    y: a.y + right * (b.y - a.y) + down * (c.y - a.y),
  });
  return [at(-out, -out), at(1 + out, -out), at(1 + out, 1 + out), at(-out, 1 + out)];
}

const corners = ([a, b, c, d]: Quad): QrRead['corners'] => [point(a), point(b), point(c), point(d)];
const point = ({ x, y }: Point): Point => ({ x, y });
const wholeOf = ({ width, height }: Luma): QrRead['corners'] => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];
