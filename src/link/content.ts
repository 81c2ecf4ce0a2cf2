/** What is inside a decrypted file, by its content type: cards, FHIR, access to an API, or something else. */

import { verifyCards } from '../card/verify.js';
import { Failure } from '../errors.js';
import { type Bytes, fromUtf8 } from '../internal/bytes.js';
import { isObject, jsonSteps } from '../internal/json.js';
import type { Limits } from '../internal/limits.js';
import { inTurns } from '../internal/turns.js';
import type { Trust } from '../trust/policy.js';
import { readAccess } from './access.js';
import { findingOf, linkFailure } from './errors.js';
import type { LinkFile, LinkFileKind } from './types.js';

/** A media type as it compares: lower case, without parameters; and its parameters. */
export function readMediaType(text: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = text.split(';');
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [name = '', value = ''] = part.split('=', 2);
    parameters.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1'));
  }
  return { type: type.trim().toLowerCase(), parameters };
}

const KINDS: Readonly<Record<string, LinkFileKind>> = {
  'application/smart-health-card': 'cards',
  'application/fhir+json': 'fhir',
  'application/smart-api-access': 'api-access',
};

/** The kind that a content type names. */
export const kindOf = (contentType: string): LinkFileKind => {
  const { type } = readMediaType(contentType);
  return Object.hasOwn(KINDS, type) ? (KINDS[type] as LinkFileKind) : 'unknown';
};

export interface ContentOptions {
  readonly trust?: Trust | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits: Limits;
  readonly now: Date;
}

/** Where a direct file does not say what it is: what its members say. */
function sniff(value: unknown): LinkFileKind {
  if (isObject(value)) {
    if (Array.isArray(value.verifiableCredential)) return 'cards';
    if (typeof value.resourceType === 'string') return 'fhir';
    if (typeof value.access_token === 'string' && typeof value.aud === 'string') return 'api-access';
  }
  return Array.isArray(value) && value.length > 0 && value.every((item) => toEntry(item)) ? 'fhir' : 'unknown';
}

const isResource = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && typeof value.resourceType === 'string' && value.resourceType !== '';

/** An item of a bare array as a Bundle entry. */
function toEntry(item: unknown): object | undefined {
  if (isResource(item)) return { resource: item };
  return isObject(item) && isResource(item.resource) ? item : undefined;
}

/** A resource, or a bare array of entries or resources as a collection Bundle. Throws FHIR_SHAPE. */
function readFhir(value: unknown): unknown {
  if (isResource(value)) return value;
  if (!Array.isArray(value)) throw linkFailure('FHIR_SHAPE', { detail: 'It is not a FHIR resource.' });
  const entry = value.map((item, index) => {
    const made = toEntry(item);
    if (!made)
      throw linkFailure('FHIR_SHAPE', {
        detail: 'It is a list with something that is not a FHIR resource.',
        params: { index },
      });
    return made;
  });
  return { resourceType: 'Bundle', type: 'collection', entry };
}

type Content = Pick<LinkFile, 'kind' | 'bytes' | 'cards' | 'resource' | 'access' | 'error'>;

/** The error of a file, from a Failure. */
export function fileError(failure: Failure): NonNullable<LinkFile['error']> {
  const { code, message } = findingOf(failure);
  return Object.freeze({ code, message });
}

/**
 * Reads a decrypted file. What cannot be read has an `error`, and its bytes to save. Never throws but for an abort.
 * @param contentType as the manifest or `cty` says; empty to look at the content itself.
 */
export async function readContent(bytes: Bytes, contentType: string, options: ContentOptions): Promise<Content> {
  const named = contentType === '' ? undefined : kindOf(contentType);
  if (named === 'unknown') return { kind: 'unknown', bytes };
  try {
    if (named === 'cards') return await readCards(bytes, options);
    const { limits, signal } = options;
    // Unsigned FHIR may say a member twice.
    const value = await inTurns(jsonSteps(bytes, { depth: limits.jsonDepth, duplicates: true }), signal);
    const kind = named ?? sniff(value);
    switch (kind) {
      case 'cards':
        return await readCards(bytes, options);
      case 'fhir':
        return { kind, bytes, resource: readFhir(value) };
      case 'api-access':
        return { kind, access: readAccess(value, options.now) };
      case 'unknown':
        return { kind, bytes };
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // What never said that it is JSON is not a broken JSON file.
    if (named === undefined) return { kind: 'unknown', bytes };
    return { kind: named, ...(named !== 'api-access' && { bytes }), error: fileError(error) };
  }
}

async function readCards(bytes: Bytes, { trust, signal }: ContentOptions): Promise<Content> {
  return { kind: 'cards', bytes, cards: Object.freeze(await verifyCards(fromUtf8(bytes), { trust, signal })) };
}
