/** Reading in plain JavaScript, where WebAssembly is blocked: the `qr` package first, then @zxing/library. */

import BinaryBitmapModule from '@zxing/library/cjs/core/BinaryBitmap.js';
import GlobalHistogramBinarizerModule from '@zxing/library/cjs/core/common/GlobalHistogramBinarizer.js';
import HybridBinarizerModule from '@zxing/library/cjs/core/common/HybridBinarizer.js';
import DecodeHintTypeModule from '@zxing/library/cjs/core/DecodeHintType.js';
import QRCodeReaderModule from '@zxing/library/cjs/core/qrcode/QRCodeReader.js';
import RGBLuminanceSourceModule from '@zxing/library/cjs/core/RGBLuminanceSource.js';
import { decodeQR, type Quad } from 'qr/decode.js';
import { invert } from './luma.js';
import type { Engine, Luma, Point, QrRead, Step } from './types.js';
import { bowed, through, VIEWS } from './views.js';

// CommonJS: Node gives the module, bundlers give its default export. (The package's ES modules do not load in Node.)
const classOf = <T>(module: { default: T }): T => module.default ?? (module as unknown as T);
const BinaryBitmap = classOf(BinaryBitmapModule);
const GlobalHistogramBinarizer = classOf(GlobalHistogramBinarizerModule);
const HybridBinarizer = classOf(HybridBinarizerModule);
const DecodeHintType = classOf(DecodeHintTypeModule);
const QRCodeReader = classOf(QRCodeReaderModule);
const RGBLuminanceSource = classOf(RGBLuminanceSourceModule);

/** More places that look like a finder pattern than any real picture has: a crafted one, whose search would take minutes. */
const MAX_FINDERS = 400;

export function jsEngine(): Engine {
  const view = (name: keyof typeof VIEWS) => through(VIEWS[name], 'qr', qrLook);
  return {
    name: 'js',
    steps: {
      frame: [view('plain')],
      hardFrame: [view('plain'), view('sharp')],
      still: [
        view('plain'),
        view('near'),
        view('sharp'),
        ...[...bowed(0.025), ...bowed(0.055)].map((bow) => through(bow, 'qr', qrLook)),
        view('large'),
        view('small'),
        view('even'),
        through(VIEWS.plain, 'zxing', zxingLook('local')),
        through(VIEWS.large, 'zxing', zxingLook('local')),
        through(VIEWS.plain, 'zxing inverted', (picture, deadline) => zxingLook('local')(invert(picture), deadline)),
        through(VIEWS.plain, 'zxing global', zxingLook('global')),
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
function zxingLook(binarizer: 'local' | 'global'): Step['look'] {
  const Binarizer = binarizer === 'local' ? HybridBinarizer : GlobalHistogramBinarizer;
  return (picture, deadline) => {
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
      const result = new QRCodeReader().decode(new BinaryBitmap(new Binarizer(luminance)), hints);
      // Centres of the finder patterns: bottom left, top left, top right.
      const [bottomLeft, topLeft, topRight] = result.getResultPoints().map((p) => ({ x: p.getX(), y: p.getY() }));
      if (!bottomLeft || !topLeft || !topRight) return { text: result.getText(), corners: wholeOf(picture) };
      const bottomRight = { x: topRight.x + bottomLeft.x - topLeft.x, y: topRight.y + bottomLeft.y - topLeft.y };
      return { text: result.getText(), corners: [topLeft, topRight, bottomRight, bottomLeft] };
    } catch {
      return null;
    }
  };
}

const corners = ([a, b, c, d]: Quad): QrRead['corners'] => [point(a), point(b), point(c), point(d)];
const point = ({ x, y }: Point): Point => ({ x, y });
const wholeOf = ({ width, height }: Luma): QrRead['corners'] => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];
