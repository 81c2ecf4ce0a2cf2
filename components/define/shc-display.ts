/** Registers `<shc-display>`. */

import { ShcDisplay } from '../shc-display.js';
import { define } from './define.js';

define('shc-display', ShcDisplay);

export { ShcDisplay };
