/** The verdict banner: the word at 28px and more, a shape, a colour, and the four axes. */

import { css } from 'lit';

export const verdict = css`
  .verdict {
    --_ink: var(--_neutral-ink);
    --_wash: var(--_neutral-wash);
    padding: 1.25em 1.5em;
    background: var(--_wash);
    border: 0 solid transparent;
  }
  /* Only a verified card is a filled green banner with a seal; everything else is edged like a warning tape. */
  .verdict.verified {
    --_ink: var(--_verified-ink);
    --_wash: var(--_verified-wash);
  }
  .verdict:not(.verified) {
    border-block-start: 6px dashed var(--_ink);
  }
  .verdict.invalid,
  .verdict.revoked {
    --_ink: var(--_invalid-ink);
    --_wash: var(--_invalid-wash);
    border-block-start-style: solid;
  }
  .verdict.untrusted.known,
  .verdict.expired,
  .verdict.not-yet-valid,
  .verdict.unverifiable {
    --_ink: var(--_caution-ink);
    --_wash: var(--_caution-wash);
  }
  .verdict-head {
    display: flex;
    align-items: flex-start;
    gap: 1em;
  }
  .verdict-icon .icon {
    display: block;
    inline-size: 56px;
    block-size: 56px;
    color: var(--_ink);
  }
  .verdict-icon .mark {
    stroke: var(--_wash);
  }
  .verdict-title {
    min-inline-size: 0;
  }
  .verdict-word {
    font-size: max(30px, 1.875em);
    font-weight: 750;
    line-height: 1.1;
    letter-spacing: -0.015em;
    color: var(--_ink);
  }
  .verdict-sentence {
    margin-block-start: 0.375em;
  }
  .verdict-remedy {
    font-weight: 600;
  }
  .verdict-demo {
    display: inline-block;
    margin-block-start: 0.625em;
    padding: 0.125em 0.625em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_caution-ink);
    background: var(--_surface);
    border: 1.5px dashed currentColor;
    border-radius: 99px;
  }
  .axes {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 7.5em), 1fr));
    gap: 0.875em 1.25em;
    margin-block-start: 1.25em;
    padding-block-start: 1em;
    border-block-start: 1px solid color-mix(in srgb, var(--_ink) 25%, transparent);
  }
  .axes dt {
    font-size: 0.8125em;
    color: var(--_text-muted);
  }
  .axes dd {
    display: flex;
    align-items: flex-start;
    gap: 0.375em;
    font-weight: 600;
    line-height: 1.3;
  }
  .axes .icon {
    inline-size: 1.125em;
    block-size: 1.125em;
    margin-block-start: 0.1em;
  }
  .axes .good .icon {
    color: var(--_verified-ink);
  }
  .axes .bad .icon {
    color: var(--_invalid-ink);
  }
  .axes .open .icon {
    color: var(--_text-muted);
  }
  .findings {
    display: grid;
    gap: 0.625em;
    margin-block-start: 1em;
  }
  .verdict .notice {
    background: var(--_surface);
    border-color: transparent;
  }
  .advice ul {
    display: grid;
    gap: 0.5em;
    margin-block-start: 0.5em;
  }
  @container (max-width: 26em) {
    .verdict {
      padding-inline: 1.125em;
    }
    .verdict-icon .icon {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .verdict.verified {
      border: 4px solid CanvasText;
    }
    .verdict-icon .mark {
      stroke: Canvas;
    }
    .verdict .verdict-word,
    .verdict .icon {
      color: CanvasText;
    }
    .verdict .notice {
      border-color: CanvasText;
    }
  }
  @media print {
    .axes {
      margin-block-start: 0.5em;
      padding-block-start: 0.5em;
    }
    .verdict {
      padding: 0.75em 1em;
      border: 2px solid var(--_ink);
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
`;
