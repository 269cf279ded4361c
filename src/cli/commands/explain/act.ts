/** From a finished run to what is told of its requests: the run is made again, and looked at more closely. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Explained } from '../../../explain/result.ts';
import { dated, daysOf } from '../../../explain/dated.ts';
import { parseSeconds } from '../../../kernel/units.ts';
import { Logs } from '../../../logs/logs.ts';
import { dateOf } from '../../../logs/moment.ts';
import type { Dates } from '../../../model.ts';
import { foretold } from '../../../scenario/known.ts';
import { storyOf } from '../../../explain/story.ts';
import { timelineOf } from '../../../explain/timeline.ts';
import { refusedOf, worstOf } from '../../../explain/worst.ts';
import { simulate } from '../../../experiment/simulate.ts';
import { explainedAnswer, explainText } from '../../../explain/report/text.ts';
import { plain } from '../../../report/format.ts';
import type { Setting } from '../../../scenario/assemble.ts';
import type { ScenarioFile } from '../../../scenario/scenario.ts';
import { readCsv } from '../../../store/csv.ts';
import { JOURNAL } from '../../../store/journal.ts';
import { sources } from '../../../store/sources.ts';
import type { Typed } from '../../command.ts';
import { leaveExplained, placesOf } from './page.ts';
import { DONE, Fault } from '../../fault.ts';
import { readFlags, several } from '../../flags/readFlags.ts';
import { version } from '../../package.ts';
import { lastly } from '../../terminal/lastly.ts';
import { load } from '../../scenarioFile.ts';
import type { Terminal } from '../../terminal/terminal.ts';

const MINUTE = 60;
/** Other choices that are tried where nobody says how many. */
const CHOICES = 8;

/** Seconds from the start of the run, or dates of the log that it replays; a minute where nobody says more. */
interface Stretch {
  readonly from: number | string;
  readonly to: number | string | undefined;
}

interface ExplainFlags {
  readonly request: number | undefined;
  readonly worst: number | undefined;
  readonly refused: number | undefined;
  readonly choices: number;
  readonly stretch: Stretch | undefined;
  readonly replication: number;
}

export async function runExplain(typed: Typed, command: string, { out, err }: Terminal): Promise<number> {
  const dir = String(typed['dir']);
  const flags = explainFlags(typed);
  const { file, folder } = placeOf(dir);
  const { scenarioFile, base } = load(file);
  const cell = cellOf(scenarioFile, several(typed, 'cell'));
  const { scenario, labels } = scenarioFile.cells[cell]!;
  const { replication } = flags;
  const source = sources(base);
  const setting: Setting = { seed: scenarioFile.seed, replication, source, logs: new Logs(source) };
  const { dates, duration } = foretold(scenario, setting);
  if (folder !== null)
    sameRun(folder, scenarioFile, cell, setting, (text) =>
      err.write(`${err.paint('warning', 'unsure')} ${text}\n`),
    );
  const about = {
    schema: 'edgewise.explain/1',
    version: version(),
    scenario: scenarioFile.name,
    seed: scenarioFile.seed,
    cell,
    vary: Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, String(label)])),
    replication,
  } as const;
  const found: Explained = {
    ...about,
    ...(flags.request !== undefined && { request: story(flags.request) }),
    ...(flags.worst !== undefined && { worst: worstOf(scenario, setting, flags.worst) }),
    ...(flags.refused !== undefined && { refused: refusedOf(scenario, setting, flags.refused) }),
    ...(flags.stretch && { timeline: stretch(placed(flags.stretch, dates)) }),
  };
  const explained = dated(found, dates ?? daysOf(duration));
  const places = placesOf(typed, folder, scenarioFile.name);
  const page = await leaveExplained(explained, typed, places, command, scenarioFile.description);
  if (typed['json'] === true) out.write(`${JSON.stringify(explained, null, 2)}\n`);
  else {
    const { figures } = places;
    out.write(explainText(explained, { width: out.columns, paint: out.paint, figures }));
    if (page !== null) out.write(`\n${out.paint('Page', 'heading')}  ${page}\n`);
    out.write(lastly(explainedAnswer(explained), out));
  }
  return DONE;

  function stretch(asked: {
    readonly from: number;
    readonly to: number;
  }): NonNullable<Explained['timeline']> {
    const timeline = timelineOf(scenario, setting, asked);
    const { duration } = scenario;
    if (duration !== null && asked.from >= duration && timeline.bars.length === 0)
      throw new Fault(
        `--from ${plain(asked.from)} s: nothing happens so late: requests come until ${plain(duration)} s`,
      );
    return timeline;
  }

  function story(request: number): NonNullable<Explained['request']> {
    const told = storyOf(scenario, setting, { request, choices: flags.choices });
    if (!told.story)
      throw new Fault(
        `--request ${request}: the run has ${plain(told.arrived)} requests, from 0 to ${Math.max(0, told.arrived - 1)}`,
      );
    return told.story;
  }
}

function explainFlags(typed: Typed): ExplainFlags {
  const { from, to, ...flags } = readFlags(typed, (read) => {
    const time = (name: string): number | string | undefined =>
      read.one(
        name,
        'a time from the start of the run, for instance 90, 90s, 20m or 1.5h; of a log that has dates 2026-11-10T09:00 too',
        (written) => timeOf(written) ?? (dateOf(written) === undefined ? undefined : written),
      );
    return {
      request: read.whole('request', 0),
      worst: read.whole('worst', 1),
      refused: read.whole('refused', 1),
      choices: read.whole('choices', 0) ?? CHOICES,
      replication: read.whole('replication', 0) ?? 0,
      from: time('from'),
      to: time('to'),
    };
  });
  if (from === undefined && to !== undefined) throw new Fault('--to: where does it begin? --from is missing');
  const { request, worst, refused } = flags;
  if ([request, worst, refused, from].every((one) => one === undefined))
    throw new Fault('edgewise explain: say what: --request N, --worst, --refused or --from TIME');
  return { ...flags, stretch: from === undefined ? undefined : { from, to } };
}

/** In seconds of the run. */
function placed(
  { from, to }: Stretch,
  dates: Dates | undefined,
): { readonly from: number; readonly to: number } {
  const secondsOf = (name: string, written: number | string, isEnd: boolean): number => {
    if (typeof written === 'number') return written;
    const at = dates?.at(written, isEnd);
    if (at === undefined)
      throw new Fault(
        `--${name} ${written}: the requests of this run have no dates\n  allowed: a time from its start, for instance 90, 90s, 20m or 1.5h`,
      );
    if (at < 0) throw new Fault(`--${name} ${written}: the run begins later, at ${dates!.shown(0)}`);
    return at;
  };
  const begins = secondsOf('from', from, false);
  const ends = to === undefined ? begins + MINUTE : secondsOf('to', to, true);
  const text = (at: number, written: number | string): string =>
    typeof written === 'number' ? `${plain(at)} s` : written;
  if (!(ends > begins))
    throw new Fault(`--to ${text(ends, to!)}: must be later than --from, which is ${text(begins, from)}`);
  return { from: begins, to: ends };
}

/** A bare number is seconds; the start is a time too. */
function timeOf(written: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written);
  return written === '0s' ? 0 : parseSeconds(written);
}

/** The file that says how to make the run again; of a finished run the resolved one in its folder. */
function placeOf(dir: string): { readonly file: string; readonly folder: string | null } {
  if (!existsSync(dir)) throw new Fault(`${dir}: there is no such folder`);
  if (!statSync(dir).isDirectory()) return { file: dir, folder: null };
  const file = join(dir, 'scenario.yaml');
  if (!existsSync(file))
    throw new Fault(
      existsSync(join(dir, JOURNAL))
        ? `${dir}: the run is not finished: run the same command again to finish it`
        : `${dir}: there is no finished run here (no scenario.yaml)`,
    );
  return { file, folder: dir };
}

/** By place, or by what it varies. */
function cellOf({ cells }: ScenarioFile, said: readonly string[]): number {
  const names = cells.map(({ labels }) =>
    Object.entries(labels).map(([name, label]) => `${name}=${String(label)}`),
  );
  if (said.length === 0) return 0;
  const [first] = said;
  if (said.length === 1 && /^\d+$/.test(first!) && Number(first) < cells.length) return Number(first);
  const fits = names.flatMap((labels, k) => (said.every((one) => labels.includes(one)) ? [k] : []));
  if (fits.length > 0 && said.every((one) => one.includes('='))) return fits[0]!;
  const all = names.map((labels, k) => `${k}${labels.length > 0 ? ` (${labels.join(' ')})` : ''}`);
  throw new Fault(
    `--cell ${said.join(' --cell ')}: there is no such cell\n  allowed: ${all.slice(0, 12).join(', ')}${all.length > 12 ? ` and ${plain(all.length - 12)} more` : ''}`,
  );
}

/** Another version, or a log that changed, makes another run: then its requests are others than those in the folder. */
function sameRun(
  folder: string,
  scenarioFile: ScenarioFile,
  cell: number,
  setting: Setting,
  warn: (text: string) => void,
): void {
  const path = join(folder, 'runs.csv');
  if (!existsSync(path)) return;
  const { columns, rows } = readCsv(path);
  const at = (name: string): number => columns.indexOf(name);
  const labels = Object.entries(scenarioFile.cells[cell]!.labels);
  const row = rows.find(
    (one) =>
      one[at('replication')] === String(setting.replication) &&
      labels.every(([name, label]) => one[at(name)] === String(label)),
  );
  if (!row) {
    warn(
      `${path} has no replication ${setting.replication} of that cell: it is made here for the first time`,
    );
    return;
  }
  const figures = ['arrived', 'e2e.mean'];
  const only = { figures, devices: [] };
  const { metrics } = simulate(scenarioFile.cells[cell]!.scenario, { ...setting, only });
  for (const name of figures) {
    const there = Number(row[at(name)]);
    const here = metrics[name] ?? NaN;
    if (row[at(name)] === '' || !Number.isFinite(here) || here === there) continue;
    warn(
      `${path} has ${name} ${plain(there)} for that run, and this program makes ${plain(here)} of it: what follows is of the run as it is made now`,
    );
    return;
  }
}
