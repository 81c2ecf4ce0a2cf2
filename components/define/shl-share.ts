/** Registers `<shl-share>`. */

import { ShlShare } from '../shl-share.js';
import { define } from './define.js';

define('shl-share', ShlShare);

export { ShlShare };
