/** `shc-elements verify` */

import { Command } from 'commander';
import { verifyCards } from '../src/index.js';
import { readInput } from './input.js';
import { cardLines, statusOfAll } from './report.js';
import { type TrustOptions, trustOf, withTrustOptions } from './trust.js';

export const verifyCommand = (): Command =>
  withTrustOptions(
    new Command('verify')
      .description('Verify every card in a file, a text, or standard input.')
      .argument('<input>', 'a .smart-health-card file, a JWS, shc:/ text, a deep link, or - for standard input')
      .option('--json', 'print the full results as JSON'),
  ).action(async (input: string, options: TrustOptions & { json?: boolean }) => {
    const results = await verifyCards(await readInput(input), { trust: await trustOf(options) });
    console.log(options.json ? JSON.stringify(results, null, 2) : results.flatMap(cardLines).join('\n'));
    process.exitCode = statusOfAll(results);
  });
