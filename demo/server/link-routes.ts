/** The link host over HTTP: the specification's requests for readers, and a small interface of our own for makers. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { FileStatus } from '../../src/index.js';
import { isSecret, type LinkHost, type NewFile, type NewLinkOptions } from './link-host.js';
import { createRateLimit } from './rate-limit.js';

const SMALL = 16 * 1024;
const FILES = 16 * 1024 * 1024;
const MAX_FILES = 64;
const PASSCODE_LENGTH = 200;

/** Compact JWE with direct encryption: the host takes nothing that is not encrypted. */
const JWE = /^[\w-]+\.\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/;
const CONTENT_TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,60}(; ?[\w-]{1,40}=[\w.-]{1,40})*$/;
const STATUSES: readonly FileStatus[] = ['finalized', 'can-change', 'entered-in-error', 'no-longer-valid', 'retracted'];

const tooLarge = (c: Context) => c.json({ error: 'The request is too large.' }, 413);
const notFound = (c: Context) => c.json({ error: 'There is no such link, or it is no longer active.' }, 404);
const bad = (c: Context, error: string) => c.json({ error }, 400);
const wait = (c: Context, seconds: number) => {
  c.header('Retry-After', String(seconds));
  return c.json({ error: 'Too many requests. Please wait.' }, 429);
};
const jose = (c: Context, jwe: string) => c.body(jwe, 200, { 'Content-Type': 'application/jose' });

/** The body as a JSON object, or undefined. */
async function bodyOf(c: Context): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : undefined;
}

/** What the maker asks for, or a sentence about what is wrong with it. */
function readNewLink({ flag = '', passcode, exp }: Record<string, unknown>): NewLinkOptions | string {
  if (typeof flag !== 'string' || !/^L?P?U?$/.test(flag)) return 'flag: some of L, P, U in this order.';
  if (flag.includes('P') && flag.includes('U')) return 'flag: U cannot have a passcode.';
  if (flag.includes('P') !== (passcode !== undefined)) return 'passcode: given exactly when flag has P.';
  if (passcode !== undefined && (typeof passcode !== 'string' || !passcode || passcode.length > PASSCODE_LENGTH))
    return `passcode: 1 to ${PASSCODE_LENGTH} characters.`;
  if (exp !== undefined && !(Number.isInteger(exp) && (exp as number) > 0 && (exp as number) < 1e11))
    return 'exp: seconds since 1970.';
  return {
    longTerm: flag.includes('L'),
    direct: flag.includes('U'),
    ...(passcode !== undefined && { passcode: passcode as string }),
    ...(exp !== undefined && { exp: exp as number }),
  };
}

function readFile(value: unknown): NewFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { contentType, jwe, fhirVersion, status } = value as Record<string, unknown>;
  if (typeof contentType !== 'string' || !CONTENT_TYPE.test(contentType)) return undefined;
  if (typeof jwe !== 'string' || !JWE.test(jwe)) return undefined;
  if (fhirVersion !== undefined && (typeof fhirVersion !== 'string' || !/^[\w.-]{1,20}$/.test(fhirVersion))) return;
  const known = STATUSES.find((one) => one === status);
  if (status !== known) return undefined;
  return {
    contentType,
    jwe,
    ...(fhirVersion !== undefined && { fhirVersion }),
    ...(known !== undefined && { status: known }),
  };
}

export function linkRoutes(host: LinkHost, { requestsPerMinute = 120 } = {}): Hono {
  const app = new Hono();
  const rate = createRateLimit(requestsPerMinute, 60_000);
  const small = bodyLimit({ maxSize: SMALL, onError: tooLarge });
  // Any page may read, none with a person's cookies. Makers' requests stay on this origin.
  const anyPage = cors({
    origin: '*',
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Content-Type'],
    exposeHeaders: ['Retry-After'],
    maxAge: 86_400,
  });

  app.use(async (c, next) => {
    // Link previews and scanners send HEAD: it must not use up a location or count as an opening.
    if (c.req.method === 'HEAD') return c.body(null, 405, { Allow: 'GET, POST' });
    c.header('Cache-Control', 'no-store');
    await next();
  });

  app.use('/file/:secret', anyPage);
  app.get('/file/:secret', async (c) => {
    const file = await host.takeFile(c.req.param('secret'));
    return file ? jose(c, file.jwe) : notFound(c);
  });

  app.post('/', small, async (c) => {
    if (!c.req.header('Content-Type')?.startsWith('application/json')) return bad(c, 'Send application/json.');
    const body = await bodyOf(c);
    const options = body ? readNewLink(body) : 'Send a JSON object.';
    if (typeof options === 'string') return bad(c, options);
    const link = await host.create(options);
    return link ? c.json(link, 201) : c.json({ error: 'This host is full.' }, 507);
  });

  const owner = async (c: Context): Promise<string | undefined> => {
    const id = c.req.param('id') ?? '';
    const secret = /^Bearer ([\w-]{43})$/.exec(c.req.header('Authorization') ?? '')?.[1];
    return secret !== undefined && (await host.owns(id, secret)) ? id : undefined;
  };

  app.put('/:id/files', bodyLimit({ maxSize: FILES, onError: tooLarge }), async (c) => {
    const id = await owner(c);
    if (id === undefined) return notFound(c);
    const given = (await bodyOf(c))?.files;
    const files = Array.isArray(given) && given.length <= MAX_FILES ? given.map(readFile) : [undefined];
    if (!files.every((file) => file !== undefined)) return bad(c, 'files: at most 64 of { contentType, jwe }.');
    return (await host.replaceFiles(id, files))
      ? c.body(null, 204)
      : bad(c, 'files: at least one, and exactly one for a U link.');
  });

  app.get('/:id/openings', async (c) => {
    const id = await owner(c);
    return id === undefined ? notFound(c) : c.json({ openings: await host.openings(id) });
  });

  app.delete('/:id', async (c) => {
    const id = await owner(c);
    if (id === undefined) return notFound(c);
    await host.revoke(id);
    return c.body(null, 204);
  });

  app.use('/:id', anyPage);
  app.post('/:id', small, async (c) => {
    const id = c.req.param('id');
    if (!isSecret(id)) return notFound(c);
    const delay = rate.take(id);
    if (delay > 0) return wait(c, delay);
    const { recipient, passcode, embeddedLengthMax } = (await bodyOf(c)) ?? {};
    if (typeof recipient !== 'string' || !recipient.trim()) return bad(c, 'recipient: who is opening this link.');
    if (passcode !== undefined && typeof passcode !== 'string') return bad(c, 'passcode: a string.');
    if (embeddedLengthMax !== undefined && !(Number.isInteger(embeddedLengthMax) && (embeddedLengthMax as number) >= 0))
      return bad(c, 'embeddedLengthMax: a whole number.');
    const answer = await host.open(id, {
      recipient,
      ...(passcode !== undefined && { passcode: passcode.slice(0, PASSCODE_LENGTH + 1) }),
      ...(embeddedLengthMax !== undefined && { embeddedLengthMax: embeddedLengthMax as number }),
    });
    switch (answer.kind) {
      case 'manifest':
        if (answer.retryAfter !== undefined) c.header('Retry-After', String(answer.retryAfter));
        return c.json(answer.manifest);
      case 'passcode':
        return c.json({ remainingAttempts: answer.remainingAttempts }, 401);
      case 'busy':
        return wait(c, 1);
      case 'not-found':
        return notFound(c);
    }
  });

  app.get('/:id', async (c) => {
    const id = c.req.param('id');
    if (!isSecret(id)) return notFound(c);
    const delay = rate.take(id);
    if (delay > 0) return wait(c, delay);
    const recipient = c.req.query('recipient');
    if (!recipient?.trim()) return bad(c, 'recipient: who is opening this link.');
    const file = await host.openDirect(id, recipient);
    return file ? jose(c, file.jwe) : notFound(c);
  });

  return app;
}
