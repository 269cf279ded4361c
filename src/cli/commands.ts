/** Every command, in the order of the overview. */
import { catalog } from './catalog.ts';
import type { Command } from './command.ts';
import { figure4 } from './figure4.ts';
import { init } from './init.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { sensitivity } from './sensitivity.ts';
import { show } from './show.ts';
import { table1 } from './table1.ts';

export const COMMANDS: readonly Command[] = [run, show, init, figure4, table1, sensitivity, catalog, schema];
