/** Encrypting what is shared, and making the link. Loaded when somebody shares: pages that only scan and show do without it. */

import { createLink, encryptFile, Failure, generateLinkKey, type HostedFile, type LinkHost } from '../src/index.js';
import { type Choice, fileOf, MOST_FILES } from './share-content.js';

export interface LinkOrder {
  readonly host: LinkHost;
  readonly choices: readonly Choice[];
  readonly ends: Date;
  /** The files may be replaced later (flag L). */
  readonly live: boolean;
  readonly label: string;
  readonly passcode?: string | undefined;
  /** Absolute. */
  readonly viewer?: string | undefined;
}

/** What is needed to change and stop a link later. */
export interface MadeLink {
  readonly uri: string;
  readonly host: LinkHost;
  readonly manage: string;
  readonly key: string;
  readonly live: boolean;
}

/** Each choice as an encrypted file. Not compressed: some readers inflate no more than 250 kB. */
async function seal(
  choices: readonly Choice[],
  { key, live }: Pick<MadeLink, 'key' | 'live'>,
  signal: AbortSignal,
): Promise<HostedFile[]> {
  if (choices.length > MOST_FILES) throw new Failure('TOO_LARGE', { params: { max: MOST_FILES } });
  const files: HostedFile[] = [];
  for (const choice of choices) {
    signal.throwIfAborted();
    const { contentType, content, fhirVersion } = await fileOf(choice);
    files.push({
      contentType,
      jwe: await encryptFile(content, contentType, key),
      status: live ? 'can-change' : 'finalized',
      ...(fhirVersion !== undefined && { fhirVersion }),
    });
  }
  signal.throwIfAborted();
  return files;
}

/**
 * Encrypts with a fresh key, uploads, and makes the link. The key goes into the link and nowhere else.
 * @throws what the host rejects with; Failure TOO_LARGE; the signal's reason
 */
export async function makeLink(
  { host, choices, ends, live, label, passcode, viewer }: LinkOrder,
  signal: AbortSignal,
): Promise<MadeLink> {
  const key = generateLinkKey();
  const exp = Math.floor(ends.getTime() / 1000);
  const flag = `${live ? 'L' : ''}${passcode === undefined ? '' : 'P'}`;
  const files = await seal(choices, { key, live }, signal);
  const { url, manage } = await host.create(
    { files, flag, exp, ...(passcode !== undefined && { passcode }) },
    { signal },
  );
  try {
    signal.throwIfAborted();
    const { uri } = createLink({ url, key, exp, flag, ...(label && { label }), ...(viewer && { viewer }) });
    return { uri, host, manage, key, live };
  } catch (error) {
    // Nobody will have this link: what was uploaded for it goes.
    void Promise.resolve(host.revoke(manage)).catch(() => {});
    throw error;
  }
}

/** Replaces the files of a link, encrypted with its key. */
export async function updateLink(link: MadeLink, choices: readonly Choice[], signal: AbortSignal): Promise<void> {
  await link.host.update(link.manage, await seal(choices, link, signal), { signal });
}
