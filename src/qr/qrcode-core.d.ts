/** The part of the `qrcode` package that has no image formats in it; its types cover only the whole. */
declare module 'qrcode/lib/core/qrcode.js' {
  interface Segment {
    readonly mode: 'byte' | 'numeric';
    readonly data: string;
  }
  interface Symbol {
    readonly version: number;
    readonly modules: { readonly size: number; readonly data: Uint8Array };
  }
  const QRCode: {
    create(
      segments: readonly Segment[],
      options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H'; version?: number; maskPattern?: number },
    ): Symbol;
  };
  export default QRCode;
}
