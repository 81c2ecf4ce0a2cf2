/** Hands a file to the person, through the browser's own download. */

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

/** Types that are safe to name as what they are, and the ends of their file names; all others are saved as plain bytes. */
const KNOWN: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/smart-health-card': 'smart-health-card',
};

/** What to save a file of a stranger as. */
export function saveAs(contentType: string | undefined): { type: string; extension: string } {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return Object.hasOwn(KNOWN, type)
    ? { type, extension: KNOWN[type] as string }
    : { type: 'application/octet-stream', extension: 'bin' };
}

/** Saves an attachment that is inside health data (base64). False when it cannot be read. */
export function saveAttachment({ data, contentType }: { data?: string; contentType?: string }, name: string): boolean {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob((data ?? '').replace(/\s+/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return false;
  }
  const { type, extension } = saveAs(contentType);
  saveFile(bytes, type, `${name}.${extension}`);
  return true;
}
