/** The QR code: white around it whatever the scheme, as large as the screen when asked. */

import { css } from 'lit';

export const qr = css`
  .qr-section {
    display: grid;
    justify-items: center;
  }
  .qr-view {
    display: grid;
    justify-items: center;
    gap: 1em;
    inline-size: 100%;
    text-align: center;
  }
  .qr-view figure {
    inline-size: min(100%, 26em);
  }
  .qr {
    display: block;
    inline-size: 100%;
    block-size: auto;
    border-radius: var(--_radius-small);
    forced-color-adjust: none;
  }
  .qr-turner {
    display: grid;
    justify-items: center;
    gap: 0.5em;
  }
  [dir='rtl'] .qr-turner .actions .icon {
    transform: scaleX(-1);
  }
  .qr-dialog {
    inline-size: 100vw;
    block-size: 100vh;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: #fff;
    overflow: auto;
  }
  .qr-dialog::backdrop {
    background: #fff;
  }
  /* Black on white in the dark scheme too: the light of the screen is what the scanner sees by */
  .qr-stage {
    --_accent: #0a5ad6;
    --_text: #14181d;
    --_surface-raised: #f5f7f9;
    --_border-strong: #7c8894;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 1em;
    min-block-size: 100%;
    padding: 1em;
    color: #14181d;
    background: #fff;
    text-align: center;
    color-scheme: light;
  }
  .qr-stage .qr {
    inline-size: min(100%, 100vh - 11em);
    inline-size: min(100%, 100dvh - 11em);
    min-inline-size: 12em;
  }
  .qr-stage:has(.qr-turner) .qr {
    inline-size: min(100%, 100vh - 19em);
    inline-size: min(100%, 100dvh - 19em);
  }
  .qr-below {
    display: grid;
    justify-items: center;
    gap: 0.75em;
  }
  @media (orientation: landscape) and (max-height: 40em) {
    .qr-stage {
      grid-template-columns: auto minmax(12em, 1fr);
      align-items: center;
    }
    .qr-stage .qr,
    .qr-stage:has(.qr-turner) .qr {
      inline-size: calc(100vh - 2em);
      inline-size: calc(100dvh - 2em);
    }
  }
  @media print {
    .person-and-code {
      display: flex;
      justify-content: space-between;
      align-items: flex-start;
    }
    .person-and-code .person-section {
      flex: 1;
      border: 0;
    }
    .qr-view figure {
      inline-size: 58mm;
      break-inside: avoid;
    }
    .qr-view:has(.print-only) > figure {
      display: none;
    }
    .qr-view > .print-only {
      display: flex;
      flex-wrap: wrap;
      gap: 6mm;
    }
  }
`;
