/** Registers all elements. */

export { ShcDisplay } from './shc-display.js';
export { ShcScanner } from './shc-scanner.js';
export { ShlShare } from './shl-share.js';
export { ShlViewer } from './shl-viewer.js';
