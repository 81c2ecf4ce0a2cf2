/** Files and text that are dropped on the element, or pasted anywhere on the page outside its fields. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { recognize } from '../../src/index.js';
import type { Input } from './intake.js';

export interface DropPasteOptions {
  readonly onInputs: (inputs: readonly Input[], source: 'drop' | 'paste') => void;
  /** Is this the element's own text box? What is pasted there is read as well. */
  readonly isOwnBox: (target: EventTarget | undefined) => boolean;
}

export class DropPasteController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: DropPasteOptions;
  #dragging = false;

  constructor(host: ReactiveControllerHost, options: DropPasteOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Something is held over the element. */
  get dragging(): boolean {
    return this.#dragging;
  }

  hostConnected(): void {
    document.addEventListener('paste', this.#onPaste);
  }

  hostDisconnected(): void {
    document.removeEventListener('paste', this.#onPaste);
    this.#dragging = false;
  }

  /** For dragenter and dragover. */
  readonly onDrag = (event: DragEvent): void => {
    event.preventDefault();
    this.#set(true);
  };

  readonly onDragLeave = (event: DragEvent): void => {
    const { currentTarget, relatedTarget } = event;
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) this.#set(false);
  };

  readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.#set(false);
    const { files, text } = contentOf(event.dataTransfer);
    const inputs = files.length ? files : text ? [text] : [];
    if (inputs.length) this.#options.onInputs(inputs, 'drop');
  };

  /** Only what is a picture, a file, or a text we know; other pastes are the page's. */
  #onPaste = (event: ClipboardEvent): void => {
    const target = event.composedPath()[0];
    const isField = target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]');
    if (event.defaultPrevented || (isField && !this.#options.isOwnBox(target))) return;
    const { files, text } = contentOf(event.clipboardData);
    const inputs = files.length ? files : recognize(text).kind === 'other' ? [] : [text];
    if (!inputs.length) return;
    event.preventDefault();
    this.#options.onInputs(inputs, 'paste');
  };

  #set(dragging: boolean): void {
    if (dragging === this.#dragging) return;
    this.#dragging = dragging;
    this.#host.requestUpdate();
  }
}

const contentOf = (data: DataTransfer | null): { files: File[]; text: string } => ({
  files: [...(data?.files ?? [])],
  text: data?.getData('text/plain') ?? '',
});
