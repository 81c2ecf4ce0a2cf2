#!/usr/bin/env node
/** `shc-elements`: the core at a terminal. Commands are in their own files; this one only names them. */

import { Command } from 'commander';
import { UsageError } from './input.js';
import { issueCommand, keygenCommand } from './issue.js';
import { linkCommand } from './link.js';
import { qrCommand } from './qr.js';
import { verifyCommand } from './verify.js';

const program = new Command('shc-elements')
  .description('Verify and issue SMART Health Cards, open SMART Health Links.')
  .showHelpAfterError('(add --help for the options)')
  .addHelpText(
    'after',
    '\nExit status: 0 verified or done, 1 invalid, 2 untrusted, 3 revoked, 4 expired, 5 not yet valid, 6 could not be checked, 64 wrong use.',
  );
for (const command of [verifyCommand(), issueCommand(), keygenCommand(), qrCommand(), linkCommand()])
  program.addCommand(command);

/** Wrong use is 64, so that it is never taken for a verdict. */
for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));
}

try {
  await program.parseAsync();
} catch (error) {
  const usage = error instanceof UsageError || error instanceof TypeError || error instanceof RangeError;
  console.error(error instanceof Error ? error.message : 'Something went wrong.');
  process.exitCode = usage ? 64 : 6;
}
