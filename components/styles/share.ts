/** Sharing: the list to choose from, the terms, and the link with its code. Beside the styles of links. */

import { css } from 'lit';

export const share = css`
  fieldset {
    min-inline-size: 0;
    margin: 0;
    border: 0;
  }
  fieldset.section + .section {
    border-block-start: 1px solid var(--_border);
  }
  legend {
    float: inline-start;
    inline-size: 100%;
    padding: 0;
    margin-block-end: 0.625em;
    font-size: 1.125em;
    font-weight: 650;
    line-height: 1.25;
  }
  legend + * {
    clear: both;
  }

  /* Check boxes: the whole line can be pressed */
  .tick {
    display: flex;
    gap: 0.75em;
    align-items: flex-start;
    min-block-size: 44px;
    padding-block: 0.5em;
    margin: 0;
    cursor: pointer;
  }
  .tick input {
    flex: none;
    inline-size: 1.375em;
    min-block-size: 0;
    block-size: 1.375em;
    margin: 0.0625em 0 0;
    accent-color: var(--_accent);
  }
  .tick-words {
    min-inline-size: 0;
    font-weight: 600;
  }
  .tick-words .small {
    display: block;
    font-weight: 400;
  }
  .choice {
    display: flex;
    gap: 0.5em;
    align-items: center;
  }
  .choice + .choice {
    border-block-start: 1px solid var(--_border);
  }
  .choice .tick {
    flex: 1 1 auto;
    min-inline-size: 0;
  }
  .add {
    margin-block-start: 0.75em;
  }
  input[hidden] {
    display: none;
  }
  button.bare {
    flex: none;
    padding: 0.5em;
    inline-size: 44px;
    color: var(--_text-muted);
    border-color: transparent;
  }
  button.bare:hover {
    color: var(--_text);
  }
  button.danger {
    color: var(--_surface);
    background: var(--_invalid-ink);
    border-color: var(--_invalid-ink);
  }
  button.danger:hover {
    background: color-mix(in srgb, var(--_invalid-ink) 88%, var(--_text));
  }
  button.danger:disabled {
    color: var(--_text-muted);
    background: var(--_surface-raised);
    border-color: var(--_border);
  }

  .terms {
    display: grid;
    gap: 1em;
  }
  .field,
  .terms > legend {
    margin: 0;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr));
    gap: 1em;
    align-items: start;
    max-inline-size: 26em;
  }
  /* Under the words of a box: its width and the gap, in the size of the text it is written in */
  .under {
    margin-inline-start: 2.125em;
  }
  .small.under {
    margin-inline-start: calc(2.125em / 0.875);
  }
  .option .field {
    margin-block-start: 0.625em;
    max-inline-size: 14em;
  }
  .option .tick {
    min-block-size: 0;
    padding-block-end: 0.125em;
  }
  .passcode-field {
    font-family: var(--_font-mono);
    letter-spacing: 0.12em;
  }
  .send {
    padding-block-start: 0;
  }
  .promise {
    display: flex;
    gap: 0.625em;
    margin-block-end: 1em;
  }
  .promise .icon {
    color: var(--_text-muted);
  }

  .sending {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em;
    align-items: center;
    font-weight: 600;
  }
  .section-group {
    border-block-start: 1px solid var(--_border);
  }

  /* The link */
  .shared {
    display: grid;
    gap: 1.25em;
  }
  .shared-code {
    display: grid;
    place-items: center;
    inline-size: min(100%, 20em);
    margin-inline: auto;
    aspect-ratio: 1;
  }
  .shared-code .qr {
    border: 1px solid var(--_border);
  }
  .qr {
    display: block;
    inline-size: 100%;
    block-size: auto;
    border-radius: var(--_radius-small);
    forced-color-adjust: none;
  }
  .shared-words {
    display: grid;
    gap: 0.75em;
    align-content: center;
    min-inline-size: 0;
  }
  .shared-words .link-kind {
    margin: 0;
  }
  .shared-words .field {
    max-inline-size: none;
  }
  .shared-words h2 {
    font-size: 1.5em;
    letter-spacing: -0.01em;
  }
  .passcode {
    padding: 0.75em 1em;
    background: var(--_caution-wash);
    border-radius: var(--_radius-small);
  }
  .passcode-word {
    font: 650 1.5em / 1.3 var(--_font-mono);
    letter-spacing: 0.12em;
  }
  @container (min-width: 40em) {
    .shared {
      grid-template-columns: minmax(0, 17em) minmax(0, 1fr);
      gap: 2em;
    }
  }
  .share-facts {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 0.5em 1.5em;
  }
  .share-facts > div {
    display: contents;
  }
  .share-facts dt {
    color: var(--_text-muted);
  }
  .share-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em;
  }
  .accesses {
    margin-block-end: 0.5em;
  }
  .accesses li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
    align-items: center;
    padding-block: 0.25em;
  }
  .accesses .icon {
    color: var(--_text-muted);
  }
  .manage .small {
    margin-block-start: 0.75em;
  }
  .confirm {
    display: grid;
    gap: 0.75em;
    background: var(--_invalid-wash);
  }
  .ended {
    display: flex;
    gap: 1em;
  }
  .ended > .icon {
    inline-size: 2em;
    block-size: 2em;
    color: var(--_text-muted);
  }
  .ended h2 {
    font-size: 1.25em;
    margin-block: 0.125em 0.375em;
  }
  :is(#ready, #ended, #stop-ask, p#what):focus-visible {
    outline: none;
  }

  @media (forced-colors: active) {
    button.danger {
      border: 2px solid ButtonText;
    }
    .passcode,
    .confirm {
      border: 1px solid CanvasText;
    }
  }
`;
