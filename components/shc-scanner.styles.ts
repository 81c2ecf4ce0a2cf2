/** The scanner's stage, its controls, and the other ways in. */

import { css } from 'lit';
import { attachment } from './styles/attachment.js';
import { content } from './styles/content.js';
import { verdict } from './styles/verdict.js';

const scanner = css`
  [hidden] {
    display: none !important;
  }
  .root {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 1em;
  }
  .result {
    display: grid;
    gap: 1em;
    order: 1;
    border-radius: var(--_radius);
  }
  .finished .result {
    order: 0;
  }
  .result .panel + .panel {
    margin-block-start: 0;
  }
  .finder {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em;
  }

  /* The stage */
  .stage {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: clamp(17em, 45vw, 26em);
    inline-size: 100%;
    overflow: clip;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.4);
    background: var(--_surface-raised);
  }
  .stage.on {
    min-block-size: 0;
    max-block-size: min(30em, 70vh);
    aspect-ratio: 4 / 3;
    border-color: transparent;
    background: #0b0e11;
  }
  .finished .stage.on {
    min-block-size: 0;
    aspect-ratio: 16 / 9;
    max-block-size: min(18em, 40vh);
  }
  .stage.failed {
    min-block-size: 15em;
  }
  .picture {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .picture.mirrored {
    transform: scaleX(-1);
  }

  /* Four corners around what is aimed at; the rest is a little darker */
  .aim {
    position: absolute;
    block-size: 78%;
    max-inline-size: 84%;
    aspect-ratio: 1;
    inset-block-start: 8%;
    border-radius: 1.5em;
    box-shadow: 0 0 0 100em rgb(0 0 0 / 0.28);
    transition: box-shadow 0.2s;
    pointer-events: none;
  }
  .aim::before,
  .stage.off::before {
    content: '';
    position: absolute;
    inset: 0;
    border: 4px solid #fff;
    border-radius: 1.5em;
    --_hide: #000 0 24%, transparent 24% 76%, #000 76%;
    -webkit-mask:
      linear-gradient(90deg, var(--_hide)),
      linear-gradient(var(--_hide));
    -webkit-mask-composite: source-in;
    mask:
      linear-gradient(90deg, var(--_hide)),
      linear-gradient(var(--_hide));
    mask-composite: intersect;
  }
  .stage.off::before {
    inset: 1.125em;
    border: 3px solid color-mix(in srgb, var(--_accent) 45%, transparent);
    border-radius: 1em;
    --_hide: #000 0 2.25em, transparent 2.25em calc(100% - 2.25em), #000 calc(100% - 2.25em);
    pointer-events: none;
  }
  .aim.busy-aim::before {
    opacity: 0.6;
  }
  .aim.caught::before {
    border-color: #7fe3a8;
    -webkit-mask: none;
    mask: none;
  }

  /* What is over the empty stage */
  .cover {
    display: grid;
    justify-items: center;
    gap: 0.875em;
    padding: 1.75em 1.25em;
    max-inline-size: 28em;
    text-align: center;
  }
  .stage.off .cover {
    padding: 2.75em 1.75em;
  }
  .cover-icon .icon {
    display: block;
    inline-size: 3.5em;
    block-size: 3.5em;
    stroke-width: 1.25;
    color: var(--_accent);
  }
  .failed-icon .icon {
    color: var(--_invalid-ink);
  }
  .cover-title {
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.25;
    text-wrap: balance;
  }
  .cover-help {
    margin-block-start: 0.25em;
    color: var(--_text-muted);
    text-wrap: pretty;
  }
  .cover button.primary {
    min-block-size: 52px;
    padding-inline: 1.75em;
    font-size: 1.0625em;
  }

  /* Buttons on the picture: readable on any picture */
  .controls {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    justify-content: space-between;
    align-items: end;
    gap: 0.5em;
    padding: 0.75em;
    pointer-events: none;
  }
  .controls > div {
    display: flex;
    gap: 0.5em;
  }
  .controls button {
    color: #fff;
    background: rgb(11 14 17 / 0.78);
    border-color: rgb(255 255 255 / 0.45);
    border-radius: 99px;
    font-size: 0.9375em;
    pointer-events: auto;
  }
  .controls button.round {
    inline-size: 44px;
    padding: 0;
  }
  .controls button:hover {
    background: #0b0e11;
    border-color: #fff;
  }
  .controls button[aria-pressed='true'] {
    color: #0b0e11;
    background: #fff;
  }
  .controls :focus-visible {
    outline-color: #9cc5ff;
    border-radius: 99px;
  }
  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14em), 1fr));
    gap: 0.75em 1em;
  }
  input[type='range'] {
    padding-inline: 0;
    border: none;
    background: none;
    accent-color: var(--_accent);
  }

  /* What is going on */
  .status-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5em 0.75em;
    order: 1;
  }
  .status-line:not(:has(.status:not(:empty), .spinner, .codes)) {
    display: none;
  }
  .status {
    font-weight: 600;
    text-align: center;
    text-wrap: balance;
  }
  .status:empty {
    display: none;
  }
  .codes {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375em;
  }
  .codes li {
    display: grid;
    place-items: center;
    min-inline-size: 2em;
    block-size: 2em;
    border: 2px dashed var(--_border-strong);
    border-radius: 0.5em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_text-muted);
  }
  .codes li.read {
    border: 2px solid var(--_accent);
    color: var(--_on-accent);
    background: var(--_accent);
  }

  /* The other ways in */
  .inputs {
    display: grid;
    gap: 0.875em;
    order: 2;
  }
  .inputs .actions {
    justify-content: center;
  }
  .inputs .actions button {
    flex: 1 1 12em;
  }
  slot {
    order: 3;
  }
  .paste {
    display: grid;
    gap: 0.5em;
    padding: 1em 1.25em 1.25em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .paste label {
    margin: 0;
  }
  .paste textarea {
    font-family: var(--_font-mono);
    resize: vertical;
  }
  .paste button {
    justify-self: start;
  }
  .drop {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.5em;
    padding: 1em;
    border: 3px dashed var(--_accent);
    border-radius: calc(var(--_radius) * 1.4);
    background: color-mix(in srgb, var(--_surface) 92%, transparent);
    font-weight: 650;
    text-align: center;
    pointer-events: none;
  }
  .drop .icon {
    inline-size: 2.5em;
    block-size: 2.5em;
    color: var(--_accent);
  }

  /* What was scanned: readable at arm's length */
  .card .verdict-word {
    font-size: clamp(30px, 9vw, 44px);
  }
  .card .person-name {
    font-size: clamp(22px, 6vw, 30px);
  }
  .place {
    padding: 0.5em 1.5em;
    font-size: 0.875em;
    font-weight: 650;
    color: var(--_text-muted);
  }
  .ask {
    display: grid;
    gap: 0.5em;
    justify-items: start;
  }
  .link-title {
    display: flex;
    align-items: center;
    gap: 0.5em;
    margin-block-end: 0.5em;
    font-size: 1.25em;
  }
  @media (max-width: 30em) {
    .stage.on {
      aspect-ratio: 1;
    }
  }
  @media (forced-colors: active) {
    .stage.on .controls button {
      background: ButtonFace;
      color: ButtonText;
    }
    .codes li.read {
      border: 3px solid Highlight;
    }
  }
`;

export const styles = [verdict, content, attachment, scanner];
