/** The one Trusted Types policy of this package: it lets our own worker start under `require-trusted-types-for 'script'`. */

interface Policy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/** Only these pass; nothing outside this module can add to them. */
const allowed = new Set<string>();
let policy: Policy | undefined;

/**
 * The URL in the form `new Worker` takes here.
 * @throws TypeError where the page's policy list does not have `shc-elements`, or had it taken by someone else
 */
export function workerScriptUrl(url: URL): URL {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return url;
  policy ??= factory.createPolicy('shc-elements', {
    createScriptURL(text) {
      if (!allowed.has(text)) throw new TypeError('Not the worker of shc-elements.');
      return text;
    },
  });
  allowed.add(url.href);
  // A TrustedScriptURL, which lib.dom does not know as an argument of Worker.
  return policy.createScriptURL(url.href) as URL;
}
