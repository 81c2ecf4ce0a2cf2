/** Registers all elements. */

export { ShcDisplay } from './shc-display.js';
export { ShcScanner } from './shc-scanner.js';
export { ShlViewer } from './shl-viewer.js';
