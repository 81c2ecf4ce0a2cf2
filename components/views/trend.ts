/** Trends: a small chart of each series, with its reference range, and the table behind it. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Row } from '../../src/index.js';
import { visible } from '../format.js';
import type { Texts } from '../localize.js';
import { type Trend, type TrendPoint, trendsOf } from '../trends.js';
import { folded } from './folded.js';
import { longList } from './long-list.js';
import { LEVEL_LOOK, levelWords } from './rows.js';
import { quantityText, valueText } from './value.js';

/** In units of the drawing, which is scaled to the room there is. */
const WIDTH = 320;
const HEIGHT = 96;
const EDGE = 7;
/** More points than this would lie on each other: of each stretch only the lowest and highest are drawn. */
const MOST_POINTS = 160;
/** So many charts are open from the start. */
const FIRST = 4;

/** The trends of a group of rows; nothing when no series has two values. */
export function trendsView(rows: readonly Row[], texts: Texts): TemplateResult | typeof nothing {
  const trends = trendsOf(rows);
  if (trends.length === 0) return nothing;
  const rest = trends.slice(FIRST);
  const grid = (some: readonly Trend[]) =>
    html`<div class="trends">${some.map((trend) => trendView(trend, texts))}</div>`;
  return html`${grid(trends.slice(0, FIRST))}
    ${rest.length > 0 ? folded(texts.t('trend.more', { count: rest.length }), () => grid(rest), 'rest-trends') : nothing}`;
}

/** One series: what it is, the latest value, the chart, the table. */
export function trendView(trend: Trend, texts: Texts): TemplateResult {
  const { points, unit, about } = trend;
  const latest = points.at(-1) as TrendPoint;
  const first = points[0] as TrendPoint;
  const title = valueText(trend.title, texts) ?? '';
  const values = points.map(({ value }) => value);
  const said = (value: number) => quantityText({ value, ...(unit && { unit }) }, texts);
  const label = texts.t('trend.label', {
    title,
    count: points.length,
    start: visible(texts.date(first.date)),
    end: visible(texts.date(latest.date)),
    low: said(least(values)),
    high: said(most(values)),
  });
  const { level } = latest.result;
  return html`<figure class="trend" part="trend">
    <figcaption>
      <bdi class="trend-title">${title}</bdi>
      ${about?.name ? html`<bdi class="small">${texts.t('row.about', { name: visible(about.name) })}</bdi>` : nothing}
      <span class="trend-latest"><bdi>${valueText(latest.result.value ?? trend.title, texts)}</bdi>${
        level && level !== 'normal'
          ? html` <span class="level ${LEVEL_LOOK[level]}">${levelWords(latest.result, texts)}</span>`
          : nothing
      }</span>
    </figcaption>
    ${chart(trend, label)}
    <p class="trend-dates small muted" dir="ltr"><bdi>${visible(texts.date(first.date))}</bdi><bdi>${visible(texts.date(latest.date))}</bdi></p>
    ${trend.band ? html`<p class="trend-range small muted"><span class="trend-key" aria-hidden="true"></span>${texts.t('fact.range')}: <bdi>${valueText({ type: 'range', ...trend.band, ...(unit && { unit }) }, texts)}</bdi></p>` : nothing}
    ${folded(texts.t('trend.table', { count: points.length }), () =>
      longList(
        points,
        (point: TrendPoint) => tableRow(point, texts),
        texts,
        (inside) => table(title, inside, texts),
      ),
    )}
  </figure>`;
}

const table = (title: string, inside: unknown, { t }: Texts): TemplateResult => html`<table>
  <caption class="visually-hidden">${title}</caption>
  <thead><tr><th scope="col">${t('fact.date')}</th><th scope="col">${t('fact.value')}</th><th scope="col">${t('fact.range')}</th><th scope="col">${t('fact.interpretation')}</th></tr></thead>
  <tbody>${inside}</tbody>
</table>`;

const tableRow = ({ date, result }: TrendPoint, texts: Texts): TemplateResult => html`<tr>
  <td><bdi>${visible(texts.date(date))}</bdi></td>
  <td><bdi>${result.value ? valueText(result.value, texts) : ''}</bdi></td>
  <td><bdi>${result.range ? valueText(result.range, texts) : ''}</bdi></td>
  <td class=${result.level ? LEVEL_LOOK[result.level] : ''}><bdi>${levelWords(result, texts)}</bdi></td>
</tr>`;

// Spread into Math.min a long series would overflow the stack.
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

function chart({ points, band }: Trend, label: string): TemplateResult {
  const drawn = thinned(points);
  const all = [...drawn.map(({ value }) => value), ...[band?.low, band?.high].filter((edge) => edge !== undefined)];
  const [bottom, top] = [least(all), most(all)];
  const [start, end] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 1];
  const round = (value: number) => Math.round(value * 10) / 10;
  const x = (time: number) => round(EDGE + ((time - start) / (end - start)) * (WIDTH - 2 * EDGE));
  const y = (value: number) =>
    round(top === bottom ? HEIGHT / 2 : HEIGHT - EDGE - ((value - bottom) / (top - bottom)) * (HEIGHT - 2 * EDGE));
  const path = drawn.map(({ time, value }, at) => `${at ? 'L' : 'M'}${x(time)} ${y(value)}`).join('');
  const upper = band?.high === undefined ? 0 : y(band.high);
  const lower = band?.low === undefined ? HEIGHT : y(band.low);
  const dots = drawn.length <= MOST_POINTS / 4 ? drawn : drawn.filter(isOff);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>${svg`
    ${band ? svg`<rect class="band" x="0" y=${upper} width=${WIDTH} height=${Math.max(1, lower - upper)}/>` : nothing}
    <path class="line" d=${path} fill="none"/>
    ${dots.map((point) => mark(x(point.time), y(point.value), point))}
  `}</svg>`;
}

const isOff = ({ result }: TrendPoint): boolean => result.level !== undefined && result.level !== 'normal';

/** A disc; a diamond for what is out of range; hollow for "less than" and "more than". */
function mark(x: number, y: number, point: TrendPoint): TemplateResult {
  const { value } = point.result;
  const bounded = value?.type === 'quantity' && value.comparator !== undefined ? 'bounded' : '';
  return isOff(point)
    ? (svg`<path class="dot off ${bounded}" d="M${x} ${y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z"/>` as TemplateResult)
    : (svg`<circle class="dot ${bounded}" cx=${x} cy=${y} r="3.5"/>` as TemplateResult);
}

/** Of a long series the lowest and the highest of each stretch, so that no peak is lost. */
function thinned(points: readonly TrendPoint[]): readonly TrendPoint[] {
  if (points.length <= MOST_POINTS) return points;
  const stretch = Math.ceil((points.length * 2) / MOST_POINTS);
  const kept: TrendPoint[] = [];
  for (let at = 0; at < points.length; at += stretch) {
    const some = points.slice(at, at + stretch).sort((a, b) => a.value - b.value);
    const ends = [...new Set([some[0], some.at(-1)])].filter((point) => point !== undefined);
    kept.push(...ends.sort((a, b) => a.time - b.time));
  }
  return kept;
}
