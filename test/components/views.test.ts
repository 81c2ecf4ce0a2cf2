/** The words and the looks: verdicts, dates, unsafe text, people, insurance cards. Views get finished results and decide nothing. */
import { expect } from '@esm-bundle/chai';
import { render } from 'lit';
import { define } from '../../components/define/define.js';
import { formatDate, mixesScripts, safeLink, visible } from '../../components/format.js';
import { messages as en } from '../../components/locales/en.js';
import { languages, loadMessages } from '../../components/locales/index.js';
import { makeTexts } from '../../components/localize.js';
import { matchPerson } from '../../components/match.js';
import { cardView } from '../../components/views/card.js';
import { personView } from '../../components/views/person.js';
import { qrPath } from '../../components/views/qr.js';
import { summaryView } from '../../components/views/summary.js';
import { verdictView } from '../../components/views/verdict.js';
import { NAME_KEYS } from '../../src/fhir/codes.js';
import { LABELS } from '../../src/fhir/labels.js';
import { type CardResult, CODES, type Row, type Summary, summarize, type Value } from '../../src/index.js';
import { bundleOf, patient, vaccination } from './help.js';

const texts = makeTexts('en');

function draw(view: unknown): HTMLElement {
  const host = document.createElement('div');
  render(view, host);
  return host;
}
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 10));
}
const read = (view: unknown): string => (draw(view).textContent ?? '').replace(/\s+/g, ' ').trim();

const good: CardResult = {
  verdict: 'verified',
  signature: 'valid',
  issuer: { url: 'https://clinic.example', name: 'Clinic', trust: 'trusted', by: 'directory' },
  validity: 'current',
  revocation: 'clear',
  types: [],
  findings: [],
  checkedAt: '2026-01-01T00:00:00Z',
};
const VERDICTS = ['verified', 'unverifiable', 'not-yet-valid', 'expired', 'revoked', 'untrusted', 'invalid'] as const;

describe('the verdict', () => {
  it('has its own word and its own shape for each verdict', () => {
    const looks = VERDICTS.map((verdict) => {
      const banner = draw(verdictView({ ...good, verdict }, texts));
      return [banner.querySelector('.verdict-word')?.textContent, banner.querySelector('.verdict-icon svg')?.innerHTML];
    });
    expect(new Set(looks.map(([word]) => word)).size).to.equal(VERDICTS.length);
    expect(new Set(looks.map(([, shape]) => shape)).size).to.equal(VERDICTS.length);
  });

  it('wears the verified look for "verified" alone', () => {
    for (const verdict of VERDICTS) {
      const { classList } = draw(verdictView({ ...good, verdict }, texts)).querySelector('.verdict') as HTMLElement;
      expect(classList.contains('verified'), verdict).to.equal(verdict === 'verified');
    }
  });

  it('always shows all four axes, also for a card that is verified', () => {
    for (const verdict of VERDICTS) {
      const labels = [...draw(verdictView({ ...good, verdict }, texts)).querySelectorAll('dt')].map(
        (dt) => dt.textContent,
      );
      expect(labels).to.deep.equal(['Signature', 'Issuer', 'Dates', 'Withdrawn']);
    }
  });

  it('does not call an issuer known when the signature is not valid', () => {
    const text = read(cardView({ result: { ...good, verdict: 'invalid', signature: 'invalid' } }, texts));
    expect(text).to.contain('Claimed, not proven').and.to.not.contain('In the directory');
  });

  it('never says where an issuer is when the signature is not valid', () => {
    const issuer = { ...good.issuer, loopback: true } as const;
    const result = { ...good, verdict: 'invalid', signature: 'invalid', issuer } as const;
    expect(read(verdictView(result, texts))).to.not.contain(en['verdict.demo']);
  });

  it('names a demo issuer as one', () => {
    expect(read(verdictView({ ...good, issuer: { ...good.issuer, loopback: true } }, texts))).to.contain('Demo issuer');
  });

  it('has two sentences for every code, in every language', async () => {
    for (const lang of languages) {
      await loadMessages(lang);
      const words = makeTexts(lang);
      for (const code of Object.keys(CODES)) {
        expect(words.code(code).what, `${lang} ${code}`).to.have.length.above(5);
        expect(words.code(code).remedy, `${lang} ${code}`).to.have.length.above(5);
      }
    }
  });

  it('shows data of a card only when its signature is valid and it is not invalid', () => {
    const fhirBundle = bundleOf(patient('Secret'), vaccination());
    const summary = summarize(fhirBundle);
    const hidden: Partial<CardResult>[] = [
      { verdict: 'invalid' },
      { verdict: 'untrusted', signature: 'unchecked' },
      { verdict: 'invalid', signature: 'invalid' },
    ];
    for (const change of hidden) {
      expect(read(cardView({ result: { ...good, fhirBundle, ...change }, summary }, texts))).to.not.contain('Secret');
    }
    expect(read(cardView({ result: { ...good, fhirBundle }, summary }, texts))).to.contain('Ana Secret');
  });
});

describe('dates', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2021', '2021'],
    ['2021-03', 'March 2021'],
    ['2021-03-04', 'Mar 4, 2021'],
    ['0987-03-04', 'Mar 4, 987'],
    ['2021-12-31T23:59:00-10:00', 'Dec 31, 2021, 11:59 PM (UTC-10:00)'],
    ['2021-01-01T00:00:00Z', 'Jan 1, 2021, 12:00 AM (UTC)'],
    ['2021-02-30', '2021-02-30'],
    ['2021-13', '2021-13'],
    ['yesterday', 'yesterday'],
  ];
  for (const [written, words] of cases) {
    it(`writes ${written} as ${words}, whatever the zone of this machine`, () => {
      expect(formatDate(written, 'en').replace(/\u202f/g, ' ')).to.equal(words);
    });
  }
});

describe('text of strangers', () => {
  it('shows what is invisible, and cuts what is endless', () => {
    expect(visible('a\u202eb\u200bc\u0000')).to.equal('a[U+202E]b[U+200B]c[U+0000]');
    expect(visible('x'.repeat(100_000)))
      .to.have.length.below(2100)
      .and.to.contain('+98000');
  });
  it('leaves the joiners of scripts and emoji alone', () => {
    for (const text of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d⚕️']) expect(visible(text)).to.equal(text);
    expect(visible('ad\u200dmin')).to.contain('[U+200D]');
  });
  it('notices words of mixed alphabets', () => {
    expect(mixesScripts('Pаul')).to.equal(true);
    expect(mixesScripts('Paul Иванов')).to.equal(false);
  });
  it('links to https only, and names the host', () => {
    for (const url of [
      'javascript:alert(1)',
      'http://a.example',
      'data:text/html,x',
      'https://a@b.example',
      'nonsense',
    ]) {
      expect(safeLink(url)).to.equal(undefined);
    }
    expect(safeLink('https://аpple.example/x')?.host).to.match(/^xn--/);
  });

  it('stays text, wherever it stands', () => {
    const evil = '"><img src=x onerror=alert(1)><style>*{display:none}</style>';
    const value = (type: string): Value =>
      ({ type, text: evil, codings: [{ system: evil, code: evil, display: evil }] }) as never;
    const row: Row = {
      resourceType: 'Observation',
      title: value('name'),
      date: evil,
      status: evil,
      flags: [],
      about: { relation: 'other', name: evil },
      facts: [
        { label: evil, value: value('text'), raw: true },
        { label: 'site', value: { type: 'link', url: 'javascript:alert(1)' } },
        { label: 'note', value: { type: 'attachment', title: evil, contentType: evil, url: 'javascript:alert(1)' } },
        { label: 'type', value: { type: 'key', key: evil } },
        { label: 'period', value: { type: 'period', start: evil, end: evil } },
        { label: 'value', value: { type: 'quantity', value: 1, unit: evil, comparator: evil } },
      ],
      source: { index: 0, resourceType: 'Observation' },
    };
    const summary: Summary = {
      groups: [
        { kind: 'other', title: evil, rows: [row] },
        { kind: 'coverage', rows: [{ ...row, resourceType: 'Coverage' }] },
        { kind: 'story', rows: [], text: evil },
      ],
      documents: [row],
      provenance: [row],
      unread: [],
    };
    const drawn = draw(summaryView(summary, texts));
    expect(drawn.querySelector('img, style, script, [style], [onerror], a[href^="javascript"]')).to.equal(null);
    expect(drawn.textContent).to.contain('<img src=x');
  });
});

describe('rows', () => {
  const summary = (row: Partial<Row>): Summary => ({
    groups: [
      {
        kind: 'labs',
        rows: [
          {
            resourceType: 'Observation',
            title: { type: 'text', text: 'Potassium' },
            flags: [],
            facts: [],
            source: { index: 0, resourceType: 'Observation' },
            ...row,
          },
        ],
      },
    ],
    documents: [],
    provenance: [],
    unread: [],
  });

  it('tell out of range by word and arrow, with the range', () => {
    const text = read(
      summaryView(
        summary({
          flags: ['out-of-range'],
          result: {
            value: { type: 'quantity', value: 6.9, unit: 'mmol/L' },
            range: { type: 'range', low: 3.5, high: 5.1, unit: 'mmol/L' },
            level: 'critically-high',
          },
        }),
        texts,
      ),
    );
    expect(text)
      .to.contain('6.9')
      .and.to.contain('↑')
      .and.to.contain('Critically high')
      .and.to.contain('3.5 to 5.1 mmol/L');
  });

  it('show every flag in words', () => {
    for (const flag of ['entered-in-error', 'not-done', 'refuted', 'subpotent', 'modifier', 'inactive'] as const) {
      expect(read(summaryView(summary({ flags: [flag] }), texts))).to.contain(en[`flag.${flag}`]);
    }
  });

  it('name a vaccine by its code when nothing names it', () => {
    const title: Value = { type: 'name', codings: [{ system: 'http://snomed.info/sct', code: '123' }] };
    expect(read(summaryView(summary({ resourceType: 'Immunization', title }), texts))).to.contain(
      'Vaccine (SNOMED CT 123)',
    );
  });

  it('never take a word of the verdict for a status of the data', () => {
    const facts = [{ label: 'status', value: { type: 'key' as const, key: 'verdict.verified' } }];
    expect(read(summaryView(summary({ facts }), texts))).to.not.contain('Verified');
    const person = { gender: 'verdict.verified', identifiers: [], telecom: [], flags: [], facts: [] } as never;
    expect(read(personView({ ...summary({}), person }, texts))).to.not.contain('Verified');
  });

  it('say what could not be read', () => {
    const unread = [{ source: { index: 3, resourceType: '' }, reason: 'malformed' as const }];
    expect(read(summaryView({ ...summary({}), unread }, texts))).to.contain('1 entry could not be read');
  });

  it('draw a long list in part, the rest when asked and near, and all of it for printing', async () => {
    const [group] = summary({}).groups;
    const rows = Array.from({ length: 220 }, () => ({ ...(group?.rows[0] as Row) }));
    const drawn = draw(summaryView({ ...summary({}), groups: [{ kind: 'labs', rows }] }, texts));
    document.body.append(drawn);
    try {
      const count = () => drawn.querySelectorAll('.rows > .row').length;
      const details = drawn.querySelector<HTMLDetailsElement>('details.rest');
      expect(count()).to.equal(25);
      expect(details?.querySelector('summary')?.textContent).to.contain('195 more');
      if (details) details.open = true;
      await until(() => drawn.querySelectorAll('.slice').length === 39);
      details?.querySelector('.slice')?.scrollIntoView();
      await until(() => count() > 25);
      if (details) details.open = false;
      await until(() => drawn.querySelectorAll('.slice').length === 0);
      window.dispatchEvent(new Event('beforeprint'));
      expect(count()).to.equal(220);
      window.dispatchEvent(new Event('afterprint'));
      expect(details?.open).to.equal(false);
    } finally {
      drawn.remove();
    }
  });
});

describe('the expected person', () => {
  const person = { name: 'Ana María Rivera', birthDate: '1984-02-29' } as NonNullable<Summary['person']>;
  const cases: readonly (readonly [Parameters<typeof matchPerson>[1], string])[] = [
    [{ name: 'ana maria rivera', birthDate: '1984-02-29' }, 'match'],
    [{ name: 'Rivera, Ana', birthDate: '1984-02-29' }, 'match'],
    [{ name: 'Rivera', birthDate: '1984-02-29' }, 'partial'],
    [{ name: 'Ana Maria Rivera', birthDate: '1984-02-28' }, 'mismatch'],
    [{ name: 'Bo Lee', birthDate: '1984-02-29' }, 'mismatch'],
    [{ birthDate: '1984' }, 'partial'],
    [{}, 'partial'],
  ];
  for (const [expected, verdict] of cases) {
    it(`${JSON.stringify(expected)}: ${verdict}`, () => {
      expect(matchPerson(person, expected).verdict).to.equal(verdict);
    });
  }
  it('cannot tell without a person', () => {
    expect(matchPerson(undefined, { name: 'Ana' }).verdict).to.equal('partial');
  });
});

describe('languages', () => {
  it('have every message, and no other', async () => {
    for (const lang of languages) {
      const table = await loadMessages(lang);
      expect(Object.keys(table ?? {}).sort(), lang).to.deep.equal(Object.keys(en).sort());
    }
  });

  it('have words for every label and name of the summary model', () => {
    expect(LABELS.filter((label) => !Object.hasOwn(en, `fact.${label}`))).to.deep.equal([]);
    expect(NAME_KEYS.filter((key) => !Object.hasOwn(en, key))).to.deep.equal([]);
  });

  it('use every placeholder of the English words', async () => {
    const names = (message: unknown) => new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? []);
    for (const lang of languages) {
      const table = (await loadMessages(lang)) ?? {};
      for (const [key, message] of Object.entries(table)) {
        const missing = [...names(en[key as keyof typeof en])].filter(
          (name) => !names(message).has(name) && name !== '{count}',
        );
        expect(missing, `${lang} ${key}`).to.deep.equal([]);
      }
    }
  });
});

describe('define', () => {
  it('lets the first registration of a tag win, and does not throw', () => {
    class First extends HTMLElement {}
    class Second extends HTMLElement {}
    define('shc-define-test', First);
    define('shc-define-test', Second);
    expect(customElements.get('shc-define-test')).to.equal(First);
  });
});

describe('a QR code', () => {
  it('is one path with a rectangle for each run of dark modules', () => {
    expect(qrPath({ size: 3, modules: Uint8Array.from([1, 1, 0, 0, 0, 0, 1, 0, 1]) })).to.equal(
      'M0 0h2v1H0zM0 2h1v1H0zM2 2h1v1H2z',
    );
  });
});
