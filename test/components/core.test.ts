/** The core in a browser: what it needs of the platform is there in every engine, certificates included. */

import { expect } from '@esm-bundle/chai';
import { createTrust, generateIssuerKey, issueCard, publicKeySet, verifyCard } from '../../src/index.js';
import { thumbprint } from '../../src/trust/keys.js';
import { makeCertificate, newKeys } from '../fixtures/certificates.js';

const ISSUER = 'https://issuer.example';
const bundle = {
  resourceType: 'Bundle' as const,
  type: 'collection' as const,
  entry: [{ fullUrl: 'resource:0', resource: { resourceType: 'Patient' as const, name: [{ family: 'Rivera' }] } }],
};

describe('the core in a browser', () => {
  it('issues and verifies, and refuses one changed character', async () => {
    const key = await generateIssuerKey();
    const trust = createTrust({ issuers: [{ url: ISSUER, keys: publicKeySet([key]) }], liveKeys: 'never' });
    const jws = await issueCard({ issuer: ISSUER, key, bundle });
    expect((await verifyCard(jws, { trust })).verdict).to.equal('verified');
    const at = jws.length - 20;
    const changed = `${jws.slice(0, at)}${jws[at] === 'A' ? 'B' : 'A'}${jws.slice(at + 1)}`;
    expect((await verifyCard(changed, { trust })).verdict).to.equal('invalid');
  });

  it('trusts by certificate, and not by an expired one', async () => {
    const keys = await newKeys();
    const { kty = '', crv = '', x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', keys.privateKey);
    const publicJwk = { kty, crv, x, y, kid: await thumbprint({ kty, crv, x, y }), use: 'sig', alg: 'ES256' };
    const jws = await issueCard({ issuer: ISSUER, key: { ...publicJwk, d }, bundle });
    const day = 86_400_000;
    const span = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
    const root = await makeCertificate({ name: 'Root', ca: true, usage: [5], ...span });
    const check = async (notAfter: Date) => {
      const leaf = await makeCertificate({ name: 'x', keys, issuer: root, uri: ISSUER, usage: [0], ...span, notAfter });
      const set = publicKeySet([{ ...publicJwk, x5c: [leaf.base64] }]);
      const fetch = (async () => new Response(JSON.stringify(set))) as typeof globalThis.fetch;
      return verifyCard(jws, { trust: createTrust({ anchors: [root.pem], liveKeys: 'any', fetch }) });
    };
    const good = await check(span.notAfter);
    expect(good.verdict).to.equal('verified');
    expect(good.issuer.by).to.equal('certificate');
    expect((await check(new Date(Date.now() - 1000))).verdict).to.equal('untrusted');
  });
});
