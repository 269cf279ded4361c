/** Every command, in the order of the overview. */
import { calibrate } from './commands/calibrate.ts';
import { capacity } from './commands/capacity.ts';
import { catalog } from './commands/catalog.ts';
import type { Command } from './command.ts';
import { compare } from './commands/compare.ts';
import { explain } from './commands/explain.ts';
import { figure3 } from './commands/figure3.ts';
import { figure4 } from './commands/figure4.ts';
import { init } from './commands/init.ts';
import { merge } from './commands/merge.ts';
import { observe } from './commands/observe.ts';
import { page } from './commands/page.ts';
import { plan } from './commands/plan.ts';
import { queue } from './commands/queue.ts';
import { run } from './commands/run.ts';
import { schema } from './commands/schema.ts';
import { sensitivity } from './commands/sensitivity.ts';
import { show } from './commands/show.ts';
import { table1 } from './commands/table1.ts';
import { validate } from './commands/validate.ts';
import { worker } from './commands/worker.ts';

export const COMMANDS: readonly Command[] = [
  run,
  show,
  explain,
  merge,
  worker,
  queue,
  init,
  sensitivity,
  plan,
  capacity,
  page,
  catalog,
  observe,
  calibrate,
  compare,
  validate,
  figure3,
  figure4,
  table1,
  schema,
];
