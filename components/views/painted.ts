/** Puts checked colours on an element, as properties: style attributes would be blocked by a strict content security policy. */

import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { CardColors } from '../contrast.js';

class Painted extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('painted() stands in a tag');
  }

  override render(_colors: CardColors | undefined): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [colors]: [CardColors | undefined]): unknown {
    const { style } = element as HTMLElement;
    for (const name of ['background', 'text', 'highlight'] as const) {
      const value = colors?.[name];
      if (value) style.setProperty(`--_card-${name}`, value);
      else style.removeProperty(`--_card-${name}`);
    }
    element.classList.toggle('painted', colors !== undefined);
    return noChange;
  }
}

/** @param colors hex colours that were checked for contrast; undefined leaves the element as it is */
export const painted = directive(Painted);
