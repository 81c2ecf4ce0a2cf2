/** The issuer over HTTP: key set, revocation list, card downloads, and the FHIR operation. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { cardFile, healthCardsIssueResponse } from '../../src/index.js';
import { noStore } from './headers.js';
import { matches, readIssueRequest, withClaims } from './health-cards-issue.js';
import { type Issuer, issueSample } from './issuer.js';
import { personById } from './people.js';
import { CARDS } from './samples.js';

const anyPage = cors({ origin: '*', allowMethods: ['GET', 'POST'], allowHeaders: ['Content-Type'], maxAge: 86_400 });

/** What verifiers ask for: `<iss>/.well-known/jwks.json` and `<iss>/.well-known/crl/<kid>.json`. */
export function wellKnown(issuer: Issuer): Hono {
  const app = new Hono();
  app.use(anyPage);
  app.get('/.well-known/jwks.json', (c) => c.json(issuer.keySet));
  app.get(`/.well-known/crl/${issuer.revocations.kid}.json`, (c) => c.json(issuer.revocations));
  return app;
}

/** `.smart-health-card` downloads of the demo's cards. */
export function cardRoutes(issuerOf: (name?: 'other') => Issuer): Hono {
  const app = new Hono();
  app.use(noStore);
  app.get('/:file{[a-z-]+\\.smart-health-card}', async (c) => {
    const id = c.req.param('file').replace('.smart-health-card', '');
    const sample = CARDS.get(id);
    if (!sample) return c.json({ error: 'There is no such card.' }, 404);
    const file = cardFile([await issueSample(issuerOf(sample.issuer), sample)]);
    return c.body(file, 200, {
      'Content-Type': 'application/smart-health-card',
      'Content-Disposition': `attachment; filename="${sample.id}.smart-health-card"`,
    });
  });
  return app;
}

const outcome = (c: Context, status: 400 | 404 | 413, diagnostics: string) =>
  c.json(
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] },
    status,
    { 'Content-Type': 'application/fhir+json' },
  );

/**
 * The FHIR side: `Patient/:id/$health-cards-issue`, and a smart-configuration that says so. A real issuer answers only
 * with the patient's authorization (SMART App Launch); the people here are invented, so this one asks for none.
 */
export function fhirRoutes(issuer: Issuer): Hono {
  const app = new Hono();
  app.use(anyPage, noStore);
  app.get('/.well-known/smart-configuration', (c) => c.json({ capabilities: ['health-cards'] }));
  app.get('/Patient/:id', (c) => {
    const person = personById.get(c.req.param('id'));
    return person
      ? c.json({ ...person.patient, id: person.id }, 200, { 'Content-Type': 'application/fhir+json' })
      : outcome(c, 404, 'There is no such patient.');
  });
  const limit = bodyLimit({ maxSize: 16 * 1024, onError: (c) => outcome(c, 413, 'The request is too large.') });
  app.post('/Patient/:id/:operation{\\$health-cards-issue}', limit, async (c) => {
    const person = personById.get(c.req.param('id'));
    if (!person) return outcome(c, 404, 'There is no such patient.');
    const request = readIssueRequest(await c.req.json().catch(() => undefined));
    if (typeof request === 'string') return outcome(c, 400, request);
    const records = person.records.filter((record) => matches(record, request));
    const cards = await Promise.all(
      records.map(({ id, bundle }) => issuer.issue(withClaims(bundle, request.identityClaims), id)),
    );
    return c.json(healthCardsIssueResponse({ cards }), 200, { 'Content-Type': 'application/fhir+json' });
  });
  return app;
}
