/** A picture from a stranger: drawn onto a canvas, on a click, once it was found to be a PNG or JPEG of a harmless size. */

import { html, nothing, type TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { ref } from 'lit/directives/ref.js';
import { bytesOf, decodePicture, type Enclosed, type PictureRefusal } from '../attachments.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

/** Pixels on the longer side of what is drawn: enough to read a page, without keeping forty million of them. */
const LONGEST_DRAWN = 3000;

type State = 'closed' | 'drawing' | { readonly bitmap: ImageBitmap } | { readonly refused: PictureRefusal };

type Source = Enclosed['bytes' | 'data'];

/** Are these the same file, whether or not they are the same object? */
function same(a: Source, b: Source): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a.length !== b.length) return false;
  // A plain loop: ten times as fast as every(), and files are large.
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

class Picture extends AsyncDirective {
  #source: Source;
  #enclosed: Enclosed = {};
  #name = '';
  #texts: Texts | undefined;
  #state: State = 'closed';
  #canvas: HTMLCanvasElement | undefined;

  render(enclosed: Enclosed, name: string, texts: Texts): unknown {
    const source = enclosed.bytes ?? enclosed.data;
    // Another picture in the same place is not the one that was asked for. A watched link brings the same one anew.
    if (!same(source, this.#source)) this.#close();
    this.#source = source;
    this.#enclosed = enclosed;
    this.#name = name;
    this.#texts = texts;
    return this.#view();
  }

  protected override disconnected(): void {
    this.#close();
  }

  protected override reconnected(): void {
    this.setValue(this.#view());
  }

  #close(): void {
    if (typeof this.#state === 'object' && 'bitmap' in this.#state) this.#state.bitmap.close();
    this.#state = 'closed';
  }

  readonly #onClick = async (): Promise<void> => {
    if (this.#state === 'drawing') return;
    if (this.#state !== 'closed') {
      this.#close();
      this.setValue(this.#view());
      return;
    }
    const source = this.#source;
    this.#state = 'drawing';
    this.setValue(this.#view());
    const bytes = bytesOf(this.#enclosed);
    const made = bytes ? await decodePicture(bytes) : 'broken';
    if (!same(source, this.#source) || this.#state !== 'drawing' || !this.isConnected) {
      if (typeof made !== 'string') made.close();
      return;
    }
    this.#state = typeof made === 'string' ? { refused: made } : { bitmap: made };
    this.setValue(this.#view());
  };

  /** Drawn when the canvas comes into the document, and again when another picture takes its place. */
  readonly #onCanvas = (element: Element | undefined): void => {
    this.#canvas = element as HTMLCanvasElement | undefined;
    if (!this.#canvas || typeof this.#state !== 'object' || !('bitmap' in this.#state)) return;
    const { bitmap } = this.#state;
    const scale = Math.min(1, LONGEST_DRAWN / Math.max(bitmap.width, bitmap.height));
    this.#canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    this.#canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
  };

  #view(): TemplateResult {
    const { t } = this.#texts as Texts;
    const state = this.#state;
    const shown = typeof state === 'object' && 'bitmap' in state;
    const refused = typeof state === 'object' && 'refused' in state ? state.refused : undefined;
    return html`${
      refused
        ? html`<span class="picture-refused small" role="alert">${icons.warning}<span>${t(`attachment.${refused}`)}</span></span>`
        : html`<button type="button" class="no-print" aria-expanded=${shown} aria-busy=${state === 'drawing'} @click=${this.#onClick}>
            ${icons.enlarge}${t(shown ? 'attachment.hide' : 'attachment.show')}
          </button>`
    }${shown ? html`<canvas class="picture" role="img" aria-label=${this.#name} ${ref(this.#onCanvas)}></canvas>` : nothing}`;
  }
}

/**
 * A button that shows the picture, and the picture. Nothing is decoded before the click.
 * @param enclosed the same bytes, or the same text, as long as it is the same picture
 * @param name what the picture is called, for those who do not see it
 */
export const picture = directive(Picture);
