/** An insurance card: the shape of a card, both sides, in the colours of the card where they can be read. */

import { css } from 'lit';

export const coverage = css`
  .coverages {
    display: grid;
    gap: 1.5em;
    margin-block-start: 0.5em;
  }
  .coverage-sides {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24em), 1fr));
    gap: 1em;
    align-items: start;
  }
  .coverage-face {
    max-inline-size: 30em;
    padding: 1.25em 1.5em;
    color: var(--_card-text, var(--_text));
    background: var(--_card-background, var(--_surface-raised));
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 6px 18px rgb(0 0 0 / 7%);
  }
  .coverage-face:not(.coverage-back) {
    border-block-start: 6px solid var(--_card-highlight, var(--_accent));
    min-block-size: 14em;
  }
  .coverage-face :is(dt, .coverage-label, h5),
  .coverage-face .facts dt {
    font-size: 0.8125em;
    font-weight: 400;
    color: var(--_card-text, var(--_text-muted));
  }
  .coverage-insurer {
    font-size: 1.25em;
    font-weight: 700;
    line-height: 1.25;
  }
  .coverage-plan {
    font-weight: 600;
  }
  .coverage-member {
    margin-block-start: 1em;
    font-size: 1.125em;
    font-weight: 650;
  }
  .coverage-member > .coverage-label:first-child {
    display: block;
  }
  .coverage-numbers {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5em), 1fr));
    gap: 0.75em 1.25em;
    margin-block-start: 1em;
  }
  .coverage-numbers dd > bdi {
    font-family: var(--_font-mono);
    font-weight: 600;
  }
  .coverage-numbers .coverage-label {
    display: block;
    font-family: var(--_font);
  }
  .coverage-back {
    display: grid;
    gap: 0.5em;
    align-content: start;
    max-inline-size: 32em;
    font-size: 0.9375em;
  }
  .coverage-face h5 {
    margin: 0;
    font-weight: 650;
    text-transform: none;
  }
  .coverage-lines > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1em;
    overflow-wrap: break-word;
    padding-block: 0.125em;
    border-block-end: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  }
  .coverage-lines dd {
    margin-inline-start: auto;
    font-weight: 650;
    text-align: end;
  }
  .coverage-lines .values {
    justify-items: end;
  }
  .coverage-back .facts {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr));
  }
  .coverage-face :is(a, .copy) {
    color: inherit;
  }

  /* Copying one value */
  .copy {
    min-block-size: 32px;
    min-inline-size: 32px;
    padding: 0.25em;
    border-color: transparent;
    vertical-align: middle;
  }
  .copy:hover {
    color: var(--_accent);
    background: var(--_surface);
  }
  .painted .copy:hover {
    color: inherit;
    background: transparent;
    border-color: currentColor;
  }
  .copied-mark,
  .copied > .copy-mark {
    display: none;
  }
  .copied > .copied-mark {
    display: inline;
  }
  .copy-status {
    font-size: 0.8125em;
  }
  .copy-status:empty {
    display: none;
  }
  @media print {
    .coverage-sides {
      grid-template-columns: 2fr 3fr;
    }
    .coverage-face,
    .coverage-face:not(.coverage-back) {
      min-block-size: 0;
      max-inline-size: none;
      padding: 0.75em 1em;
    }
    .coverage-face {
      color: #000;
      background: none;
      box-shadow: none;
      break-inside: avoid;
    }
    .coverage-face :is(dt, .coverage-label, h5) {
      color: #333;
    }
  }
`;
