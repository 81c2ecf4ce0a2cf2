/** A link: its head, its form, its progress, and the look of what nobody signed. */

import { css } from 'lit';

export const link = css`
  .link-kind {
    display: flex;
    align-items: center;
    gap: 0.5em;
    margin-block-end: 0.75em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_text-muted);
  }
  .link-label {
    font-size: 1.5em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  .link-facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 2em;
    margin-block-start: 0.75em;
    font-size: 0.9375em;
  }
  .link-facts > div {
    display: flex;
    gap: 0.5em;
  }
  .link-facts dt {
    color: var(--_text-muted);
  }
  .link-facts .icon {
    margin-inline-end: 0.375em;
  }
  .link-facts dt:empty {
    display: none;
  }
  .ask-form {
    display: grid;
    gap: 1.25em;
  }
  .field {
    display: grid;
    gap: 0.375em;
    max-inline-size: 26em;
  }
  .field .notice {
    margin-block-end: 0.75em;
  }
  .field label {
    margin: 0;
  }
  .field-error {
    color: var(--_invalid-ink);
    font-weight: 600;
  }
  input[aria-invalid='true'] {
    border-color: var(--_invalid-ink);
    border-width: 2px;
  }
  .tries {
    font-weight: 600;
  }
  .opening {
    display: grid;
    gap: 0.75em;
  }
  .opening-head {
    display: flex;
    align-items: center;
    gap: 0.75em;
    font-weight: 600;
  }
  progress {
    inline-size: 100%;
    block-size: 0.5em;
    accent-color: var(--_accent);
  }
  /* No grid: it would measure all of a long record to find its width */
  .results {
    margin-block-start: 1.25em;
  }
  .unsigned {
    display: flex;
    gap: 1em;
    background: var(--_neutral-wash);
  }
  .unsigned > .icon {
    inline-size: 2em;
    block-size: 2em;
    color: var(--_neutral-ink);
  }
  .unsigned-word {
    font-size: 1.25em;
    color: var(--_neutral-ink);
  }
  .patient-shared {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    margin-block-start: 0.5em;
    font-weight: 650;
  }
  .size {
    align-self: center;
  }
  .fetched {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em;
  }
`;
