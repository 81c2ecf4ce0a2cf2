/** Registers `<shc-scanner>`. */

import { ShcScanner } from '../shc-scanner.js';
import { define } from './define.js';

define('shc-scanner', ShcScanner);

export { ShcScanner };
