/** From measurement files to profiles on the disk and what a person reads of them. */
import { counted } from '../../../kernel/words.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calibrate,
  type Calibrated,
  type Calibration,
  type CalibrationOptions,
} from '../../../calibration/calibrate.ts';
import { CalibrationError, type CalibrationProblem } from '../../../calibration/calibrationError.ts';
import type { Measurement } from '../../../calibration/measurement.ts';
import { trustSentence } from '../../../calibration/verdict.ts';
import { KNOWN_BOARDS, KNOWN_MODELS } from '../../../catalog/known.ts';
import { serverOfEngine } from '../../../catalog/servers.ts';
import { shipped } from '../../../catalog/shipped.ts';
import { LogError } from '../../../logs/logError.ts';
import { renderReport } from '../../../render/report.ts';
import { calibratedDocument } from '../../../report/calibrated.ts';
import { residualFigure } from '../../../report/residuals.ts';
import { wrap } from '../../../report/table.ts';
import { guarded } from '../../../store/storeError.ts';
import type { CalibrateFlags } from './flags.ts';
import { profileText } from '../../catalog/entry.ts';
import { DONE, Fault } from '../../fault.ts';
import { given } from '../../flags/readFlags.ts';
import { filesLine, lastly } from '../../terminal/lastly.ts';
import { drawFigures, into } from '../../figures.ts';
import type { Screen } from '../../terminal/terminal.ts';

/** Reasons that are listed; more are counted. */
const LISTED = 8;

export async function runCalibrate(flags: CalibrateFlags, screen: Screen, command: string): Promise<number> {
  const { files, out, json } = flags;
  const made = calibrated(files, flags, screen);
  if (json) {
    const profiles = made.profiles.map(({ profile }) => profile);
    screen.write(`${JSON.stringify(profiles, null, 2)}\n`);
    return DONE;
  }
  const parts = [filesText(made, screen)];
  for (const one of made.profiles) {
    // Names of rows may have anything in them; those of files go into commands.
    const name = one.profile.name.replaceAll('/', '_').replaceAll(/[^\w.-]+/g, '-');
    const write = into(out);
    write(`${name}.json`, `${JSON.stringify(one.profile, null, 2)}\n`);
    write(`${name}.yaml`, tryOut(one, name, flags.slots ?? slotsOf(one.rows)));
    const figure = { ...residualFigure(one.profile.name, one), name };
    const { drawn, written } = await drawFigures([figure], write);
    const page = calibratedDocument(one, figure, { command });
    write(`${name}.html`, await renderReport(page, { drawn }));
    await written();
    const scenario = join(out, `${name}.yaml`);
    const files = filesLine(
      [join(out, `${name}.html`), '.json', '.yaml', '.svg', '.png', '.vl.json'],
      screen,
      `edgewise capacity ${scenario} says how much it takes; edgewise run the same, what that is like`,
    );
    parts.push(`${profileText({ ...one.profile, isDefault: false }, screen)}\n${files.trimEnd()}`);
  }
  screen.write(`${parts.join('\n\n')}\n`);
  screen.write(lastly({ text: answerOf(made), tone: 'neutral' }, screen));
  return DONE;
}

/** Profiles whose trust the last line says each. */
const SAID = 3;

function answerOf({ profiles }: Calibration): string {
  const said = profiles.slice(0, SAID).map(({ profile }) => trustSentence(profile));
  const left = profiles.length - said.length;
  return [...said, ...(left > 0 ? [`${counted(left, 'further profile')} above.`] : [])].join(' ');
}

function calibrated(files: readonly string[], flags: CalibrateFlags, { columns }: Screen): Calibration {
  const { idle, decode, prefill } = flags.watts;
  const { weights, kvPerToken, usable, cacheTokens, slots, stepTokens } = flags;
  const { promptTokens, outputTokens, processor, experts, context, quality } = flags;
  const options: CalibrationOptions = {
    ...flags.names,
    skipBroken: flags.skipBroken,
    boards: KNOWN_BOARDS,
    models: KNOWN_MODELS,
    relatives: shipped.profiles,
    ...(idle !== undefined && decode !== undefined && { watts: { idle, decode, ...given({ prefill }) } }),
    memory: given({ weights, kvPerToken, usable }),
    server: given({ room: cacheTokens, slots, budget: stepTokens }),
    ...given({ promptTokens, outputTokens, processor, experts, context, quality }),
  };
  const texts = files.map((name) => ({
    name,
    text: guarded('cannot be read', name, () => readFileSync(name, 'utf8')),
  }));
  try {
    return calibrate(texts, options);
  } catch (error) {
    if (error instanceof LogError) throw new Fault(`edgewise calibrate: ${error.message}`);
    if (!(error instanceof RangeError)) throw error;
    const problems: readonly CalibrationProblem[] =
      error instanceof CalibrationError ? error.problems : [{ text: error.message }];
    const lines = problems.map((problem) => wrap(withOptions(problem), columns - 2, '  '));
    const shown =
      lines.length > LISTED ? [...lines.slice(0, LISTED), `and ${lines.length - LISTED} more`] : lines;
    const broken = problems.some((problem) => problem.broken);
    throw new Fault(
      `edgewise calibrate:\n  ${shown.join('\n  ')}${broken ? '\n  --skip-broken leaves such rows out' : ''}`,
    );
  }
}

/** A problem, and the options that say what is missing. */
function withOptions({ text, say }: CalibrationProblem): string {
  if (say === undefined) return text;
  return `${text} say it with ${say === 'watts' ? '--idle-watts and --decode-watts' : `--${say}`}`;
}

/** What was read, and what of it was not used. */
function filesText({ kinds, profiles, skipped, setAside }: Calibration, { columns, paint }: Screen): string {
  const rows = profiles.reduce((sum, one) => sum + one.rows.length, 0);
  const reasons = new Map<string, number>();
  for (const row of setAside) reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
  const atOnce = profiles.flatMap(({ profile, rows: read }) => {
    const slots = profile.serving && slotsOf(read);
    return slots === undefined
      ? []
      : [`${profile.name}: ${counted(slots, 'request')} at once, as the files say or show`];
  });
  const left = [
    ...atOnce,
    ...skipped.map(({ file, line, message }) => `${file}:${line}: left out: ${message}`),
    ...[...reasons].map(([why, count]) => `${counted(count, 'row')} used in part: ${why}`),
  ];
  const shown = left.slice(0, LISTED).map((line) => `- ${wrap(line, columns - 2).replaceAll('\n', '\n  ')}`);
  const more = left.length > LISTED ? [`- and ${left.length - LISTED} more`] : [];
  return [
    `${paint('Read', 'heading')}  ${wrap(`${rows} rows of ${kinds.map(({ file, kind }) => `${file} (${kind})`).join(', ')}`, columns - 6).replaceAll('\n', '\n      ')}`,
    ...shown,
    ...more,
  ].join('\n');
}

/** How many requests the server worked on at once, where the files agree on it. */
function slotsOf(rows: readonly Measurement[]): number | undefined {
  const found = new Set(rows.map(({ slots }) => slots));
  return found.size === 1 ? rows[0]!.slots : undefined;
}

/** Lengths of an office's questions and answers, as far as they were measured. */
const PROMPT = 220;
const OUTPUT = 180;

/** A scenario that asks what one wants to know of such a device: whether it suffices. A quarter of its load, to begin with. */
function tryOut({ profile }: Calibrated, file: string, slots: number | undefined): string {
  // Steps with several sequences were seen: such a server works on several requests at once.
  const server = profile.serving === undefined ? undefined : serverOfEngine(profile.engine);
  const machine = [
    ...(server === undefined ? [] : [`server: ${server}`]),
    ...(profile.serving === undefined || slots === undefined ? [] : [`slots: ${slots}`]),
    'count: 1',
  ];
  const { prefill, step } = profile.pace;
  const most = (range: readonly [number, number] | undefined, usual: number): number =>
    range === undefined ? usual : Math.max(1, Math.round(Math.min(usual, range[1] / 2)));
  const prompt = most(profile.range?.prompt, PROMPT);
  const output = most(profile.range?.output, OUTPUT);
  const seconds = prefill.fixed + prompt * prefill.perToken + output * (step.fixed + step.perSequence);
  const rate = Number((0.25 * (3600 / seconds)).toPrecision(2));
  return `# Does one ${profile.name} suffice? Put in your own load, lengths and slo.
#   edgewise capacity ${file}.yaml    how much it takes, and whether that is enough for this
#   edgewise run ${file}.yaml         latencies, energy and cost at this load

name: ${JSON.stringify(profile.name.replace(/[^\w.-]+/g, '_'))}
description: ${JSON.stringify(`One ${profile.name} at a quarter of its load, as fitted by edgewise calibrate.`)}
duration: 2h
warmup: 10m
replications: 10

workload:
  arrivals: { kind: poisson, rate: ${rate}/h } # requests an hour, on average
  prompt: { kind: lognormal, mean: ${prompt}, cv: 0.8 } # tokens of a question
  output: { kind: lognormal, mean: ${output}, cv: 0.6 } # tokens of an answer

fleet:
  - { profile: ${JSON.stringify(`./${file}.json`)}, ${machine.join(', ')} } # the file beside this one; count: 2 for two of them
strategy: leastQueue

slo: { ttft: 3s, e2e: 30s, target: 95 % } # when an answer is in time, and how many should be
`;
}
