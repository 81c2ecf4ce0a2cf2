/** Prints one element of a page and nothing else of it. */

const MARK = 'data-shc-print';

/** Hides, in print only, whatever neither holds the marked element nor is inside it. */
const ONLY_THIS = `@media print {
  body *:not(:has([${MARK}]), [${MARK}], [${MARK}] *) { display: none !important; }
}`;

/** Opens the print dialog for an element. Browsers without `:has()` print the whole page. */
export function printOnly(element: Element): void {
  // Inside shadow roots the outermost host is what the page's own sheet can see.
  let outer = element;
  for (let root = outer.getRootNode(); root instanceof ShadowRoot; root = outer.getRootNode()) outer = root.host;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ONLY_THIS);
  const restore = () => {
    outer.removeAttribute(MARK);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  outer.setAttribute(MARK, '');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  window.addEventListener('afterprint', restore, { once: true });
  window.print();
}
