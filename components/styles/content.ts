/** People, rows, facts. */

import { css } from 'lit';

export const content = css`
  /* What is not verified is edged, everywhere it goes */
  .unverified,
  .unsigned-data {
    border-inline-start: 4px dashed var(--_caution-ink);
  }
  .unverified-mark {
    padding-block-end: 0;
  }
  .unverified-mark + .section,
  .unverified-mark + .person-and-code > .section {
    border-block-start: 0;
  }
  .data + .section,
  .person-and-code + .section,
  .verdict + .section {
    border-block-start: 1px solid var(--_border);
  }
  .print-only {
    display: none;
  }

  /* The person */
  .person-name {
    font-size: 1.625em;
    letter-spacing: -0.01em;
  }
  .small-person .person-name {
    font-size: 1.125em;
  }
  .person-facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 2em;
    margin-block-start: 0.375em;
  }
  .person-facts > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
  }
  .person-facts dt {
    color: var(--_text-muted);
  }
  .person-facts dd {
    font-weight: 600;
  }
  .people {
    display: grid;
    gap: 0.75em;
  }
  .person + .people {
    margin-block-start: 1em;
  }
  .person .notice,
  .match,
  .assurance {
    margin-block-start: 1em;
  }

  /* Groups and rows */
  .group-title {
    font-size: 0.9375em;
    font-weight: 650;
    color: var(--_text-muted);
    margin-block-end: 0.25em;
  }
  .rows > .row {
    padding-block: 0.875em;
  }
  .rows > .row:last-child {
    padding-block-end: 0;
  }
  .rows > .row + .row {
    border-block-start: 1px solid var(--_border);
  }
  .row-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.125em 1.5em;
  }
  .row-title {
    font-size: 1.0625em;
    flex: 1 1 12em;
  }
  .row-date {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .struck .row-title bdi {
    text-decoration: line-through;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5em), 1fr));
    gap: 0.625em 1.5em;
    margin-block-start: 0.5em;
  }
  .section > .facts:first-child {
    margin-block-start: 0;
  }
  .facts > div {
    min-inline-size: 0;
  }
  .facts > .wide {
    grid-column: 1 / -1;
  }
  .facts dt {
    font-size: 0.8125em;
    color: var(--_text-muted);
  }
  .facts.nested {
    margin: 0;
    grid-template-columns: 1fr;
    gap: 0.25em;
  }
  .facts.nested > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
    align-items: baseline;
  }
  .facts .text,
  .narrative {
    white-space: pre-line;
  }
  .flags {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    margin-block-start: 0.375em;
  }
  .flag,
  .level.off,
  .level.alarm {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    padding: 0.125em 0.625em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_caution-ink);
    background: var(--_caution-wash);
    border: 1px solid transparent;
    border-radius: 99px;
  }
  .flag-entered-in-error,
  .flag-critical,
  .level.alarm {
    color: var(--_invalid-ink);
    background: var(--_invalid-wash);
  }
  .about {
    display: flex;
    gap: 0.375em;
    align-items: center;
    margin-block-start: 0.375em;
    font-weight: 650;
    color: var(--_caution-ink);
  }
  .result {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25em 0.875em;
    margin-block-start: 0.25em;
  }
  .result-value {
    font-size: 1.25em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .parts {
    margin-block-start: 0.5em;
    padding-inline-start: 1em;
    border-inline-start: 2px solid var(--_border);
    display: grid;
    gap: 0.75em;
  }
  .parts .row-title {
    font-size: 1em;
  }
  .advice > summary {
    font-size: 0.875em;
  }
  .more,
  .rest {
    margin-block-start: 0.5em;
    font-size: 0.875em;
  }
  .rest {
    font-size: 1em;
  }
  .codes {
    margin-block-start: 0.375em;
    display: grid;
    gap: 0.25em;
  }
  .attachment {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 1em;
  }
  .values {
    display: grid;
    gap: 0.25em;
  }
  .issuer-name {
    display: block;
    font-weight: 650;
  }
  .issuer-url {
    display: block;
  }

  @media print {
    .print-only {
      display: block;
    }
    .row {
      break-inside: avoid;
    }
    .rows > .row {
      padding-block: 0.5em;
    }
    .facts {
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 8em), 1fr));
      gap: 0.25em 1.25em;
    }
    .group-title {
      break-after: avoid;
    }
  }
`;
