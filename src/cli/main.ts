#!/usr/bin/env node
import { program } from './program.ts';
import { terminalOf } from './terminal.ts';

process.exitCode = await program(process.argv.slice(2), terminalOf(process));
