/** `shc-elements issue` and `keygen` */

import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Bundle } from 'fhir/r4.js';
import { isMixed } from '../src/card/claims.js';
import { CODES, cardFile, cardToQrText, generateIssuerKey, issueCard, publicKeySet } from '../src/index.js';
import { readDate, readJson, UsageError } from './input.js';

interface IssueFlags {
  readonly issuer: string;
  readonly key: string;
  readonly as: string;
  readonly rid?: string;
  readonly expires?: string;
  readonly fhirVersion?: string;
  readonly type?: readonly string[];
  readonly minimize: boolean;
}

/** How a card can be printed. */
const FORMS: Readonly<Record<string, (jws: string) => string>> = {
  file: (jws) => cardFile([jws]),
  jws: (jws) => jws,
  qr: (jws) => cardToQrText(jws, { chunks: true }).join('\n'),
};

export const issueCommand = (): Command =>
  new Command('issue')
    .description('Issue a card from a FHIR Bundle; prints it.')
    .argument('<bundle>', 'a FHIR Bundle as JSON: a file, or - for standard input')
    .requiredOption('--issuer <url>', 'the issuer address (iss)')
    .requiredOption('--key <file>', 'the private key, as keygen writes it')
    .option('--as <form>', 'file, jws or qr', 'file')
    .option('--rid <id>', 'revocation identifier')
    .option('--expires <date>', 'when the card expires')
    .option('--fhir-version <version>', 'FHIR version of the bundle', '4.0.1')
    .option('--type <uri...>', 'further credential types')
    .option('--no-minimize', 'keep the bundle as it is')
    .action(async (bundle: string, options: IssueFlags) => {
      const form = Object.hasOwn(FORMS, options.as) ? FORMS[options.as] : undefined;
      if (!form) throw new UsageError('--as takes file, jws or qr.');
      const content = (await readJson(bundle, 'The bundle')) as Bundle;
      const jws = await issueCard({
        issuer: options.issuer,
        key: (await readJson(options.key, 'The key')) as JsonWebKey,
        bundle: content,
        ...(options.rid && { rid: options.rid }),
        ...(options.expires && { expiresAt: readDate(options.expires) }),
        ...(options.fhirVersion && { fhirVersion: options.fhirVersion }),
        ...(options.type && { types: options.type }),
        ...(!options.minimize && { minimize: false }),
      });
      if (isMixed(content)) console.error(CODES.CARD_MIXED.what, CODES.CARD_MIXED.remedy);
      console.log(form(jws));
    });

export const keygenCommand = (): Command =>
  new Command('keygen')
    .description('Make a signing key: writes the private key to a file, prints the key set to publish.')
    .argument('<file>', 'a new file for the private key')
    .action(async (file: string) => {
      const key = await generateIssuerKey();
      try {
        await writeFile(file, `${JSON.stringify(key.privateJwk, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
        throw new UsageError(
          exists
            ? 'The file is there already. Name a new one: a key that was used must not be lost.'
            : 'The file cannot be written.',
        );
      }
      console.log(JSON.stringify(publicKeySet([key]), null, 2));
    });
