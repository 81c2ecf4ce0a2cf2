/** Offers of the sender, access to a server. */

import { css } from 'lit';

export const inside = css`
  .offers {
    display: grid;
    gap: 1.5em;
  }
  .offer + .offer {
    padding-block-start: 1.5em;
    border-block-start: 1px solid var(--_border);
  }
  .offer > * + * {
    margin-block-start: 0.625em;
  }
  .offer-kind {
    display: flex;
    align-items: center;
    gap: 0.375em;
    font-weight: 600;
  }
  .offer-address {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.5em;
  }
  .offer a.button {
    white-space: normal;
  }
  .offer-note {
    margin-block-start: 1em;
    display: grid;
    gap: 0.625em;
  }
  .attachment.offer-note {
    display: flex;
  }
`;
