/** Whom these pages trust: the demo issuer of this server, and nobody else. */

import { createTrust } from '/dist/cdn/shc-elements.min.js';

export const trust = createTrust({
  issuers: [{ url: `${location.origin}/issuer`, name: 'Demo issuer' }],
  // Only because the issuer is on this computer. A real page leaves this out.
  allowLoopback: true,
});
