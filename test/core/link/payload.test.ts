import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/errors.js';
import { reachOf } from '../../../src/link/address.js';
import { HealthLinkError } from '../../../src/link/errors.js';
import { parseLink } from '../../../src/link/payload.js';
import { ID, KEY, link, rawLink } from './server.js';

const url = `https://shl.example.org/${ID}`;
const good = { url, key: KEY, flag: 'L', label: 'Vaccines' };
const bare = rawLink(good);

/** The error parseLink throws for this text. */
function refusal(text: string): HealthLinkError {
  try {
    parseLink(text);
  } catch (error) {
    assert.ok(error instanceof HealthLinkError);
    return error;
  }
  throw new assert.AssertionError({ message: 'parseLink accepted it' });
}
const brief = (findings: readonly Finding[]) =>
  findings.map(({ code, severity, params }) => [code, severity, params?.actor]);

test('a bare link, with what it says', () => {
  const parsed = parseLink(bare);
  assert.equal(parsed.url, url);
  assert.equal(parsed.key, KEY);
  assert.deepEqual([...parsed.flags], ['L']);
  assert.equal(parsed.label, 'Vaccines');
  assert.equal(parsed.version, 1);
  assert.deepEqual(parsed.findings, []);
  assert.ok(Object.isFrozen(parsed));
});

const wrapped = bare.replace(/.{20}/g, '$&\r\n');
const places: Record<string, string> = {
  'behind a viewer': `https://viewer.example.org/a/b?c=d#${bare}`,
  'with white space around': `\n\t ${bare} \r\n`,
  'in a message': `Dear doctor,\n\nmy link: ${bare}\n\nThank you, Maria`,
  'in angle brackets': `<${bare}>`,
  'ending a sentence': `Open ${bare}. It ends tomorrow.`,
  'followed by words': `${bare} thanks`,
  'with line wraps inside': wrapped,
  'with line wraps inside and words after': `see ${wrapped}\nThank you`,
  'quoted in a reply': bare.replace(/.{30}/g, '$&\n> '),
  'quoted-printable': bare.replace(/.{30}/g, '$&=\r\n'),
  'with a space after the scheme': bare.replace('shlink:/', 'shlink:/ '),
  'with zero-width spaces': bare.replace(/.{30}/g, '$&\u200b'),
  'with padding': `${bare}==`,
  'with the scheme in capitals': bare.replace('shlink', 'SHLINK'),
  'with an escaped scheme': `https://viewer.example.org/#${bare.replace('shlink:/', 'shlink%3A%2F')}`,
  'after a broken one': `shlink:/eyJ1 and again ${bare}`,
  'after the word': `A shlink:/ looks like ${bare}`,
};
for (const [name, text] of Object.entries(places)) {
  test(`found ${name}`, () => assert.equal(parseLink(text).url, url));
}

test('text without a link, and links of other kinds, are named for what they are', () => {
  const table: [string, string | undefined][] = [
    ['', undefined],
    ['https://example.org', undefined],
    [bare.replace('shlink', 'vhlink'), 'vhlink'],
    [bare.replace('shlink', 'xshlink'), undefined],
    ['shc:/5676', undefined],
  ];
  for (const [text, scheme] of table) {
    const { code, findings } = refusal(text);
    assert.equal(code, 'LINK_FORMAT', text);
    assert.equal(findings[0]?.params?.scheme, scheme, text);
    assert.equal(findings[0]?.params?.actor, 'reader');
  }
});

test('a cut-off link is LINK_FORMAT at every length', () => {
  for (let length = 'shlink:/'.length; length < bare.length; length++) {
    assert.equal(refusal(bare.slice(0, length)).code, 'LINK_FORMAT');
  }
});

test('payloads that are no object, or too deep, or huge', () => {
  for (const payload of [
    'null',
    '[]',
    '"x"',
    '12',
    '{',
    `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
    ' '.repeat(20_000),
  ]) {
    assert.equal(refusal(rawLink(payload)).code, 'LINK_FORMAT', payload.slice(0, 30));
  }
});

test('a member said twice is refused', () => {
  const text = JSON.stringify(good).replace('{', '{"url":"https://evil.example.org",');
  assert.equal(refusal(rawLink(text)).code, 'JSON_DUPLICATE');
});

test('hostile text is read in reasonable time', () => {
  const start = performance.now();
  assert.equal(refusal(`shlink:/${'eyJ '.repeat(200_000)}`).code, 'LINK_FORMAT');
  assert.equal(refusal('shlink:/eyJ1 '.repeat(50_000)).code, 'LINK_FORMAT');
  assert.equal(refusal(`shlink:/${'e'.repeat(5_000_000)}`).code, 'LINK_FORMAT');
  assert.ok(performance.now() - start < 2000);
});

test('what can never open is refused, with who has to act', () => {
  const table: [object, string, string][] = [
    [{ key: KEY }, 'LINK_FORMAT', 'sender'],
    [{ url: 12, key: KEY }, 'LINK_FORMAT', 'sender'],
    [{ url }, 'LINK_FORMAT', 'sender'],
    [{ url, key: KEY.slice(1) }, 'LINK_FORMAT', 'sender'],
    [{ url, key: `${KEY}A` }, 'LINK_FORMAT', 'sender'],
    [{ url, key: `${KEY.slice(0, 42)}R` }, 'LINK_FORMAT', 'sender'],
    [{ url, key: `${KEY.slice(0, 42)}=` }, 'LINK_FORMAT', 'sender'],
    [{ url, key: `${KEY.slice(0, 42)}+` }, 'LINK_FORMAT', 'sender'],
    [{ url: `http://shl.example.org/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `http://10.0.0.1/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `ftp://shl.example.org/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `javascript:alert(1)//${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `https://user:pass@shl.example.org/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `https:\\\\shl.example.org\\${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `https://shl.example.org/\t${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: ` ${url}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `https://ѕhl.example.org/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `https:/shl.example.org/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ url: `/${ID}`, key: KEY }, 'LINK_URL', 'sender'],
    [{ ...good, flag: 'PU' }, 'LINK_FLAG_CONFLICT', 'sender'],
    [{ ...good, flag: 'LUXP' }, 'LINK_FLAG_CONFLICT', 'sender'],
    [{ v: 2, address: 'somewhere' }, 'LINK_VERSION', 'reader'],
  ];
  for (const [payload, code, actor] of table) {
    const error = refusal(rawLink(payload));
    assert.equal(error.code, code, JSON.stringify(payload));
    assert.equal(error.findings[0]?.params?.actor, actor, JSON.stringify(payload));
  }
});

test('every finding of a refused link is there, the gravest first', () => {
  const { code, findings } = refusal(
    rawLink({ url: 'http://example.org', key: 'x', label: 'x'.repeat(81), flag: 'PU' }),
  );
  assert.equal(code, 'LINK_URL');
  assert.deepEqual(brief(findings), [
    ['LINK_URL', 'error', 'sender'],
    ['LINK_FORMAT', 'error', 'sender'],
    ['LINK_FLAG_CONFLICT', 'error', 'sender'],
    ['LINK_LABEL_LONG', 'warning', 'sender'],
  ]);
});

test('what may pass is a finding, with who has to act', () => {
  const long = `https://shl.example.org/${ID}/${'x'.repeat(100)}`;
  const table: [object, [string, string, string][]][] = [
    [{ ...good, v: 1 }, []],
    [{ ...good, v: 2 }, [['LINK_VERSION', 'error', 'reader']]],
    [{ ...good, v: '1' }, [['LINK_VERSION', 'error', 'reader']]],
    [{ ...good, exp: 1_600_000_000 }, [['LINK_EXPIRED', 'error', 'sender']]],
    [{ ...good, exp: 4_000_000_000 }, []],
    [{ ...good, exp: 4_000_000_000_000 }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [
      { ...good, exp: 1_600_000_000_000 },
      [
        ['LINK_PAYLOAD', 'warning', 'sender'],
        ['LINK_EXPIRED', 'error', 'sender'],
      ],
    ],
    [{ ...good, exp: '4000000000' }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, exp: 1e300 }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, url: `https://localhost/${ID}` }, [['LINK_URL_LOCAL', 'warning', 'sender']]],
    [{ ...good, url: `http://127.0.0.1:80/${ID}` }, [['LINK_URL_LOCAL', 'warning', 'sender']]],
    [{ ...good, url: `https://192.168.1.4/${ID}` }, [['LINK_URL_LOCAL', 'warning', 'sender']]],
    [{ ...good, url: `https://printer.local/${ID}` }, [['LINK_URL_LOCAL', 'warning', 'sender']]],
    [{ ...good, url: long }, [['LINK_URL_LONG', 'warning', 'host']]],
    [{ ...good, url: 'https://shl.example.org/my-vaccines' }, [['LINK_URL_ENTROPY', 'warning', 'host']]],
    [
      { ...good, url: 'https://shl.example.org/9f8f31c2-2a0c-4c0e-9d5e-3a8b1c2d4e5f' },
      [['LINK_URL_ENTROPY', 'warning', 'host']],
    ],
    [{ ...good, url: `https://shl.example.org/${'0123456789abcdef'.repeat(4)}` }, []],
    [{ ...good, url: `${url}?key=${KEY}` }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, label: 'x'.repeat(80) }, []],
    [{ ...good, label: 'x'.repeat(81) }, [['LINK_LABEL_LONG', 'warning', 'sender']]],
    [{ ...good, label: '💉'.repeat(80) }, []],
    [{ ...good, label: 12 }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, flag: 'UL' }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, flag: 7 }, [['LINK_PAYLOAD', 'warning', 'sender']]],
    [{ ...good, flag: 'LXz' }, []],
    [{ ...good, extension: { a: 1 }, _mine: true, other: [] }, []],
  ];
  for (const [payload, findings] of table) {
    assert.deepEqual(brief(parseLink(rawLink(payload)).findings), findings, JSON.stringify(payload));
  }
});

test('a newer version still says its label, flags and expiry', () => {
  const parsed = parseLink(rawLink({ ...good, v: 2, exp: 4_000_000_000, new: {} }));
  assert.equal(parsed.label, 'Vaccines');
  assert.deepEqual([...parsed.flags], ['L']);
  assert.equal(parsed.exp?.getTime(), 4_000_000_000_000);
  assert.equal(parsed.version, 2);
});

test('unknown members, reserved ones and unknown flags are ignored', () => {
  const parsed = parseLink(rawLink({ ...good, flag: 'LXz', extension: { a: 1 }, _mine: true, recipient: 'x' }));
  assert.deepEqual(parsed.findings, []);
  assert.deepEqual(Object.keys(parsed).sort(), ['findings', 'flags', 'key', 'label', 'url', 'version']);
});

test('exp in seconds and in milliseconds is the same time', () => {
  const seconds = parseLink(rawLink({ ...good, exp: 4_000_000_000 })).exp;
  const milliseconds = parseLink(rawLink({ ...good, exp: 4_000_000_000_000 })).exp;
  assert.equal(seconds?.toISOString(), '2096-10-02T07:06:40.000Z');
  assert.deepEqual(seconds, milliseconds);
});

test('expiry is judged by the given clock', () => {
  const text = rawLink({ ...good, exp: 1_600_000_000 });
  assert.deepEqual(parseLink(text, { now: () => new Date(1_599_999_999_000) }).findings, []);
  assert.equal(parseLink(text, { now: () => new Date(1_600_000_000_000) }).findings[0]?.code, 'LINK_EXPIRED');
});

test('__proto__ in a payload stays without effect', () => {
  const text = JSON.stringify(good).replace('{', '{"__proto__":{"exp":1},');
  const parsed = parseLink(rawLink(text));
  assert.equal(parsed.exp, undefined);
  assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
});

test('host names and what they reach', () => {
  const hosts = {
    loopback: [
      'localhost',
      'a.localhost',
      'localhost.',
      '127.0.0.1',
      '127.9.9.9',
      '[::1]',
      '[::]',
      '0.0.0.0',
      '[::ffff:7f00:1]',
    ],
    private: [
      '10.1.2.3',
      '172.16.0.1',
      '172.31.0.1',
      '192.168.0.1',
      '169.254.1.1',
      '100.64.0.1',
      '[fd00::1]',
      '[fe80::1]',
      'intranet',
      'nas.local',
      'x.internal',
    ],
    public: [
      'example.org',
      '172.32.0.1',
      '100.128.0.1',
      '11.0.0.1',
      '[2001:db8::1]',
      'localhost.example.org',
      '10.example.org',
    ],
  };
  for (const [reach, names] of Object.entries(hosts)) {
    for (const name of names) assert.equal(reachOf(new URL(`https://${name}/`).hostname), reach, name);
  }
});

test('misuse is a TypeError', () => {
  for (const value of [undefined, null, 12, {}]) assert.throws(() => parseLink(value as never), TypeError);
});

test('no message and no finding holds the key, the address or the label', () => {
  const secrets = [KEY, ID, 'Vaccines', 'shl.example.org'];
  const payloads = [
    { ...good, flag: 'PU' },
    { ...good, url: `http://shl.example.org/${ID}` },
    { ...good, key: `${KEY}AA` },
    {
      ...good,
      v: 9,
      exp: 1,
      label: `Vaccines${'x'.repeat(100)}`,
      url: `https://localhost/${ID}${'y'.repeat(120)}${KEY}`,
    },
  ];
  for (const payload of payloads) {
    let told: string;
    try {
      told = JSON.stringify(parseLink(rawLink(payload)).findings);
    } catch (error) {
      const { message, stack, findings } = error as HealthLinkError;
      told = `${message} ${stack} ${JSON.stringify(findings)}`;
    }
    for (const secret of secrets) assert.ok(!told.includes(secret), `${secret} in ${told}`);
  }
  assert.ok(link({ url }).startsWith('shlink:/eyJ'));
});
