/** Views of long and of several records: trends, search, cards read together, insurance cards, advice, the QR code on a screen. */
import { expect } from '@esm-bundle/chai';
import type { Bundle, FhirResource } from 'fhir/r4.js';
import { render } from 'lit';
import { combine } from '../../components/combine.js';
import { cardColors } from '../../components/contrast.js';
import { makeTexts } from '../../components/localize.js';
import { isEmpty, matching, RowTexts } from '../../components/row-text.js';
import { Summaries } from '../../components/summaries.js';
import { trendsOf } from '../../components/trends.js';
import type { ShownCard } from '../../components/views/card.js';
import { combinedView } from '../../components/views/combined.js';
import { qrShow } from '../../components/views/qr-show.js';
import { summaryView } from '../../components/views/summary.js';
import { adviceView } from '../../components/views/verdict.js';
import { type CardResult, checkProfile, type Row, summarize } from '../../src/index.js';
import { bundleOf, patient, vaccination } from './help.js';

const texts = makeTexts('en');
let hosts: HTMLElement[] = [];
function draw(view: unknown): HTMLElement {
  const host = document.createElement('div');
  document.body.append(host);
  hosts.push(host);
  render(view, host);
  return host;
}
afterEach(() => {
  for (const host of hosts) {
    render(null, host);
    host.remove();
  }
  hosts = [];
});
const words = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
async function until(what: () => unknown): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const measured = (value: number, date: string, more: object = {}): FhirResource =>
  ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: 'Potassium' },
    subject: { reference: 'resource:0' },
    effectiveDateTime: date,
    valueQuantity: { value, unit: 'mmol/L' },
    referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
    ...more,
  }) as FhirResource;
const rowsOf = (bundle: Bundle): readonly Row[] => summarize(bundle).groups.flatMap(({ rows }) => rows);
const labs = (...some: FhirResource[]) => rowsOf(bundleOf(patient('Rivera'), ...some));

describe('trends', () => {
  it('join what measures the same in the same unit, oldest first, with the range that all share', () => {
    const [trend, ...others] = trendsOf(
      labs(measured(5.6, '2022-03'), measured(4.1, '2021-03-02'), measured(4.4, '2023')),
    );
    expect(others).to.have.length(0);
    expect(trend?.points.map(({ value }) => value)).to.deep.equal([4.1, 5.6, 4.4]);
    expect(trend?.band).to.deep.equal({ low: 3.5, high: 5.1 });
  });

  it('never join other units, what was entered in error, what has no date, or other people', () => {
    const grams = measured(5, '2020-01-01', { valueQuantity: { value: 5, unit: 'g' }, referenceRange: [] });
    const error = measured(9, '2020-01-01', { status: 'entered-in-error' });
    const undated = measured(9, '2020-01-01', { effectiveDateTime: undefined });
    expect(trendsOf(labs(measured(4, '2021'), grams, error, undated))).to.have.length(0);
    const other = measured(4, '2020', { subject: { reference: 'resource:1' } });
    const two = bundleOf(patient('Rivera'), patient('Lee', 'Bo'), measured(4, '2021'), measured(5, '2022'), other);
    expect(trendsOf(rowsOf(two)).every(({ points }) => points.length < 3)).to.equal(true);
  });

  it('show no range where ranges differ', () => {
    const own = measured(4, '2020', { referenceRange: [{ high: { value: 4.5, unit: 'mmol/L' } }] });
    expect(trendsOf(labs(own, measured(4, '2021')))[0]?.band).to.equal(undefined);
  });

  it('draw a chart that is told in words, and the table behind it when asked', async () => {
    const drawn = draw(
      summaryView(summarize(bundleOf(patient('R'), measured(4.1, '2021'), measured(5.6, '2022'))), texts),
    );
    const chart = drawn.querySelector('svg.chart');
    expect(chart?.getAttribute('aria-label')).to.contain('2 values from 2021 to 2022, lowest 4.1');
    expect(chart?.querySelectorAll('.dot').length).to.equal(2);
    expect(chart?.querySelectorAll('.dot.off').length, 'out of range has its own shape').to.equal(1);
    expect(chart?.querySelector('.band')).to.not.equal(null);
    const details = drawn.querySelector<HTMLDetailsElement>('.trend details');
    expect(details?.querySelector('table')).to.equal(null);
    if (details) details.open = true;
    await until(() => details?.querySelector('table'));
    expect(words(details?.querySelector('tbody') ?? null))
      .to.contain('5.6 mmol/L')
      .and.to.contain('High');
    expect(drawn.querySelector('[style]')).to.equal(null);
  });
});

describe('a long summary', () => {
  const many = () =>
    summarize(
      bundleOf(
        patient('Rivera'),
        ...Array.from({ length: 30 }, (_, at) =>
          measured(4, `20${String(at + 1).padStart(2, '0')}-05-01`, { code: { text: `Tést x${at}` } }),
        ),
      ),
    );

  it('is searched by words, without regard to accents, and by dates at their precision', async () => {
    const rows = many().groups.flatMap((group) => group.rows);
    const find = async (filter: { words?: string; from?: string; to?: string }) =>
      (
        await matching(
          rows,
          { words: '', from: '', to: '', ...filter },
          new RowTexts(texts),
          new AbortController().signal,
        )
      )?.size;
    expect(await find({ words: 'TEST X29' })).to.equal(1);
    expect(await find({ words: 'penicillin' })).to.equal(0);
    expect(await find({ from: '2029-01-01' })).to.equal(2);
    expect(await find({ from: '2029-05-02', to: '2030-05-01' })).to.equal(1);
    expect(isEmpty({ words: ' ', from: '', to: '' })).to.equal(true);
    const year = [{ ...(rows[0] as Row), date: '2021' }];
    const inYear = { words: '', from: '2021-06-01', to: '2021-07-01' };
    expect((await matching(year, inYear, new RowTexts(texts), new AbortController().signal))?.size).to.equal(1);
  });

  it('says how much of it is shown, and shows all again', async () => {
    const drawn = draw(summaryView(many(), texts));
    const box = drawn.querySelector<HTMLInputElement>('input[type=search]');
    if (!box) throw new Error('no search box');
    box.value = 'test x7';
    box.dispatchEvent(new Event('input'));
    await until(() => words(drawn.querySelector('[role=status]')));
    expect(words(drawn.querySelector('[role=status]'))).to.contain('1 of 30');
    expect(drawn.querySelectorAll('.rows > .row').length).to.equal(1);
    drawn.querySelector<HTMLElement>('form button:not(.chip)')?.click();
    await until(() => drawn.querySelectorAll('.rows > .row').length === 25);
    expect(box.value).to.equal('');
  });

  it('shows person and allergies of a large one first, and the rest by itself', async () => {
    const rest = Array.from(
      { length: 1200 },
      (_, at): FhirResource => ({
        resourceType: 'Condition',
        code: { text: `C${at}` },
        subject: { reference: 'resource:0' },
      }),
    );
    const bundle = bundleOf(patient('Rivera'), ...rest, {
      resourceType: 'AllergyIntolerance',
      code: { text: 'Penicillin' },
      patient: { reference: 'resource:0' },
    });
    let changed = 0;
    const summaries = new Summaries(() => {
      changed += 1;
    });
    const first = summaries.of(bundle);
    expect(first.begun).to.equal(true);
    expect(first.summary.person?.name).to.equal('Ana Rivera');
    expect(first.summary.groups.map(({ kind }) => kind)).to.deep.equal(['allergies']);
    await until(() => changed === 1);
    expect(summaries.of(bundle).begun).to.equal(undefined);
    expect(summaries.of(bundle).summary).to.deep.equal(summarize(bundle));
    const two = bundleOf(patient('Rivera'), patient('Lee'), ...rest);
    expect(summaries.of(two).begun, 'with two people nothing is shown before all is read').to.equal(undefined);
  });
});

describe('cards of one person', () => {
  const result = (more: Partial<CardResult> = {}): CardResult => ({
    verdict: 'verified',
    signature: 'valid',
    issuer: { url: 'https://clinic.example', name: 'Clinic', trust: 'trusted', by: 'directory' },
    validity: 'current',
    revocation: 'clear',
    types: [],
    findings: [],
    checkedAt: '2026-01-01T00:00:00Z',
    ...more,
  });
  const card = (bundle: Bundle, more?: Partial<CardResult>): ShownCard => ({
    result: result(more),
    summary: summarize(bundle),
  });

  it('are read together: what two say alike is one row that names both', () => {
    const cards = [
      card(bundleOf(patient('Rivera'), vaccination('207'))),
      card(bundleOf(patient('Rivera'), vaccination('207'), vaccination('03'))),
    ];
    const [combined, ...others] = combine(cards);
    expect(others).to.have.length(0);
    const rows = combined?.groups.flatMap((group) => group.rows) ?? [];
    expect(rows.map((row) => combined?.origins.get(row)?.map(({ place }) => place))).to.deep.equal([[1, 2], [2]]);
  });

  it('are left apart unless name and full date of birth are the same to the letter', () => {
    const one = card(bundleOf(patient('Rivera'), vaccination()));
    for (const other of [
      patient('rivera'),
      patient('Rivera', 'Ana María'),
      patient('Rivera', 'Ana', '1984-02-28'),
      { resourceType: 'Patient', name: [{ family: 'Rivera', given: ['Ana'] }] } as FhirResource,
    ]) {
      expect(combine([one, card(bundleOf(other, vaccination()))])).to.have.length(0);
    }
    const year = card(bundleOf(patient('Rivera', 'Ana', '1984'), vaccination()));
    expect(combine([year, year])).to.have.length(0);
    const two = card(bundleOf(patient('Rivera'), patient('Lee'), vaccination()));
    expect(combine([two, two])).to.have.length(0);
  });

  it('say of each row that is not verified that it is not, and have no verdict of their own', () => {
    const cards = [
      card(bundleOf(patient('Rivera'), vaccination('207'))),
      card(bundleOf(patient('Rivera'), vaccination('03')), { verdict: 'expired', validity: 'expired' }),
    ];
    const drawn = draw(combinedView(cards, texts));
    expect(drawn.querySelector('.verdict')).to.equal(null);
    const marks = [...drawn.querySelectorAll('.row')].map((row) => words(row.querySelector('.origins')));
    expect(marks).to.deep.equal(['Card 1', 'Card 2: Expired']);
    expect(words(drawn.querySelector('.combined-cards')))
      .to.contain('Card 1: Verified')
      .and.to.contain('Card 2: Expired');
  });
});

describe('an insurance card', () => {
  const extension = (name: string, code: string) => ({
    url: `http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-${name}-extension`,
    valueCodeableConcept: { coding: [{ code }] },
  });
  const coverage = (...colors: object[]): FhirResource =>
    ({
      resourceType: 'Coverage',
      status: 'active',
      extension: colors,
      beneficiary: { reference: 'resource:0' },
      payor: [{ reference: 'resource:2' }],
      class: [{ type: { coding: [{ code: 'group' }] }, value: '993355', name: 'Stars Inc' }],
      costToBeneficiary: [{ type: { coding: [{ code: 'gpvisit' }] }, valueMoney: { value: 25, currency: 'USD' } }],
    }) as unknown as FhirResource;
  const payer: FhirResource = { resourceType: 'Organization', name: 'Acme Insurance' };
  const show = (...colors: object[]) =>
    draw(summaryView(summarize(bundleOf(patient('Doe'), coverage(...colors), payer)), texts));

  it('has numbers with their names, costs in words, the payer once, and a button to copy each number', async () => {
    const drawn = show();
    const side = words(drawn.querySelector('.coverage'));
    expect(side.match(/Acme Insurance/g)).to.have.length(1);
    expect(side).to.contain('993355').and.to.contain('Stars Inc').and.to.contain('Primary care visit');
    expect(side).to.contain('$25.00');
    const button = drawn.querySelector<HTMLElement>('.copy');
    expect(words(button)).to.equal('Copy: Group');
    expect(drawn.innerHTML.includes('="993355"')).to.equal(false);
    button?.click();
    await until(() => words(button?.querySelector('[role=status]') ?? null));
  });

  it('wears the colours of the card only when what is written on them can be read', () => {
    expect(cardColors('#00bfff', '#ffffff')?.text, 'white on light blue').to.equal('#000000');
    expect(cardColors('#003366', '#ffffff')?.text).to.equal('#ffffff');
    expect(cardColors('#003366', '#003355')?.text).to.equal('#ffffff');
    for (const bad of ['red', 'url(x)', '#12345', '#00bfff;color:red', undefined])
      expect(cardColors(bad)).to.equal(undefined);
    const face = show(extension('BackgroundColor', '#00bfff')).querySelector<HTMLElement>('.coverage-face');
    expect(face?.style.getPropertyValue('--_card-background')).to.equal('#00bfff');
    expect(show(extension('BackgroundColor', 'red;background:url(//x)')).querySelector('[style]')).to.equal(null);
  });
});

describe('the guide for vaccination and test cards', () => {
  const result = { findings: [] as CardResult['findings'] } as CardResult;
  it('is told mildly when a card does not follow it, and only then', () => {
    const bundle = bundleOf(patient('Rivera'), { ...vaccination(), status: 'not-done' } as FhirResource);
    const advice = draw(adviceView(result, texts, checkProfile(bundle)));
    expect(words(advice)).to.contain('1 note').and.to.contain('does not follow the guide');
    expect(advice.querySelector('.notice.error, .notice.warning')).to.equal(null);
    const fits = checkProfile(bundleOf(patient('Rivera'), vaccination()));
    expect(words(draw(adviceView(result, texts, fits)))).to.equal('');
  });
});

describe('the QR code on a screen', () => {
  const code = { size: 3, modules: Uint8Array.from([1, 0, 1, 0, 1, 0, 1, 0, 1]) };

  it('shows a set one at a time, can be held, and says that each has to be read', () => {
    const drawn = draw(qrShow([code, code, code], texts));
    expect(drawn.querySelectorAll('.qr-view > figure svg.qr').length).to.equal(1);
    expect(words(drawn)).to.contain('This card needs 3 codes').and.to.contain('Code 1 of 3');
    const [, pause, next] = drawn.querySelectorAll<HTMLElement>('.qr-turner button');
    next?.click();
    expect(words(drawn.querySelector('figcaption'))).to.equal('Code 2 of 3');
    expect(words(pause ?? null), 'by hand it no longer turns').to.equal('Show in turn');
    expect(drawn.querySelectorAll('.print-only svg.qr').length, 'on paper all of them').to.equal(3);
  });

  it('fills the screen in a dialog that the keyboard can close', async () => {
    const drawn = draw(qrShow([code], texts));
    const dialog = drawn.querySelector('dialog') as HTMLDialogElement;
    drawn.querySelector<HTMLElement>('button.primary')?.click();
    expect(dialog.open).to.equal(true);
    expect(dialog.querySelector('svg.qr')).to.not.equal(null);
    expect(words(dialog)).to.contain('full brightness');
    dialog.querySelector<HTMLElement>('.qr-below button')?.click();
    await until(() => !dialog.querySelector('svg.qr'));
    expect(dialog.open).to.equal(false);
  });
});
