/**
 * Links of the demo's people. Here the server is the sharing application and the host in one, as at a hospital: it
 * encrypts, keeps the encrypted files, and gives the key away in the link without keeping it.
 */

import { cardFile, createLink, encryptFile } from '../../src/index.js';
import type { Issuer } from './issuer.js';
import type { LinkHost, NewFile } from './link-host.js';
import { type DemoPerson, type HealthRecord, personById } from './people.js';

export interface ShareRequest {
  /** Whose records. */
  readonly person: string;
  readonly passcode?: string;
  /** One file, fetched directly (flag U). */
  readonly direct?: boolean;
  /** Kept up to date (flag L). */
  readonly longTerm?: boolean;
  /** Where the viewer page is. */
  readonly viewer: string;
}

const DAY = 24 * 60 * 60;

interface PlainFile {
  readonly contentType: string;
  readonly content: string;
}

/** A person's records as files: documents as plain FHIR, the rest as signed cards in one file. */
async function filesOf(person: DemoPerson, issuer: Issuer): Promise<PlainFile[]> {
  const isDocument = ({ bundle }: HealthRecord) => bundle.type === 'document';
  const documents = person.records
    .filter(isDocument)
    .map(({ bundle }) => ({ contentType: 'application/fhir+json', content: JSON.stringify(bundle) }));
  const cards = await Promise.all(
    person.records.filter((record) => !isDocument(record)).map(({ bundle, id }) => issuer.issue(bundle, id)),
  );
  return [...documents, { contentType: 'application/smart-health-card', content: cardFile(cards) }];
}

/** Makes a link that ends after a day. Undefined for a person we do not have; 'full' when the host takes no more. */
export async function share(
  host: LinkHost,
  issuer: Issuer,
  { person: id, passcode, direct = false, longTerm = false, viewer }: ShareRequest,
): Promise<{ uri: string; label: string } | 'full' | undefined> {
  const person = personById.get(id);
  if (!person) return undefined;
  const exp = Math.floor(Date.now() / 1000) + DAY;
  const made = await host.create({ direct, longTerm, exp, ...(passcode !== undefined && { passcode }) });
  if (!made) return 'full';
  // Everybody who sees the link can read its label: no family name, no condition.
  const label = `Health records of ${person.patient.name?.[0]?.given?.[0] ?? 'somebody'}`;
  const flag = `${longTerm ? 'L' : ''}${passcode !== undefined ? 'P' : ''}${direct ? 'U' : ''}`;
  const link = createLink({ url: made.url, label, exp, viewer, ...(flag && { flag }) });

  const plain = await filesOf(person, issuer);
  const encrypted = await Promise.all(
    (direct ? plain.slice(-1) : plain).map(
      async ({ contentType, content }): Promise<NewFile> => ({
        contentType,
        jwe: await encryptFile(content, contentType, link.key, { zip: true }),
        ...(contentType === 'application/fhir+json' && { fhirVersion: '4.0.1' }),
        status: longTerm ? 'can-change' : 'finalized',
      }),
    ),
  );
  await host.replaceFiles(made.id, encrypted);
  return { uri: link.uri, label };
}
