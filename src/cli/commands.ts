/** Every command, in the order of the overview. */
import { calibrate } from './calibrate.ts';
import { capacity } from './capacity.ts';
import { catalog } from './catalog.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { explain } from './explain.ts';
import { figure3 } from './figure3.ts';
import { figure4 } from './figure4.ts';
import { init } from './init.ts';
import { merge } from './merge.ts';
import { observe } from './observe.ts';
import { page } from './page.ts';
import { plan } from './plan.ts';
import { queue } from './queue.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { sensitivity } from './sensitivity.ts';
import { show } from './show.ts';
import { table1 } from './table1.ts';
import { validate } from './validate.ts';
import { worker } from './worker.ts';

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
