/** The client for makers against the real demo host, and against one that does everything wrong. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  createHostClient,
  createLink,
  encryptFile,
  generateLinkKey,
  HealthLinkError,
  type HostedFile,
  type LinkHost,
  openLink,
} from '../../../src/index.js';
import { demo } from '../../demo/support.js';
import { startHost } from './server.js';

const FHIR = 'application/fhir+json';
const NAME = 'Canarius Canaryson';
const PASSCODE = 'canary-passcode-4711';
const patient = (family: string) => JSON.stringify({ resourceType: 'Patient', name: [{ family }] });

const sealed = async (key: string, ...contents: string[]): Promise<HostedFile[]> =>
  Promise.all(
    contents.map(
      async (content): Promise<HostedFile> => ({
        contentType: FHIR,
        jwe: await encryptFile(content, FHIR, key),
        status: 'can-change',
        fhirVersion: '4.0.1',
      }),
    ),
  );

/** What opening gives: the family name in each file. */
async function namesIn(uri: string, passcode?: string): Promise<unknown[]> {
  const { files } = await openLink(uri, {
    recipient: 'Front desk',
    allowLoopback: true,
    ...(passcode !== undefined && { passcode }),
  });
  return files.map(({ resource }) => (resource as { name: { family: string }[] }).name[0]?.family);
}

const fails = (work: Promise<unknown>, code: string, more: object = {}) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof HealthLinkError, inspect(error));
    assert.equal(error.code, code);
    for (const [name, value] of Object.entries(more)) assert.equal(error[name as 'retryAfter'], value);
    return true;
  });

test('create, open, accesses, update, revoke: the whole life of a link at the demo host', async (t) => {
  const { origin } = await demo(t);
  const host = createHostClient(`${origin}/shl`);
  const key = generateLinkKey();
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const { url, manage } = await host.create({
    files: await sealed(key, patient('First'), patient('Second')),
    flag: 'LP',
    passcode: PASSCODE,
    exp,
  });
  const { uri } = createLink({ url, key, exp, flag: 'LP' });
  assert.deepEqual(await host.accesses?.(manage), []);
  assert.deepEqual(await namesIn(uri, PASSCODE), ['First', 'Second']);
  await assert.rejects(namesIn(uri, 'wrong'), { code: 'LINK_PASSCODE_WRONG' });

  await host.update(manage, await sealed(key, patient('Third')));
  assert.deepEqual(await namesIn(uri, PASSCODE), ['Third']);
  const seen = (await host.accesses?.(manage)) ?? [];
  assert.deepEqual(
    seen.map(({ recipient }) => recipient),
    ['Front desk', 'Front desk'],
  );
  assert.ok((seen[0]?.at ?? '') >= (seen[1]?.at ?? ''), 'newest first');

  await host.revoke(manage);
  await assert.rejects(namesIn(uri, PASSCODE), { code: 'LINK_INACTIVE' });
  await fails(host.update(manage, await sealed(key, patient('Fourth'))), 'LINK_INACTIVE');
  await fails(host.accesses?.(manage) as Promise<unknown>, 'LINK_INACTIVE');
  await host.revoke(manage); // gone already is what was asked for
});

test('the host sees neither key nor content, and the passcode once', async (t) => {
  const { origin } = await demo(t);
  const requests: string[] = [];
  const host = createHostClient(`${origin}/shl`, {
    fetch: (url, init) => {
      requests.push(inspect([String(url), init?.method, init?.headers, init?.body], { maxStringLength: null }));
      return fetch(url, init);
    },
  });
  const key = generateLinkKey();
  const { url, manage } = await host.create({
    files: await sealed(key, patient(NAME)),
    flag: 'P',
    passcode: PASSCODE,
  });
  await host.update(manage, await sealed(key, patient(NAME)));
  await host.accesses?.(manage);
  assert.deepEqual(await namesIn(createLink({ url, key, flag: 'P' }).uri, PASSCODE), [NAME]);
  await host.revoke(manage);
  assert.equal(requests.length, 5);
  const all = requests.join('\n');
  for (const secret of [key, Buffer.from(key, 'base64url').toString('base64'), NAME, 'Patient', 'family']) {
    assert.ok(!all.includes(secret), secret);
  }
  assert.equal(all.split(PASSCODE).length - 1, 1);
  assert.ok(requests[0]?.includes(PASSCODE));
  // The word for changing the link is in no address.
  const word = manage.split('.')[1] as string;
  for (const line of requests) assert.ok(!line.split("'")[1]?.includes(word), line);
});

test('a link whose files were not taken is taken down again', async (t) => {
  const { origin } = await demo(t);
  const requests: string[] = [];
  const host = createHostClient(`${origin}/shl`, {
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      requests.push(`${init?.method} ${response.status}`);
      return response;
    },
  });
  const unsealed = { contentType: FHIR, jwe: patient(NAME) };
  await fails(host.create({ files: [unsealed], flag: '' }), 'NETWORK_STATUS');
  assert.deepEqual(requests, ['POST 201', 'PUT 400', 'DELETE 204']);
});

test('stopped half way: the signal’s reason, and nothing is left at the host', async (t) => {
  const { origin } = await demo(t);
  const stop = new AbortController();
  const requests: string[] = [];
  const host = createHostClient(`${origin}/shl`, {
    fetch: async (url, init) => {
      requests.push(String(init?.method));
      if (init?.method === 'PUT') stop.abort(new Error('the person'));
      return fetch(url, init);
    },
  });
  const files = await sealed(generateLinkKey(), patient(NAME));
  await assert.rejects(host.create({ files, flag: '' }, { signal: stop.signal }), { message: 'the person' });
  assert.deepEqual(requests, ['POST', 'PUT', 'DELETE']);
});

test('what a host answers, by code', async (t) => {
  const server = await startHost();
  t.after(() => server.close());
  const host = createHostClient(`${server.origin}/shl`) as Required<LinkHost>;
  const manage = 'link.secret';
  const answer = (status: number, body = '', headers = {}) => {
    for (const path of ['/shl', '/shl/link/files', '/shl/link/openings', '/shl/link'])
      server.serve(path, body, headers, status);
  };
  answer(404);
  await fails(host.create({ files: [], flag: '' }), 'NETWORK_STATUS');
  await fails(host.accesses(manage), 'LINK_INACTIVE');
  await fails(host.update(manage, []), 'LINK_INACTIVE');
  await host.revoke(manage);
  answer(413);
  await fails(host.update(manage, []), 'TOO_LARGE');
  answer(429, '', { 'retry-after': '7' });
  await fails(host.create({ files: [], flag: '' }), 'LINK_RATE_LIMITED', { retryAfter: 7 });
  for (const status of [400, 401, 403, 500, 503, 507]) {
    answer(status);
    await fails(host.revoke(manage), 'NETWORK_STATUS');
    await fails(host.create({ files: [], flag: '' }), 'NETWORK_STATUS');
  }
  answer(302, '', { location: `${server.origin}/elsewhere` });
  await fails(host.revoke(manage), 'NETWORK_REDIRECT');
  assert.equal(server.count('/elsewhere'), 0);
  for (const body of ['', 'null', '[]', '<p>Hello', '{"id":"a"}', '{"id":"../x","secret":"s","url":"u"}']) {
    answer(201, body);
    await fails(host.create({ files: [], flag: '' }), 'NETWORK_STATUS');
  }
  for (const body of ['{}', '{"openings":{}}', '{"openings":[1]}', '{"openings":[{"at":"x"}]}']) {
    answer(200, body);
    await fails(host.accesses(manage), 'NETWORK_STATUS');
  }
  await server.close();
  await fails(host.revoke(manage), 'NETWORK');
});

test('no error tells anything of the link', async (t) => {
  const server = await startHost();
  t.after(() => server.close());
  const host = createHostClient(`${server.origin}/shl`) as Required<LinkHost>;
  const secret = 'CanarySecret';
  server.serve(`/shl/CanaryLink/files`, `{"error":"${NAME} ${PASSCODE}"}`, {}, 500);
  const error = await host.update(`CanaryLink.${secret}`, []).catch((one: unknown) => one);
  const told = `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)}`;
  for (const word of ['Canary', PASSCODE]) assert.ok(!told.includes(word), told);
});

test('misuse is a TypeError', async () => {
  for (const url of [
    '',
    '/shl',
    'http://host.example/shl',
    'https://a@host.example',
    'https://host.example/?a',
    1,
    null,
  ])
    assert.throws(() => createHostClient(url as string), TypeError);
  const host = createHostClient('https://host.example/shl');
  for (const manage of ['', 'a', 'a.b.c', '../x.b', null]) {
    await assert.rejects(host.update(manage as string, []), TypeError);
    await assert.rejects(host.revoke(manage as string), TypeError);
  }
});
