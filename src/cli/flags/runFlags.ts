/** The options that every run takes. Numbers are read here, so that a bad one is a mistake and not a NaN. */
import { parseShard, type Shard } from '../../experiment/shard.ts';
import { list } from '../../kernel/words.ts';
import { REQUEST_FORMS, requestFile, type RequestForm } from '../../store/requestForm.ts';
import { under, type CommandOption, type Typed } from '../command.ts';
import { Fault } from '../fault.ts';
import { readFlags } from './readFlags.ts';

const SAID = 'Output';

export const RUN_OPTIONS: Readonly<Record<string, CommandOption>> = {
  ...under('What to run', {
    set: { value: 'path=value', help: "A value in place of the file's; may be given again" },
    vary: {
      value: 'path=v1,v2',
      help: 'Values to compare, or path=name:v1,name:v2; every combination is a cell; may be given again',
    },
    catalog: {
      value: 'FILE',
      help: 'Profiles of your own beside the catalogue, as calibrate writes them; may be given again',
    },
    replications: { value: 'N', help: "Runs of each cell, in place of the file's number" },
    seed: { value: 'N', help: "Seed of all that is random, in place of the file's" },
    precision: {
      value: '5%',
      help: 'Replicate until the 95 % intervals of the main figures are within that share of the mean',
    },
    'model-error': { help: 'Also report the error of the figures that comes from the profiles' },
  }),
  ...under('How to run it', {
    workers: {
      value: 'N',
      help: 'Threads; the results are the same for any number. Default: the cores of this machine',
    },
    out: { value: 'DIR', help: 'Folder of the results. Default: out/NAME, by the name in the file' },
    shard: {
      value: '3/16',
      help: 'Only the third of sixteen parts of the runs, one part a machine; edgewise merge joins the parts',
    },
    queue: {
      value: 'URL',
      help: 'Let workers do the runs: redis://host or postgres://host/database, where each edgewise worker asks for work; see docs/scale.md',
    },
    requests: {
      value: 'FILE',
      bare: {
        is: 'requests.parquet',
        unless: new RegExp(`^(?:[\\w.-]*\\.)?(?:${REQUEST_FORMS.join('|')}|json)$|^requests\\.`),
      },
      help: `Keep what became of every request, each with its legs: ${list(REQUEST_FORMS.map(requestFile), 'or')}, beside the other results. Default: requests.parquet`,
    },
    force: { help: 'Remove the results of a different scenario from the folder first' },
    'dry-run': { help: 'Print what would run and about how long it takes; write nothing' },
  }),
  ...under(SAID, {
    tenants: { help: 'A table of results by tenant: those who ask most, and all others together' },
    json: jsonOption('The summary'),
    quiet: { help: 'Results, warnings and mistakes only: no progress, no notes' },
  }),
};

/** Of every run's options all but these. */
export function optionsBut(...left: readonly string[]): Readonly<Record<string, CommandOption>> {
  return Object.fromEntries(Object.entries(RUN_OPTIONS).filter(([name]) => !left.includes(name)));
}

export function jsonOption(what: string): CommandOption {
  return { group: SAID, help: `${what} on the standard output, and nothing else there` };
}

export interface RunFlags {
  readonly set: readonly string[];
  readonly vary: readonly string[];
  /** Files of profiles. */
  readonly catalog: readonly string[];
  readonly replications: number | undefined;
  readonly seed: number | undefined;
  /** Half-width of the intervals as a share of the mean. */
  readonly precision: number | undefined;
  readonly workers: number | undefined;
  readonly out: string | undefined;
  /** The part of the runs that is done, with what was typed: merging types it again. */
  readonly shard: (Shard & { readonly typed: Typed }) | undefined;
  /** Where workers are that do the runs, in place of this machine. */
  readonly queue: string | undefined;
  /** What the merged shards were run from, when they are being merged. */
  readonly merged: string | undefined;
  readonly modelError: boolean;
  /** Where it is on when nothing is said. */
  readonly noModelError: boolean;
  /** The form of the log of requests; none when nobody asks for one. */
  readonly requests: RequestForm | undefined;
  readonly tenants: boolean;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Throws every mistake there is in the options at once. */
export function runFlags(typed: Typed): RunFlags {
  const flags = readFlags(typed, (read) => ({
    set: read.several('set'),
    vary: read.several('vary'),
    catalog: read.several('catalog'),
    replications: read.whole('replications', 1),
    seed: read.whole('seed', 0),
    precision: read.share(
      'precision',
      'a share above 0 and below 1, for instance 5% or 0.05',
      (share) => share > 0 && share < 1,
    ),
    workers: read.whole('workers', 1, 1024),
    out: read.text('out', 'a folder'),
    shard: read.one('shard', 'a part and how many there are, for instance 3/16', (written) => {
      const shard = parseShard(written);
      return shard && { ...shard, typed };
    }),
    queue: read.one('queue', 'an address, for instance redis://host', (written) =>
      written.includes('://') ? written : undefined,
    ),
    merged: typeof typed['merged'] === 'string' ? typed['merged'] : undefined,
    modelError: read.on('model-error'),
    noModelError: typed['model-error'] === false || read.on('no-model-error'),
    requests: read.one(
      'requests',
      `${REQUEST_FORMS.map(requestFile).join(', ')}: it is kept in the folder of the results`,
      (written) => REQUEST_FORMS.find((form) => written === form || written === requestFile(form)),
    ),
    tenants: read.on('tenants'),
    force: read.on('force'),
    dryRun: read.on('dry-run'),
    json: read.on('json'),
    quiet: read.on('quiet'),
  }));
  if (flags.modelError && flags.noModelError)
    throw new Fault(
      'edgewise: --model-error does not go with --no-model-error, which takes the profiles as exact',
    );
  if (flags.shard) refuseToShard(flags);
  if (flags.queue !== undefined) refuseToQueue(flags);
  return flags;
}

/** For commands that cannot be split over machines. */
export const NOT_SPLIT = {
  shard:
    'cannot be split into shards: which runs follow is decided as results come in, so that they have to come to one place; --queue hands them to workers anywhere',
};

/** What decides as it goes which runs follow needs all results in one place. */
function refuseToShard({ precision, requests }: RunFlags): void {
  if (precision !== undefined)
    throw new Fault(
      'edgewise: --shard does not go with --precision: how many runs there are is decided as results come in; give --replications instead',
    );
  if (requests)
    throw new Fault('edgewise: --shard does not go with --requests: the log of requests is one file');
}

/** What is of this machine is of no use where others do the work. */
function refuseToQueue({ workers, requests }: RunFlags): void {
  if (workers !== undefined)
    throw new Fault(
      'edgewise: --workers does not go with --queue: each edgewise worker says with --threads how many it has',
    );
  if (requests)
    throw new Fault(
      'edgewise: --requests does not go with --queue: the log of requests is written where the runs are done',
    );
}
