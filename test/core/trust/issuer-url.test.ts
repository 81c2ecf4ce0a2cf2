import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkIssuerUrl } from '../../../src/trust/issuer-url.js';
import { needsVectors, vectorJson } from '../../fixtures/vectors.js';

const GOOD = [
  'https://issuer.example',
  'https://Issuer.EXAMPLE',
  'https://issuer.example/a/B-c_d~e.f',
  'https://issuer.example/caf%C3%A9',
  'https://xn--mnchen-3ya.example',
];

const BAD = [
  '',
  'issuer.example',
  'http://issuer.example',
  'HTTPS://issuer.example',
  'ftp://issuer.example',
  'javascript:alert(1)',
  'https:issuer.example',
  'https:/issuer.example',
  'https:///issuer.example',
  'https://issuer.example/',
  'https://issuer.example/a/',
  'https://user@issuer.example',
  'https://user:pass@issuer.example',
  'https://@issuer.example',
  'https://issuer.example?',
  'https://issuer.example?a=b',
  'https://issuer.example#',
  'https://issuer.example#a',
  'https://issuer.example\\a',
  'https://issuer.example\\@evil.example',
  'https://issuer.example/a\\b',
  ' https://issuer.example',
  'https://issuer.example ',
  'https://issuer\t.example',
  'https://issuer.example\n',
  'https://issuer.example/a b',
  'https://issuer.example/a/../b',
  'https://issuer.example/a/./b',
  'https://issuer.example/a/..',
  'https://issuer.example/a/%2e%2e/b',
  'https://issuer.example/a/%2E/b',
  'https://issuer.example/a/%2f/b',
  'https://issuer.example/a%5cb',
  'https://issuer.example/%61',
  'https://issuer.example/%c3%a9',
  'https://issuer.example/%',
  'https://issuer.example/%zz',
  'https://issuer.example//a',
  'https://issuer.example.',
  'https://issuer.example:443',
  'https://issuer.example:0443',
  'https://ＩＳＳＵＥＲ.example',
  'https://issuer。example',
  'https://issuer.exa\u00admple',
  'https://münchen.example',
  'https://0x7f.1',
  'https://2130706433',
  'https://127.1',
  'https://issuer.example:99999',
  'https://issuer.example/é',
  `https://issuer.example/${'a'.repeat(2100)}`,
];

for (const url of GOOD) test(`good: ${url}`, () => assert.deepEqual(checkIssuerUrl(url), { loopback: false }));
for (const url of BAD) test(`bad: ${JSON.stringify(url).slice(0, 80)}`, () => assert.ok(checkIssuerUrl(url).problem));

test('addresses and ports count only when listed', () => {
  for (const url of [
    'https://192.0.2.7',
    'https://[2001:db8::1]',
    'https://issuer.example:8443',
    'https://10.0.0.1/a',
  ]) {
    assert.ok(checkIssuerUrl(url).onlyIfListed, url);
  }
});

test('this machine is loopback, with http too', () => {
  for (const url of [
    'http://localhost:8080/issuer',
    'https://localhost',
    'http://127.0.0.1:1',
    'http://[::1]:8080',
    'http://a.localhost',
  ]) {
    const check = checkIssuerUrl(url);
    assert.equal(check.problem, undefined, url);
    assert.equal(check.loopback, true, url);
  }
});

test('every issuer of the VCI directory may be one', needsVectors, () => {
  const issuers = vectorJson('vci/vci_snapshot.json').issuerInfo as { issuer: { iss: string } }[];
  for (const { issuer } of issuers) assert.deepEqual(checkIssuerUrl(issuer.iss), { loopback: false }, issuer.iss);
  assert.equal(issuers.filter(({ issuer }) => /^https:\/\/[^/]*[A-Z]/.test(issuer.iss)).length, 9);
});
