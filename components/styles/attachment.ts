/** Files inside health data: their names, buttons and pictures. */

import { css } from 'lit';

export const attachment = css`
  .facts > div:has(> dd .attachment) {
    grid-column: 1 / -1;
  }
  .attachment-name {
    flex: 1 1 12em;
    min-inline-size: 0;
  }
  .picture {
    display: block;
    order: 1;
    max-inline-size: 100%;
    max-block-size: 40em;
    object-fit: contain;
    object-position: left top;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-small);
    /* Drawings with a clear ground are made for paper */
    background: #fff;
  }
  .root[dir='rtl'] .picture {
    object-position: right top;
  }
  .picture-refused {
    display: inline-flex;
    gap: 0.375em;
    align-items: center;
    color: var(--_caution-ink);
    font-weight: 600;
  }
  .attachment [role='status']:empty {
    display: none;
  }
  .document-kind {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    margin-block-start: 0.25em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_neutral-ink);
  }
`;
