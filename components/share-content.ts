/** What is shared: what the page hands over and what the person adds, as one list; and each as a file of a link. */

import type { DocumentReference, FhirResource } from 'fhir/r4.js';
import { CARD_FILE_TYPE, cardFile, Failure } from '../src/index.js';

/** One thing that can be shared, as a page hands it over. */
export interface ShareItem {
  /** For the person who chooses. It does not leave the page, but as the title of a document. */
  readonly name?: string;
  /** `application/smart-health-card`, `application/fhir+json`, `application/smart-api-access`; anything else is shared as a document. */
  readonly contentType: string;
  /** Of a card: its JWS or the contents of its file. */
  readonly content: string | Uint8Array | Blob;
  /** Of FHIR: the version, `4.0.1`. */
  readonly fhirVersion?: string;
}

/** What `.content` takes: a list of things or of cards (JWS), or one FHIR resource such as a Bundle. */
export type ShareContent = readonly (ShareItem | string)[] | FhirResource;

export type ShareKind = 'cards' | 'records' | 'access' | 'document';

/** A line of the list. */
export interface Choice {
  readonly item: ShareItem;
  readonly kind: ShareKind;
  /** In bytes. */
  readonly size: number;
}

/** A file as it is encrypted. */
export interface PlainFile {
  readonly contentType: string;
  readonly content: string | Uint8Array;
  readonly fhirVersion?: string;
}

const FHIR = 'application/fhir+json';
/** What readers take of one file (SMART Health Links readers of ours stop at 10 MB). */
const MOST_BYTES = 10_000_000;
/** A file of the person's own: as a document it grows by a third. */
export const MOST_OWN_BYTES = 7_000_000;
/** Readers of ours open no more. */
export const MOST_FILES = 64;

const KINDS: Readonly<Record<string, ShareKind>> = {
  [CARD_FILE_TYPE]: 'cards',
  [FHIR]: 'records',
  'application/smart-api-access': 'access',
};

function kindOf(contentType: string): ShareKind {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? 'document';
}

export function choiceOf(item: ShareItem): Choice {
  const { content } = item;
  const size = content instanceof Blob ? content.size : content.length;
  return { item, kind: kindOf(item.contentType), size };
}

/** The list of choices in what the page hands over. */
export function choicesOf(content: ShareContent | undefined): readonly Choice[] {
  if (!content) return [];
  if (!isList(content))
    return [choiceOf({ contentType: FHIR, content: JSON.stringify(content), fhirVersion: '4.0.1' })];
  return content.map((one) => choiceOf(typeof one === 'string' ? { contentType: CARD_FILE_TYPE, content: one } : one));
}

const isList = (content: ShareContent): content is readonly (ShareItem | string)[] => Array.isArray(content);

/** Is it the same content, though the list was made anew? Templates make a new list each time they render. */
export function isSameContent(one: ShareContent | undefined, other: ShareContent | undefined): boolean {
  if (!one || !other || !isList(one) || !isList(other)) return one === other;
  return one.length === other.length && one.every((item, index) => isSameItem(item, other[index]));
}

function isSameItem(one: ShareItem | string, other: ShareItem | string | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return (
    one === other ||
    (one.name === other?.name && one.contentType === other?.contentType && one.content === other?.content)
  );
}

/** A file of the person's own, read now: FHIR and cards by what is inside, all else as a document. Rejects when it cannot be read. */
export async function itemOf(file: File): Promise<ShareItem> {
  const { name } = file;
  const content = new Blob([await file.arrayBuffer()]);
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(file.type)?.[0] ?? 'application/octet-stream';
  if (!/\.(json|smart-health-card)$/i.test(name) && !/\bjson\b/.test(type)) return { name, contentType: type, content };
  let value: { resourceType?: unknown; verifiableCredential?: unknown } | null = null;
  try {
    value = JSON.parse(await content.text());
  } catch {
    // Not JSON after all: a document.
  }
  if (typeof value?.resourceType === 'string') return { name, contentType: FHIR, content };
  if (Array.isArray(value?.verifiableCredential)) return { name, contentType: CARD_FILE_TYPE, content };
  return { name, contentType: type, content };
}

const asText = (content: ShareItem['content']): Promise<string> | string =>
  typeof content === 'string' ? content : new Blob([content as BlobPart]).text();

const asBytes = async (content: ShareItem['content']): Promise<string | Uint8Array> =>
  content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;

/** Base64, made by the browser aside of the page's own work. */
function asBase64(content: ShareItem['content']): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([content as BlobPart]));
  });
}

/**
 * The file of a link for one choice. The standard knows cards, FHIR and access; anything else travels as the attachment
 * of a FHIR DocumentReference, which every reader can list.
 * @throws Failure TOO_LARGE when no reader would take it
 */
export async function fileOf({ item, kind, size }: Choice): Promise<PlainFile> {
  const { name, contentType, content, fhirVersion } = item;
  const file: PlainFile =
    kind === 'cards'
      ? { contentType, content: cardText((await asText(content)).trim()) }
      : kind === 'document'
        ? {
            contentType: FHIR,
            content: documentText(contentType, await asBase64(content), size, name),
            fhirVersion: '4.0.1',
          }
        : { contentType, content: await asBytes(content), ...(fhirVersion !== undefined && { fhirVersion }) };
  if (file.content.length > MOST_BYTES) throw new Failure('TOO_LARGE', { params: { max: MOST_BYTES } });
  return file;
}

/** A bare JWS gets the file around it. */
const cardText = (text: string): string => (text.startsWith('{') ? text : cardFile([text]));

function documentText(contentType: string, data: string, size: number, title: string | undefined): string {
  const document: DocumentReference = {
    resourceType: 'DocumentReference',
    status: 'current',
    content: [{ attachment: { contentType, data, size, ...(title && { title }) } }],
  };
  return JSON.stringify(document);
}
