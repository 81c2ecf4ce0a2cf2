/** What the elements that verify have in common: whom to trust. Registers nothing. */

import { property } from 'lit/decorators.js';
import type { Trust } from '../src/index.js';
import { LocalizedElement } from './localized.js';
import { TrustSource } from './trust-source.js';

/** Base class of the elements that show cards. */
export abstract class ShcElement extends LocalizedElement {
  /** URL of an issuer directory (VCI snapshot or issuer list). Issuers in it are trusted. */
  @property() directory: string | undefined;
  /** Space-separated issuer URLs that this page trusts. */
  @property() issuers: string | undefined;
  /** A trust made with createTrust(); overrides `directory` and `issuers`. */
  @property({ attribute: false }) trust: Trust | undefined;

  /** Turns the three ways to say whom to trust into one Trust. */
  protected readonly trustSource = new TrustSource();
}
