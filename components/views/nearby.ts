/** Draws the inside of an element while it is near the screen, and keeps its place when it is not: a long list costs what is seen of it. */

import { noChange, nothing, render } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

type OnNear = (near: boolean, height: number) => void;

const watched = new WeakMap<Element, OnNear>();
let observer: IntersectionObserver | undefined;

/** One observer for all: it tells when an element comes nearer than a screen. */
function watch(element: Element, onNear: OnNear): void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        watched.get(target)?.(isIntersecting, boundingClientRect.height);
      }
    },
    { rootMargin: '100% 0px' },
  );
  watched.set(element, onNear);
  observer.observe(element);
}

/** What came near and is still to be drawn, in tasks of a few milliseconds: the page stays free to scroll. */
const waiting = new Set<() => void>();
const TASK = 8;

function enqueue(draw: () => void): void {
  if (waiting.size === 0) setTimeout(drawSome);
  waiting.add(draw);
}

function drawSome(): void {
  const start = performance.now();
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
    if (performance.now() - start > TASK) break;
  }
  if (waiting.size > 0) setTimeout(drawSome);
}

class Nearby extends AsyncDirective {
  #element: HTMLElement | undefined;
  #draw: () => unknown = () => nothing;
  #key: readonly unknown[] = [];
  #drawn = false;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('nearby() stands in a tag');
  }

  override render(_key: readonly unknown[], _draw: () => unknown): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [key, draw]: [readonly unknown[], () => unknown]): unknown {
    const same = key.length === this.#key.length && key.every((part, at) => part === this.#key[at]);
    this.#key = key;
    this.#draw = draw;
    if (this.#element !== element) {
      this.#element = element as HTMLElement;
      this.#start();
    } else if (!same && this.#drawn) this.#put(draw());
    return noChange;
  }

  #start(): void {
    if (this.#element) watch(this.#element, this.#onNear);
    window.addEventListener('beforeprint', this.#onPrint);
  }

  protected override disconnected(): void {
    window.removeEventListener('beforeprint', this.#onPrint);
    if (!this.#element) return;
    observer?.unobserve(this.#element);
    waiting.delete(this.#show);
    // What is inside is taken off too.
    this.#put(nothing);
    this.#drawn = false;
  }

  protected override reconnected(): void {
    this.#start();
  }

  #put(inside: unknown): void {
    if (this.#element) render(inside, this.#element);
  }

  readonly #show = (): void => {
    if (this.#drawn) return;
    this.#drawn = true;
    this.#put(this.#draw());
    this.#element?.style.removeProperty('min-block-size');
  };

  readonly #onNear: OnNear = (near, height) => {
    if (near) {
      enqueue(this.#show);
      return;
    }
    waiting.delete(this.#show);
    // Height 0: it is folded away, and nothing to be gained. What somebody is reading in is left as it is.
    if (this.#drawn && height > 0 && !this.#element?.querySelector('details[open], :focus')) {
      this.#element?.style.setProperty('min-block-size', `${height}px`);
      this.#drawn = false;
      this.#put(nothing);
    }
  };

  /** On paper everything is near. */
  readonly #onPrint = this.#show;
}

/**
 * For an element that is otherwise empty.
 * @param key what the inside depends on: it is drawn anew when one of these is another
 * @param draw the inside
 */
export const nearby = directive(Nearby);
