/** The custom properties of the elements, light and dark. A page sets `--shc-<name>`; inside, `--_<name>` is used. */

import { type CSSResult, css, unsafeCSS } from 'lit';

/** `[light, dark]`. Text on its surface has a contrast of at least 4.5:1, shapes and borders of controls 3:1. */
const COLORS: Readonly<Record<string, readonly [string, string]>> = {
  // Surfaces and text
  surface: ['#ffffff', '#16191d'],
  'surface-raised': ['#f5f7f9', '#1f2429'],
  text: ['#14181d', '#eef1f4'],
  'text-muted': ['#535d68', '#a9b4bf'],
  border: ['#dce1e6', '#363e46'],
  'border-strong': ['#7c8894', '#7d8995'],
  accent: ['#0a5ad6', '#7db3ff'],
  'on-accent': ['#ffffff', '#06182f'],
  focus: ['#0a5ad6', '#9cc5ff'],
  // Verdicts: ink (words, shape), wash (behind them)
  'verified-ink': ['#0b6b3a', '#6fdda0'],
  'verified-wash': ['#e6f6ec', '#10301f'],
  'invalid-ink': ['#b3161f', '#ff9d98'],
  'invalid-wash': ['#fdecec', '#3c1517'],
  'caution-ink': ['#8a4b00', '#ffc266'],
  'caution-wash': ['#fff3df', '#38270d'],
  'neutral-ink': ['#46505b', '#c3ccd6'],
  'neutral-wash': ['#edf0f3', '#262c33'],
};

const PLAIN: Readonly<Record<string, string>> = {
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  'font-mono': 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  'font-size': '16px',
  radius: '14px',
  'radius-small': '8px',
  'max-width': '44em',
};

const declare = (value: (pair: readonly [string, string]) => string): CSSResult =>
  unsafeCSS(
    Object.entries(COLORS)
      .map(([name, pair]) => `--_${name}: var(--shc-${name}, ${value(pair)});`)
      .join(''),
  );

const plain = unsafeCSS(
  Object.entries(PLAIN)
    .map(([name, value]) => `--_${name}: var(--shc-${name}, ${value});`)
    .join(''),
);

/**
 * Follows the system's scheme by default. A page that is always light (or dark) says `shc-display { color-scheme: light }`;
 * browsers without light-dark() follow the system only.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    ${plain}
    ${declare(([light]) => light)}
  }
  @media (prefers-color-scheme: dark) {
    :host {
      ${declare(([, dark]) => dark)}
    }
  }
  @supports (color: light-dark(red, red)) {
    :host {
      ${declare(([light, dark]) => `light-dark(${light}, ${dark})`)}
    }
  }
  @media print {
    :host {
      color-scheme: light;
      ${declare(([light]) => light)}
    }
  }
`;
