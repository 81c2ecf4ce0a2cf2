/** Long records: finding one's way, lists that are drawn in parts, trends, several cards together. */

import { css } from 'lit';

export const records = css`
  /* The place of rows that are not drawn yet: about as high as they will be */
  .slice:empty {
    min-block-size: 26em;
  }
  .slice > .rows > .row:first-child {
    border-block-start: 1px solid var(--_border);
  }
  .group {
    scroll-margin-block-start: 1em;
  }

  /* Search and sections */
  .search {
    display: grid;
    gap: 0.75em;
    justify-items: start;
  }
  .search-fields {
    display: grid;
    grid-template-columns: 1fr;
    gap: 0.75em;
    inline-size: 100%;
  }
  .search-fields label {
    margin: 0;
    font-size: 0.875em;
  }
  .search-state:empty {
    display: none;
  }
  .jump {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .chip {
    min-block-size: 32px;
    padding: 0.25em 0.75em;
    font-size: 0.875em;
    border-radius: 99px;
  }
  @container (min-width: 36em) {
    .search-fields {
      grid-template-columns: 1fr auto auto;
    }
  }

  /* Trends */
  .trends {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16em), 1fr));
    gap: 1em;
    margin-block: 0.75em;
  }
  .trend {
    padding: 0.875em 1em;
    background: var(--_surface-raised);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-small);
    max-inline-size: 30em;
  }
  /* The table has room of its own */
  .trend:has(> details[open]) {
    grid-column: 1 / -1;
    max-inline-size: none;
  }
  .trend:has(> details[open]) :is(.chart, .trend-dates) {
    max-inline-size: 30em;
  }
  .trend figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1em;
    margin-block-end: 0.5em;
  }
  .trend-title,
  .trend-latest {
    font-weight: 650;
  }
  .chart {
    display: block;
    inline-size: 100%;
    block-size: auto;
    direction: ltr;
  }
  .chart .band {
    fill: var(--_verified-wash);
    stroke: var(--_verified-ink);
    stroke-opacity: 0.35;
    stroke-width: 0.75;
    stroke-dasharray: 3 3;
  }
  .chart .line {
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .chart .dot {
    fill: var(--_accent);
    stroke: var(--_surface-raised);
    stroke-width: 1.5;
  }
  .chart .off {
    fill: var(--_caution-ink);
  }
  .chart .bounded {
    fill: var(--_surface-raised);
    stroke: var(--_accent);
  }
  .trend-dates {
    display: flex;
    justify-content: space-between;
    gap: 1em;
  }
  .trend-key {
    display: inline-block;
    inline-size: 1.25em;
    block-size: 0.75em;
    margin-inline-end: 0.5em;
    background: var(--_verified-wash);
    border: 1px dashed var(--_verified-ink);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    margin-block-start: 0.5em;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.25em 0.75em 0.25em 0;
    text-align: start;
    vertical-align: top;
    overflow-wrap: break-word;
    border-block-end: 1px solid var(--_border);
  }
  th {
    font-weight: 600;
    color: var(--_text-muted);
  }
  td.off,
  td.alarm {
    font-weight: 650;
    color: var(--_caution-ink);
  }
  td.alarm {
    color: var(--_invalid-ink);
  }

  /* Several cards of one person */
  .combined > summary {
    inline-size: auto;
  }
  .combined-cards {
    display: grid;
    gap: 0.5em;
    margin-block-start: 0.75em;
  }
  .combined-card {
    --_ink: var(--_caution-ink);
    --_wash: var(--_surface);
    display: flex;
    gap: 0.625em;
    align-items: flex-start;
  }
  .combined-card.verified {
    --_ink: var(--_verified-ink);
  }
  .combined-card.revoked {
    --_ink: var(--_invalid-ink);
  }
  .combined-card .icon {
    inline-size: 1.5em;
    block-size: 1.5em;
    color: var(--_ink);
  }
  .combined-card .mark {
    stroke: var(--_wash);
  }
  .combined-card .small {
    display: block;
  }
  .origins {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375em;
    margin-block-start: 0.25em;
  }
  .origin {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    padding: 0 0.625em;
    font-size: 0.8125em;
    border: 1px solid var(--_border-strong);
    border-radius: 99px;
  }
  .origin.off {
    font-weight: 650;
    color: var(--_caution-ink);
    background: var(--_caution-wash);
    border: 1px dashed currentColor;
  }
  @media (forced-colors: active) {
    .chart .line,
    .chart .dot {
      stroke: CanvasText;
    }
    .chart .dot {
      fill: CanvasText;
    }
    .chart .band {
      fill: none;
      stroke: CanvasText;
      stroke-opacity: 1;
    }
    .combined-card .icon {
      color: CanvasText;
    }
    .combined-card .mark {
      stroke: Canvas;
    }
  }
  @media print {
    .trend,
    .trend-range {
      break-inside: avoid;
    }
    .chart .band {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    .rest > summary,
    .rest-trends,
    .trend > details {
      display: none;
    }
  }
`;
