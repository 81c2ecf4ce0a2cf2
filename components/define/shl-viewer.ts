/** Registers `<shl-viewer>`. */

import { ShlViewer } from '../shl-viewer.js';
import { define } from './define.js';

define('shl-viewer', ShlViewer);

export { ShlViewer };
