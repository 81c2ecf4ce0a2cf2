/** Response headers: what a page of the demo may do, and nothing else. */

import type { MiddlewareHandler } from 'hono';

/**
 * The pages' policy. All code and styles are files of this origin; no inline script, style or worker, no eval.
 * Requests go to this origin, and to https for links and issuer keys of others. WebAssembly (the fast QR decoder) is
 * allowed to compile; without that word the decoder in plain JavaScript takes over.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self' https:",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html shc-elements',
].join('; ');

/** On every response; also on the worker's own file, which obeys the policy it is delivered with. */
export const secureHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const headers = c.res.headers;
  headers.set('Content-Security-Policy', PAGE_POLICY);
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  if (!headers.has('Access-Control-Allow-Origin')) headers.set('Cross-Origin-Resource-Policy', 'same-origin');
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** This server is for this machine. A request for any other host name is a page elsewhere that found its way to our port (DNS rebinding). */
export const onlyLoopback: MiddlewareHandler = async (c, next) => {
  const { hostname } = new URL(c.req.url);
  if (!LOOPBACK.has(hostname)) return c.text('This is a demo for one computer. Open it as http://localhost.', 421);
  await next();
};

/** Invented people or not: health data is not kept by caches. */
export const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
};
