/** `shc-elements link open` */

import { Command } from 'commander';
import { HealthLinkError, type LinkFile, openLink } from '../src/index.js';
import { readSecret } from './input.js';
import { cardLines } from './report.js';
import { type TrustOptions, trustOf, withTrustOptions } from './trust.js';

interface OpenFlags extends TrustOptions {
  readonly recipient: string;
  readonly passcodeFile?: string;
  readonly allowExpired?: boolean;
  readonly json?: boolean;
}

function fileLines({ contentType, error, cards = [], kind, resource }: LinkFile): string[] {
  if (error) return [`${contentType}: ${error.message} [${error.code}]`];
  const type = (resource as { resourceType?: string } | undefined)?.resourceType;
  return [
    `${contentType}${kind === 'fhir' ? `: ${type ?? 'FHIR'}, shared, not verified` : ''}`,
    ...cards.flatMap(cardLines),
  ];
}

/** What may be printed of a result: never the key. */
const printable = (files: readonly LinkFile[]) =>
  files.map(({ bytes, ...file }) => ({ ...file, ...(bytes && { size: bytes.length }) }));

const openCommand = (): Command =>
  withTrustOptions(
    new Command('open')
      .description('Open a SMART Health Link and list what is inside.')
      .argument('<link>', 'a file that holds the link, or - for standard input: the link is a secret')
      .requiredOption('--recipient <name>', 'who opens it; the sender can see this')
      .option('--passcode-file <file>', 'a file that holds the passcode')
      .option('--allow-expired', 'open although it has expired')
      .option('--json', 'print everything inside as JSON'),
  ).action(async (link: string, options: OpenFlags) => {
    const text = await readSecret(link, 'the link');
    const passcode = options.passcodeFile && (await readSecret(options.passcodeFile, 'the passcode'));
    try {
      const result = await openLink(text, {
        recipient: options.recipient,
        trust: await trustOf(options),
        ...(passcode && { passcode }),
        ...(options.allowLoopback && { allowLoopback: true }),
        ...(options.allowExpired && { allowExpired: true }),
      });
      console.log(
        options.json ? JSON.stringify(printable(result.files), null, 2) : result.files.flatMap(fileLines).join('\n'),
      );
      process.exitCode = result.files.some((file) => file.error) ? 1 : 0;
    } catch (error) {
      if (!(error instanceof HealthLinkError)) throw error;
      console.error(`${error.message} [${error.code}]`);
      process.exitCode = error.code === 'LINK_EXPIRED' || error.code === 'LINK_INACTIVE' ? 4 : 1;
    }
  });

export const linkCommand = (): Command =>
  new Command('link').description('SMART Health Links.').addCommand(openCommand());
