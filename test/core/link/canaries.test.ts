/** What must never leak: key, passcode, token, address, label, and the person inside. Everything that comes out is searched. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect } from 'node:util';
import { createLink } from '../../../src/link/create.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { decryptFile, encryptFile } from '../../../src/link/jwe.js';
import { type OpenOptions, openLink } from '../../../src/link/open.js';
import { parseLink } from '../../../src/link/payload.js';
import { watchLink } from '../../../src/link/watch.js';
import { type Handler, rawLink, startHost, type TestHost } from './server.js';

const FHIR = 'application/fhir+json';
const KEY = 'CanaryKeyCanaryKeyCanaryKeyCanaryKeyCanaryA';
const ID = 'CanaryAddressCanaryAddressCanaryAddress0123';
const PASSCODE = 'canary-passcode-4711';
const LABEL = 'Canary label';
const NAME = 'Canarius Canaryson';
const SECRETS = [KEY, ID, PASSCODE, LABEL, NAME, 'Canar'];

let host: TestHost;
const printed: string[] = [];
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
const originals = methods.map((name) => console[name]);
before(async () => {
  host = await startHost();
  for (const name of methods) console[name] = (...values) => void printed.push(inspect(values));
});
after(async () => {
  methods.forEach((name, index) => {
    console[name] = originals[index] as (typeof console)['log'];
  });
  await host.close();
});

/** No secret in anything of an error: message, stack, findings, hidden members, causes. */
function clean(error: unknown, what: string): void {
  const told = `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)} ${String((error as Error).stack)}`;
  for (const secret of SECRETS) assert.ok(!told.includes(secret), `${what}: ${secret} in ${told}`);
}

const options: OpenOptions = {
  recipient: 'Test clinic',
  passcode: PASSCODE,
  allowLoopback: true,
  limits: { connectTimeout: 200, requestTimeout: 300 },
};
const text = (flag = 'P') => createLink({ url: `${host.origin}/${ID}`, key: KEY, label: LABEL, flag }).uri;

test('whatever the host answers, the error tells nothing', async () => {
  const echo = JSON.stringify({ message: SECRETS.join(' '), remainingAttempts: SECRETS.join(' ') });
  const answers: Handler[] = [
    ...[200, 400, 401, 403, 404, 410, 418, 429].map(
      (status): Handler =>
        (_, response) =>
          void response.writeHead(status, { 'retry-after': NAME }).end(echo),
    ),
    (_, response) => void response.writeHead(500, { 'retry-after': '0' }).end(echo),
    (_, response) => void response.writeHead(302, { location: `/${KEY}/${PASSCODE}` }).end(),
    (_, response) => void response.socket?.resetAndDestroy(),
    () => {},
    (_, response) => void response.end(SECRETS.join(' ')),
    (_, response) => void response.end(`${SECRETS.join('.')}`),
    (_, response) => void response.end(`<html>${NAME}`),
  ];
  for (const [index, answer] of answers.entries()) {
    host.on(`/${ID}`, answer);
    for (const flag of ['P', 'U']) {
      await openLink(text(flag), options).then(
        () => assert.fail(`answer ${index} opened`),
        (error) => {
          assert.ok(error instanceof HealthLinkError, String(error));
          clean(error, `answer ${index} ${flag}`);
        },
      );
    }
  }
});

test('a bad file’s error tells nothing of the file', async () => {
  const contents = [`{"name":"${NAME}"`, `{"name":"${NAME}"}`, `["${NAME}"]`, NAME, `{"access_token":"${NAME}"}`];
  const types = [FHIR, 'application/smart-api-access', 'application/smart-health-card'];
  const files = await Promise.all(
    contents.flatMap((content) =>
      types.map(async (type) => ({ contentType: type, embedded: await encryptFile(content, type, KEY) })),
    ),
  );
  host.serve(
    `/${ID}`,
    JSON.stringify({
      files: [...files, { contentType: FHIR, embedded: NAME }, { contentType: FHIR, location: `http://${NAME}` }],
    }),
  );
  const result = await openLink(text(), options);
  for (const { error, cards, access } of result.files) {
    clean(error ?? new Error(), 'file');
    for (const card of cards ?? []) clean(card.findings, 'card');
    clean(access ?? {}, 'access');
  }
  assert.ok(result.files.some(({ error }) => error));
});

test('links that are refused, files that do not decrypt, and misuse tell nothing', async () => {
  const url = `https://shl.example.org/${ID}`;
  const attempts: (() => unknown)[] = [
    () => parseLink(rawLink({ url: `http://shl.example.org/${ID}`, key: KEY, label: LABEL })),
    () => parseLink(rawLink({ url, key: `${KEY}x`, label: LABEL })),
    () => parseLink(rawLink({ url, key: KEY, flag: 'PU', label: LABEL })),
    () => parseLink(rawLink(`{"key":"${KEY}","key":"${KEY}"}`)),
    () => parseLink(`${NAME} shlink:/${KEY}`),
    () => createLink({ url: `ftp://${ID}`, key: KEY }),
    () => createLink({ url: `${url}?${KEY}`, key: KEY }),
    () => createLink({ url, key: `${KEY}x` }),
    () => encryptFile(NAME, FHIR, `${KEY}x`),
    () => decryptFile(NAME, KEY),
    () => decryptFile(`${rawLink({ alg: NAME, enc: KEY }).slice(8)}..a.b.c`, KEY),
    () => openLink({ url, key: KEY } as never, options),
    () => openLink(text(), { ...options, passcode: [PASSCODE] as never }),
    () => watchLink(rawLink({ url, key: KEY, v: 3, label: LABEL }), options).next(),
    () => openLink(rawLink({ url, key: KEY, exp: 1, label: LABEL }), options),
  ];
  for (const [index, attempt] of attempts.entries()) {
    await assert.rejects(
      async () => attempt(),
      (error) => {
        clean(error, `attempt ${index}`);
        return true;
      },
      `attempt ${index}`,
    );
  }
});

test('the key goes nowhere, the passcode only into the body of the manifest request', async () => {
  host.serve(`/${ID}`, JSON.stringify({ files: [{ contentType: FHIR, location: `${host.origin}/file` }] }));
  host.serve(
    '/file',
    await encryptFile(JSON.stringify({ resourceType: 'Patient', name: [{ text: NAME }] }), FHIR, KEY),
  );
  host.seen.length = 0;
  const { files } = await openLink(text(), options);
  assert.equal(files[0]?.error, undefined);
  for (const { url, headers, body, method } of host.seen) {
    assert.ok(!`${url} ${JSON.stringify(headers)} ${body}`.includes(KEY));
    assert.ok(!`${url} ${JSON.stringify(headers)}`.includes(PASSCODE));
    assert.ok(!JSON.stringify(headers).includes(ID), 'no Referer');
    if (method === 'GET') assert.equal(body, '');
  }
});

test('nothing was printed', () => assert.deepEqual(printed, []));
