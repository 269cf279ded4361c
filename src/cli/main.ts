#!/usr/bin/env node
import { endingOf } from './fault.ts';
import { program } from './program.ts';
import { terminalOf } from './terminal/terminal.ts';

// What is thrown where nobody waits for it is told like anything else.
process.on('uncaughtException', (error) => {
  const { code, text } = endingOf(error, false);
  process.stderr.write(`${process.env['EDGEWISE_TRACE'] ? error.stack : text}\n`);
  process.exit(code);
});
const code = await program(process.argv.slice(2), terminalOf(process));
// Results that nobody could be given are no success.
process.exitCode = process.exitCode || code;
