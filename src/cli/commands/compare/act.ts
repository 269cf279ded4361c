/** From a log and a scenario or a profile to how close the simulator comes. */
import { given } from '../../../kernel/given.ts';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { counted } from '../../../kernel/words.ts';
import type { RealLog } from '../../../logs/answers.ts';
import { SERVER_NAMES, serverOfEngine, SERVERS, type ServerName } from '../../../catalog/servers.ts';
import { shipped } from '../../../catalog/shipped.ts';
import { comparison } from '../../../comparison/comparison.ts';
import { REPLAY } from '../../../comparison/replay.ts';
import { LogError } from '../../../logs/logError.ts';
import { readRealLog } from '../../../logs/realLog.ts';
import { slotsSeen } from '../../../logs/slotsSeen.ts';
import { renderReport } from '../../../render/report.ts';
import { comparisonFigures } from '../../../comparison/report/figures.ts';
import { comparedAnswer, comparedDocument, comparedText } from '../../../comparison/report/text.ts';
import { read } from '../../../scenario/read.ts';
import type { ScenarioFile } from '../../../scenario/scenario.ts';
import { closest } from '../../../scenario/suggestion.ts';
import { sources } from '../../../store/sources.ts';
import { reason } from '../../../store/storeError.ts';
import { DONE, Fault } from '../../fault.ts';
import type { CompareFlags } from './flags.ts';
import { drawFigures, into } from '../../figures.ts';
import { load } from '../../scenarioFile.ts';
import type { Screen, Terminal } from '../../terminal/terminal.ts';
import { filesLine, lastly } from '../../terminal/lastly.ts';

export async function runCompare(
  flags: CompareFlags,
  command: string,
  { out, err }: Terminal,
): Promise<number> {
  const recorded = logOf(flags.log);
  const scenarioFile = planOf(flags, recorded, err);
  const { scenario } = scenarioFile.cells[0]!;
  if (!flags.quiet)
    err.write(
      `${err.paint(`${counted(recorded.arrival.length, 'request')}, replayed ${flags.draws === 0 ? 'once' : `${flags.draws + 1} times`} and some more to explain what is left`, 'quiet')}\n`,
    );
  const { compared, simulated } = comparison(recorded, scenario, {
    name: basename(flags.file) === flags.file || existsSync(flags.file) ? basename(flags.file) : flags.file,
    seed: flags.seed,
    draws: flags.draws,
  });
  const folder = flags.out ?? join('out', `compared-${nameOf(flags.log)}`);
  const figures = comparisonFigures(recorded, simulated);
  const write = into(folder);
  write('compare.json', `${JSON.stringify(compared, null, 2)}\n`);
  const { drawn, written } = await drawFigures(figures, into(join(folder, 'figures')));
  write('report.html', await renderReport(comparedDocument(compared, figures, { command }), { drawn }));
  await written();
  if (flags.json) out.write(`${JSON.stringify(compared, null, 2)}\n`);
  else {
    out.write(comparedText(compared, { width: out.columns, paint: out.paint }));
    out.write(`\n${filesLine([join(folder, 'report.html'), 'compare.json', 'figures/'], out)}`);
    out.write(lastly(comparedAnswer(compared), out));
  }
  return DONE;
}

function logOf(file: string): RealLog {
  try {
    return { ...readRealLog(file, sources('.')(file)), name: called(file) };
  } catch (error) {
    if (error instanceof LogError) throw new Fault(error.message);
    throw error;
  }
}

/** Of `out/observed-office/log.jsonl` the folder says more than the file. */
function nameOf(file: string): string {
  const name = basename(file, extname(file));
  return name === 'log' ? basename(dirname(resolve(file))) : name;
}

/** Without the path of this machine. */
function called(file: string): string {
  const name = basename(file);
  return name.startsWith('log.') ? `${nameOf(file)}/${name}` : name;
}

function planOf(flags: CompareFlags, recorded: RealLog, screen: Screen): ScenarioFile {
  const { file, set } = flags;
  const replayed = [`workload=${JSON.stringify(REPLAY)}`, 'duration=null', 'warmup=0s'];
  if (!/\.ya?ml$/.test(file) && file !== '-') return read(ofProfile(flags, recorded, screen), { file, set });
  if (flags.slots !== undefined || flags.server !== undefined)
    throw new Fault(
      'edgewise compare: --slots and --server are for a profile; in a scenario, use its own fields, or --set fleet.0.slots=4',
    );
  const { scenarioFile } = load(file, { set: [...replayed, ...set] });
  if (scenarioFile.cells.length > 1)
    throw new Fault(
      `${file}: has ${scenarioFile.cells.length} cells, but only one can be compared; choose a value with --set for ${scenarioFile.axes.map(({ path }) => path).join(', ')}, and --set vary={} leaves the axes out`,
    );
  return scenarioFile;
}

/** What a profile is taken to be served by: what was said, else what the log says, else its engine's own server. */
interface ServedBy {
  readonly server: ServerName | undefined;
  readonly slots: number | undefined;
  /** In words, where it was not said. */
  readonly why: string | undefined;
}

function servedBy({ server, slots }: CompareFlags, engine: unknown, recorded: RealLog): ServedBy {
  const { server: said } = recorded;
  const named = server ?? SERVER_NAMES.find((name) => name === said.kind);
  const known = slots ?? said.slots;
  const kind =
    named ?? (known === undefined && typeof engine === 'string' ? serverOfEngine(engine) : undefined);
  // A server that bounds its batch by memory shows no number of slots.
  const seen = known ?? (kind === 'llama-server' || kind === 'ollama' ? slotsSeen(recorded) : undefined);
  const other = seen !== undefined && kind !== undefined && seen !== SERVERS[kind].slots.value;
  const guessed = given([
    kind !== undefined && named === undefined && `in ${kind}, the server of its engine (--server)`,
    other && known === undefined && `${seen} at a time, as the log shows (--slots)`,
  ]);
  return { server: kind, slots: seen, why: guessed.length > 0 ? guessed.join(', ') : undefined };
}

/** A scenario of one machine with that profile, in the server that the log names. */
function ofProfile(flags: CompareFlags, recorded: RealLog, screen: Screen): string {
  const profile = profileOf(flags.file);
  const engine =
    typeof profile === 'string'
      ? shipped.findProfile(profile).engine
      : (profile as { engine?: unknown }).engine;
  const { server, slots, why } = servedBy(flags, engine, recorded);
  if (why !== undefined && !flags.quiet) screen.write(`${screen.paint(`taken to run ${why}`, 'quiet')}\n`);
  const entry = {
    profile,
    ...(server !== undefined && { server }),
    ...(slots !== undefined && { slots }),
    ...(server === undefined &&
      slots !== undefined &&
      slots > 1 && { device: { kind: 'batching', prefill: 'chunked' } }),
  };
  return JSON.stringify({ name: 'compared', workload: REPLAY, fleet: [entry] });
}

function profileOf(file: string): unknown {
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch (error) {
      throw new Fault(
        `${file}: is not a profile: ${reason(error)}; profiles are JSON files from calibrate, and scenarios end in .yaml`,
      );
    }
  }
  try {
    shipped.findProfile(file);
    return file;
  } catch {
    const near = closest(file, shipped.names);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new Fault(`${file}: is neither a file nor a profile of the catalogue${hint}`);
  }
}
