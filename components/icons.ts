/** Icons, drawn inline: no font, no file, no style attribute. All are decoration: the words beside them carry the meaning. */

import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const line = (inside: SVGTemplateResult): TemplateResult => html`<svg
  class="icon"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  focusable="false"
>${inside}</svg>`;

/** A filled shape with a mark cut out of it. The mark takes the colour of the surface (class `mark`). */
const badge = (shape: SVGTemplateResult, mark: SVGTemplateResult): TemplateResult => html`<svg
  class="icon"
  viewBox="0 0 24 24"
  aria-hidden="true"
  focusable="false"
><g class="shape" fill="currentColor">${shape}</g><g
  class="mark" fill="none" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"
>${mark}</g></svg>`;

const seal = svg`<path d="M12 1.2l2.5 1.9 3.1-.3 1.2 2.9 2.9 1.2-.3 3.1L23.3 12.5l-1.9 2.5.3 3.1-2.9 1.2-1.2 2.9-3.1-.3L12 23.8l-2.5-1.9-3.1.3-1.2-2.9-2.9-1.2.3-3.1L.7 12.5l1.9-2.5-.3-3.1 2.9-1.2 1.2-2.9 3.1.3z"/>`;
const octagon = svg`<path d="M7.7 1.5h8.6l6.2 6.2v8.6l-6.2 6.2H7.7l-6.2-6.2V7.7z"/>`;
const disc = svg`<circle cx="12" cy="12" r="10.5"/>`;
const diamond = svg`<rect x="3.8" y="3.8" width="16.4" height="16.4" rx="2.2" transform="rotate(45 12 12)"/>`;
const triangle = svg`<path d="M12 1.7c.8 0 1.5.4 1.9 1.1l9 16.1c.8 1.5-.2 3.3-1.9 3.3H3c-1.7 0-2.7-1.8-1.9-3.3l9-16.1c.4-.7 1.1-1.1 1.9-1.1z"/>`;

export const icons = {
  // The verdicts. Each has a shape of its own, so that none depends on its colour.
  verified: badge(seal, svg`<path d="M7.3 12.7l3.2 3.2 6.3-6.6"/>`),
  invalid: badge(octagon, svg`<path d="M8.2 8.2l7.6 7.6M15.8 8.2l-7.6 7.6"/>`),
  revoked: badge(octagon, svg`<path d="M7 12h10"/>`),
  untrusted: badge(
    diamond,
    svg`<path d="M9.7 9.8a2.4 2.4 0 0 1 4.7.6c0 1.6-2.4 2.1-2.4 3.4"/><path d="M12 16.7h.01"/>`,
  ),
  expired: badge(disc, svg`<path d="M12 6.5V12l3.5 2.2"/>`),
  'not-yet-valid': badge(disc, svg`<path d="M8 6.5h8M8 17.5h8M9 6.5c0 4 6 7 6 11M15 6.5c0 4-6 7-6 11"/>`),
  unverifiable: badge(triangle, svg`<path d="M12 9v5"/><path d="M12 17.6h.01"/>`),
  unsigned: line(
    svg`<circle cx="18" cy="5" r="3"/><circle cx="6" cy="12" r="3"/><circle cx="18" cy="19" r="3"/><path d="M8.6 13.5l6.8 4M15.4 6.5l-6.8 4"/>`,
  ),
  // Small marks.
  check: line(svg`<path d="M4.5 12.8l5 5L19.5 7"/>`),
  cross: line(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  dash: line(svg`<path d="M6 12h12"/>`),
  question: line(svg`<path d="M8.5 9a3.6 3.6 0 0 1 7 1c0 2.4-3.5 3-3.5 5"/><path d="M12 19h.01"/>`),
  warning: line(svg`<path d="M12 4L2.8 19.5h18.4z"/><path d="M12 10v4"/><path d="M12 16.8h.01"/>`),
  info: line(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5"/><path d="M12 7.8h.01"/>`),
  // Things and actions.
  camera: line(
    svg`<path d="M4 8h3l1.6-2.5h6.8L17 8h3a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 4 8z"/><circle cx="12" cy="13" r="3.5"/>`,
  ),
  file: line(
    svg`<path d="M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8z"/><path d="M13.5 3v5h5"/>`,
  ),
  download: line(svg`<path d="M12 4v11M7 10.5l5 5 5-5"/><path d="M4.5 19.5h15"/>`),
  print: line(
    svg`<path d="M7 8V3.5h10V8"/><path d="M7 17H4.5A1.5 1.5 0 0 1 3 15.5v-6A1.5 1.5 0 0 1 4.5 8h15A1.5 1.5 0 0 1 21 9.5v6a1.5 1.5 0 0 1-1.5 1.5H17"/><path d="M7 14h10v6.5H7z"/>`,
  ),
  qr: line(svg`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v.01M20 20v-2.5M16 20h-2"/>`),
  link: line(
    svg`<path d="M10 13.5a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L11.6 6.9"/><path d="M14 10.5a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.7-1.7"/>`,
  ),
  lock: line(svg`<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>`),
  person: line(svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>`),
  refresh: line(svg`<path d="M20 5v5h-5"/><path d="M19.5 10A8 8 0 1 0 20 14"/>`),
  light: line(
    svg`<path d="M9.5 18h5M10.5 21h3"/><path d="M8 14.5a6 6 0 1 1 8 0c-.8.8-1 1.5-1 3.5H9c0-2-.2-2.7-1-3.5z"/>`,
  ),
  mirror: line(svg`<path d="M12 3v18"/><path d="M8.5 7.5L3 17h5.5zM15.5 7.5L21 17h-5.5z"/>`),
  enlarge: line(svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>`),
  pause: line(svg`<path d="M9 5v14M15 5v14"/>`),
  play: line(svg`<path d="M8 5l11 7-11 7z"/>`),
  back: line(svg`<path d="M15 5l-7 7 7 7"/>`),
  next: line(svg`<path d="M9 5l7 7-7 7"/>`),
  paste: line(
    svg`<rect x="5.5" y="5" width="13" height="16" rx="1.5"/><path d="M9 5V3.5h6V5z"/><path d="M9 11h6M9 15h6"/>`,
  ),
} as const satisfies Record<string, TemplateResult>;

export type IconName = keyof typeof icons;
