/** The demo's parts put together into one HTTP application. */

import { join } from 'node:path';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { checkIn, clinicTrust } from './check-in.js';
import { noStore, onlyLoopback, secureHeaders } from './headers.js';
import { createIssuer } from './issuer.js';
import type { IssuerSecrets } from './issuer-keys.js';
import { cardRoutes, fhirRoutes, wellKnown } from './issuer-routes.js';
import { createLinkHost, type LinkHostOptions } from './link-host.js';
import { linkRoutes } from './link-routes.js';
import { nameOf, PEOPLE } from './people.js';
import { SAMPLES } from './samples.js';
import { share } from './share.js';
import { staticFiles } from './static.js';
import type { LinkStore } from './store.js';

export interface AppOptions {
  /** 'http://localhost:8080' */
  readonly origin: string;
  readonly store: LinkStore;
  readonly secrets: IssuerSecrets;
  readonly otherSecrets: IssuerSecrets;
  /** The folder that has demo/ and dist/. */
  readonly root: string;
  readonly host?: Partial<Omit<LinkHostOptions, 'store' | 'base'>>;
}

const CARD_BODY = 256 * 1024;

export async function createApp({
  origin,
  store,
  secrets,
  otherSecrets,
  root,
  host: limits,
}: AppOptions): Promise<Hono> {
  const issuer = await createIssuer({
    url: `${origin}/issuer`,
    name: 'Demo issuer',
    secrets,
    revoked: SAMPLES.filter(({ revoked }) => revoked).map(({ id }) => id),
  });
  const other = await createIssuer({ url: `${origin}/other-issuer`, name: 'Another issuer', secrets: otherSecrets });
  const host = createLinkHost({ ...limits, store, base: `${origin}/shl` });
  const trust = clinicTrust(issuer);

  const app = new Hono();
  app.use(secureHeaders, onlyLoopback);
  app.route('/issuer', wellKnown(issuer));
  app.route('/other-issuer', wellKnown(other));
  app.route(
    '/cards',
    cardRoutes((name) => (name === 'other' ? other : issuer)),
  );
  app.route('/fhir', fhirRoutes(issuer));
  app.route('/shl', linkRoutes(host));

  // The pages' own interface: JSON only, so that no other site's form can reach it.
  const api = new Hono();
  api.use(noStore);
  api.use(async (c, next) => {
    if (c.req.method === 'POST' && !c.req.header('Content-Type')?.startsWith('application/json'))
      return c.json({ error: 'Send application/json.' }, 415);
    await next();
  });
  api.get('/people', (c) =>
    c.json({
      issuer: { url: issuer.url, name: issuer.name },
      people: PEOPLE.map(({ id, patient, about, records }) => ({
        id,
        name: nameOf(patient),
        birthDate: patient.birthDate,
        about,
        cards: records.map((record) => ({ id: record.id, title: record.title, qr: record.qr })),
      })),
      samples: SAMPLES.map(({ id, title, about }) => ({ id, title, about })),
    }),
  );
  const tooLarge = (limit: number) =>
    bodyLimit({ maxSize: limit, onError: (c) => c.json({ error: 'The request is too large.' }, 413) });
  api.post('/share', tooLarge(16 * 1024), async (c) => {
    const body = (await c.req.json().catch(() => null)) ?? {};
    const { person, passcode, direct, longTerm } = body as Record<string, unknown>;
    if (typeof person !== 'string') return c.json({ error: 'person: whose records to share.' }, 400);
    if (passcode !== undefined && (typeof passcode !== 'string' || !passcode || passcode.length > 200))
      return c.json({ error: 'passcode: 1 to 200 characters.' }, 400);
    if (direct === true && passcode !== undefined)
      return c.json({ error: 'A direct link cannot have a passcode.' }, 400);
    const link = await share(host, issuer, {
      person,
      ...(passcode !== undefined && { passcode }),
      direct: direct === true,
      longTerm: longTerm === true,
      viewer: `${origin}/viewer.html`,
    });
    if (link === 'full') return c.json({ error: 'This host is full.' }, 507);
    return link ? c.json(link, 201) : c.json({ error: 'There is no such person.' }, 404);
  });
  api.post('/check-in', tooLarge(CARD_BODY), async (c) => {
    const body = (await c.req.json().catch(() => null)) ?? {};
    const { card, form } = body as Record<string, unknown>;
    if (typeof card !== 'string') return c.json({ error: 'card: the signed card.' }, 400);
    const fields = Object.entries(typeof form === 'object' && form !== null ? form : {});
    const answer = await checkIn(
      card,
      Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === 'string')),
      trust,
    );
    return c.json(answer, answer.accepted ? 200 : 422);
  });
  app.route('/api', api);

  const files = staticFiles([
    { url: '/', folder: join(root, 'demo') },
    { url: '/pages/', folder: join(root, 'demo/pages') },
    { url: '/dist/cdn/', folder: join(root, 'dist/cdn'), deep: true },
  ]);
  app.notFound((c) => files(c) ?? c.text('There is nothing here.', 404));
  app.onError((error, c) => {
    // Where it happened, never what was in it: messages can carry what people sent.
    const where =
      error.stack
        ?.split('\n')
        .find((line) => line.includes(' at '))
        ?.trim() ?? '';
    console.error(`${c.req.method} failed with ${error.name} ${where}`);
    return c.json({ error: 'Something went wrong on this server.' }, 500);
  });
  return app;
}
