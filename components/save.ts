/** Hands a file to the person, through the browser's own download. */

import { bytesOf, fileTypeOf } from './attachments.js';

/** @param type fixed by the caller; never one that a browser would run (HTML, SVG, script) */
export function saveFile(content: BlobPart, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser reads the blob after click() returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Saves an attachment that is inside health data (base64), as what its bytes are, under a name of ours: what it calls
 * itself is a stranger's word. False when it cannot be read.
 */
export function saveAttachment(attachment: { data?: string; contentType?: string }, name: string): boolean {
  const bytes = bytesOf(attachment);
  if (!bytes) return false;
  saveBytes(bytes, attachment.contentType, name);
  return true;
}

/** Saves a file of a stranger as what its bytes are. */
export function saveBytes(bytes: Uint8Array, claimed: string | undefined, name: string): void {
  const { type, extension } = fileTypeOf(bytes, claimed);
  saveFile(bytes as Uint8Array<ArrayBuffer>, type, `${name}.${extension}`);
}
