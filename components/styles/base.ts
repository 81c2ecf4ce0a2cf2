/** What every element shares: a reset against the page's own text styles, type, buttons, fields, notices. */

import { css } from 'lit';

export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-inline-size: 0;
    color: var(--_text);
    background: transparent;
    font: normal 400 var(--_font-size) / 1.5 var(--_font);
    letter-spacing: normal;
    word-spacing: normal;
    text-transform: none;
    text-indent: 0;
    text-align: start;
    text-shadow: none;
    white-space: normal;
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
    cursor: auto;
    visibility: inherit;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .root {
    max-inline-size: var(--_max-width);
    margin-inline: auto;
    container-type: inline-size;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3,
  h4 {
    font-weight: 650;
    line-height: 1.25;
    text-wrap: balance;
  }
  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    vertical-align: -0.25em;
  }
  .muted {
    color: var(--_text-muted);
  }
  .small {
    font-size: 0.875em;
  }
  .mono {
    font-family: var(--_font-mono);
    font-size: 0.875em;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
    border-radius: 4px;
  }

  /* Cards */
  .panel {
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: clip;
  }
  .panel + .panel {
    margin-block-start: 1.25em;
  }
  .section {
    padding: 1.25em 1.5em;
  }
  .section + .section {
    border-block-start: 1px solid var(--_border);
  }

  @container (max-width: 26em) {
    .section,
    .busy,
    .place {
      padding-inline: 1.125em;
    }
  }

  /* Buttons and fields: 44px to touch */
  button,
  .button {
    appearance: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding: 0.5em 1.125em;
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    color: var(--_accent);
    background: transparent;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-small);
    text-decoration: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover,
  .button:hover {
    background: var(--_surface-raised);
    border-color: currentColor;
  }
  button.primary {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: var(--_accent);
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  button:disabled {
    color: var(--_text-muted);
    background: var(--_surface-raised);
    border-color: var(--_border);
    cursor: default;
  }
  .root > .actions {
    margin-block-start: 1em;
  }
  .above {
    margin-block-end: 1em;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em;
  }
  label {
    display: block;
    font-weight: 600;
    margin-block-end: 0.375em;
  }
  input,
  select,
  textarea {
    appearance: auto;
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.5em 0.75em;
    font: inherit;
    /* iOS zooms into smaller fields */
    font-size: max(16px, 1em);
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-small);
  }
  select {
    appearance: auto;
  }

  /* A sentence about what happened, and one about what to do */
  .notice {
    display: flex;
    gap: 0.75em;
    padding: 0.875em 1em;
    border-radius: var(--_radius-small);
    border: 1px solid var(--_border);
    background: var(--_surface-raised);
  }
  .notice > .icon {
    margin-block-start: 0.125em;
    color: var(--_text-muted);
  }
  .notice > div {
    min-inline-size: 0;
  }
  .notice.error {
    background: var(--_invalid-wash);
    border-color: transparent;
  }
  .notice.error > .icon {
    color: var(--_invalid-ink);
  }
  .notice.warning {
    background: var(--_caution-wash);
    border-color: transparent;
  }
  .notice.warning > .icon {
    color: var(--_caution-ink);
  }
  .notice .what {
    font-weight: 600;
  }

  .place {
    padding: 0.75em 1.5em;
    font-size: 0.875em;
    font-weight: 600;
    color: var(--_text-muted);
  }
  .again {
    margin-block-start: 0.75em;
  }
  .ask {
    display: grid;
    gap: 0.625em;
    justify-items: start;
  }
  .spinner {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    border: 2.5px solid var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  .busy {
    display: flex;
    align-items: center;
    gap: 0.75em;
    padding: 1.25em 1.5em;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  details > summary {
    cursor: pointer;
    min-block-size: 24px;
    color: var(--_accent);
    font-weight: 600;
    inline-size: fit-content;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 4s;
      transition: none;
      scroll-behavior: auto;
    }
  }
  @media (forced-colors: active) {
    .panel,
    .notice,
    .verdict {
      border: 1px solid CanvasText;
    }
    .notice.error,
    .notice.warning {
      border-color: CanvasText;
    }
    button.primary {
      border: 2px solid ButtonText;
    }
    .spinner {
      border-block-start-color: Highlight;
    }
  }
  @media print {
    :host {
      font-size: 10pt;
      line-height: 1.35;
    }
    .no-print,
    .actions {
      display: none !important;
    }
    .root {
      max-inline-size: none;
    }
    .section {
      padding: 0.75em 1em;
    }
    .panel {
      break-inside: avoid-page;
      border-color: #999;
    }
    .panel + .panel {
      break-before: page;
    }
  }
`;
