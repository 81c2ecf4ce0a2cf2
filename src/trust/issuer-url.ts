/**
 * Whether `iss` is an address we may believe and fetch from. The URL parser of browsers silently rewrites many odd
 * strings into good-looking addresses, so the raw string has to be what the parser would write.
 */

export interface IssuerUrlCheck {
  /** Why it is refused, in plain words; undefined when it is fine. */
  readonly problem?: string;
  /** Allowed only when this exact string is listed: an IP address or a port of its own. */
  readonly onlyIfListed?: string;
  /** On this machine: allowed only when the policy says so, and then also with http. */
  readonly loopback: boolean;
}

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const IP_ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;
/** A percent escape that is not in its one right form: lower-case hex, or an escaped letter, digit, dot, slash, %. */
const ODD_ESCAPE = /%(?![0-9A-F]{2})|%(?:2[DEF5]|3[0-9]|4[1-9A-F]|5[0-9ACF]|6[1-9A-F]|7[0-9AE]|[01][0-9A-F]|7F)/;

const refuse = (problem: string): IssuerUrlCheck => ({ problem, loopback: false });

/** True when the host of this address is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Checks the raw `iss` string (SMART Health Cards, Issuer identification; DESIGN of this package, rule 4).
 * Capitals in the host and the slash of an empty path may differ from the parser's form; nothing else may.
 */
export function checkIssuerUrl(raw: string): IssuerUrlCheck {
  if (raw.length > 2048) return refuse('It is too long.');
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return refuse('It is not an address.');
  }
  const { hostname, protocol } = url;
  const loopback = isLoopbackHost(hostname);
  if (protocol !== 'https:' && !(loopback && protocol === 'http:')) return refuse('It does not start with https://.');
  if (url.username || url.password || raw.includes('@')) return refuse('It holds a user name.');
  if (raw.includes('?')) return refuse('It holds a query.');
  if (raw.includes('#')) return refuse('It holds a fragment.');
  if (raw.endsWith('/')) return refuse('It ends in a slash.');
  if (hostname.endsWith('.')) return refuse('Its host ends in a dot.');
  if (ODD_ESCAPE.test(raw)) return refuse('It holds unusual percent escapes.');
  const lowered = raw.replace(/^[a-z]+:\/\/[^/]*/, (origin) => origin.toLowerCase());
  const canonical = url.pathname === '/' ? url.href.slice(0, -1) : url.href;
  if (lowered !== canonical) return refuse('It is not written the one plain way.');
  if (url.pathname.includes('//')) return refuse('It holds an empty path segment.');
  if (loopback) return { loopback };
  if (IP_ADDRESS.test(hostname)) return { onlyIfListed: 'It is an IP address.', loopback };
  if (url.port !== '') return { onlyIfListed: 'It has a port of its own.', loopback };
  return { loopback };
}
