/**
 * The events of the elements (all composed and bubbling, dispatched on the host, everything in a typed `detail`).
 * A page's own script can forge any of them: a server that acts on a card verifies its JWS again.
 */

import type { Bundle } from 'fhir/r4.js';
import type { CardResult, Code, HealthLink, LinkFile, LinkResult, Recognized } from '../src/index.js';

/** How something came in. */
export type Source = 'camera' | 'file' | 'paste' | 'drop' | 'keyboard' | 'text' | 'link';

/** A link without its key: enough to decide about it and to describe it, not enough to read what is behind it. */
export type LinkWithoutKey = Omit<HealthLink, 'key'>;
/** What opening gave, without the key that opened it. */
export type LinkResultWithoutKey = Omit<LinkResult, 'link'> & { readonly link: LinkWithoutKey };

export interface VerifiedDetail {
  readonly bundle: Bundle;
  readonly result: CardResult;
  /** Which of the cards of one input, from 0. */
  readonly index: number;
  readonly total: number;
  readonly source: Source;
}
export type ResultDetail = Omit<VerifiedDetail, 'bundle'>;

export interface CameraDetail {
  readonly active: boolean;
  readonly deviceId?: string;
  readonly label?: string;
}

abstract class ShcEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { detail, bubbles: true, composed: true, cancelable });
  }
}

/** A verified card, and only that: its signature, issuer, dates and revocation have all been checked. */
export class ShcVerifiedEvent extends ShcEvent<VerifiedDetail> {
  constructor(detail: VerifiedDetail) {
    super('shc-verified', detail);
  }
}

/** Any card that was checked, whatever the verdict. */
export class ShcResultEvent extends ShcEvent<ResultDetail> {
  constructor(detail: ResultDetail) {
    super('shc-result', detail);
  }
}

/** Something could not be read or loaded at all. Only the code: never card text or data. */
export class ShcErrorEvent extends ShcEvent<{ readonly code: Code }> {
  constructor(code: Code) {
    super('shc-error', { code });
  }
}

/** Something was scanned and recognized, before anything is done with it; preventDefault() stops there. */
export class ShcScanEvent extends ShcEvent<{ readonly kind: Recognized['kind']; readonly source: Source }> {
  constructor(kind: Recognized['kind'], source: Source) {
    super('shc-scan', { kind, source }, true);
  }
}

/** One of several codes of a card was read. */
export class ShcProgressEvent extends ShcEvent<{
  readonly have: number;
  readonly of: number;
  readonly source: Source;
}> {
  constructor(have: number, of: number, source: Source) {
    super('shc-progress', { have, of, source });
  }
}

/** The camera went on or off, or another one was chosen. */
export class ShcCameraChangeEvent extends ShcEvent<CameraDetail> {
  constructor(detail: CameraDetail) {
    super('shc-camera-change', detail);
  }
}

/** A health link was scanned. The link holds its key: hand it to `<shl-viewer>.link`, and nowhere else. */
export class ShlScanEvent extends ShcEvent<{ readonly link: HealthLink; readonly source: Source }> {
  constructor(link: HealthLink, source: Source) {
    super('shl-scan', { link, source });
  }
}

/** A link is about to be opened; no request has been made. preventDefault() stops it. */
export class ShlOpenEvent extends ShcEvent<{ readonly link: LinkWithoutKey }> {
  constructor(link: LinkWithoutKey) {
    super('shl-open', { link }, true);
  }
}

/** The link asks for a passcode. */
export class ShlPasscodeRequestEvent extends ShcEvent<{ readonly remainingAttempts?: number }> {
  constructor(remainingAttempts?: number) {
    super('shl-passcode-request', remainingAttempts === undefined ? {} : { remainingAttempts });
  }
}

/** One file of a link has arrived and was read (or could not be: see `file.error`). */
export class ShlFileEvent extends ShcEvent<{
  readonly file: LinkFile;
  readonly index: number;
  readonly total: number;
}> {
  constructor(file: LinkFile, index: number, total: number) {
    super('shl-file', { file, index, total });
  }
}

/** A link was opened. */
export class ShlResultEvent extends ShcEvent<{ readonly result: LinkResultWithoutKey }> {
  constructor(result: LinkResultWithoutKey) {
    super('shl-result', { result });
  }
}

/** A link did not open. `retryAfter` in seconds. */
export class ShlErrorEvent extends ShcEvent<{ readonly code: Code; readonly retryAfter?: number }> {
  constructor(code: Code, retryAfter?: number) {
    super('shl-error', retryAfter === undefined ? { code } : { code, retryAfter });
  }
}

/** A link was made and can be opened. `uri` holds the key: whoever has it can read what is shared. */
export class ShlShareEvent extends ShcEvent<{ readonly uri: string }> {
  constructor(uri: string) {
    super('shl-share', { uri });
  }
}

/** Every event of the elements, by name. */
export interface ShcEventMap {
  'shc-verified': ShcVerifiedEvent;
  'shc-result': ShcResultEvent;
  'shc-error': ShcErrorEvent;
  'shc-scan': ShcScanEvent;
  'shc-progress': ShcProgressEvent;
  'shc-camera-change': ShcCameraChangeEvent;
  'shl-scan': ShlScanEvent;
  'shl-open': ShlOpenEvent;
  'shl-passcode-request': ShlPasscodeRequestEvent;
  'shl-file': ShlFileEvent;
  'shl-result': ShlResultEvent;
  'shl-error': ShlErrorEvent;
  'shl-share': ShlShareEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends ShcEventMap {}
}
