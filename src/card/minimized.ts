/** Whether a card that was shown as QR code holds more than the standard lets it (SMART Health Cards, "Payload content minified for QR codes"). */

import type { Bundle } from 'fhir/r4.js';
import { isObject } from '../internal/json.js';

type Json = Record<string, unknown>;

const RESOURCE_URI = /^resource:\d+$/;

/** What one object must not have, wherever it stands. */
const EXCESS: readonly ((json: Json) => boolean)[] = [
  ({ resourceType, id, text }) => typeof resourceType === 'string' && (id !== undefined || text !== undefined),
  ({ resourceType, meta }) =>
    typeof resourceType === 'string' && isObject(meta) && Object.keys(meta).some((name) => name !== 'security'),
  ({ coding, text }) => Array.isArray(coding) && text !== undefined,
  ({ coding }) => Array.isArray(coding) && coding.some((each) => isObject(each) && each.display !== undefined),
  ({ reference }) => typeof reference === 'string' && !RESOURCE_URI.test(reference) && !reference.startsWith('#'),
  ({ fullUrl, resource }) => isObject(resource) && !(typeof fullUrl === 'string' && RESOURCE_URI.test(fullUrl)),
];

/** Recursion is safe: the depth of a card's JSON was checked when it was parsed. */
function hasExcess(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasExcess);
  return isObject(value) && (EXCESS.some((excess) => excess(value)) || Object.values(value).some(hasExcess));
}

/** True when nothing can be taken out by the rules for QR codes. Looks at form, not at a profile. */
export const isMinimized = (bundle: Bundle): boolean => !hasExcess(bundle);
