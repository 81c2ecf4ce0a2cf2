/** Registers an element. The first registration of a tag wins, so that two copies on one page do not break each other. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || customElements.get(tag)) return;
  customElements.define(tag, element);
}
