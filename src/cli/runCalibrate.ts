/** From measurement files to profiles on the disk and what a person reads of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calibrate,
  type Calibrated,
  type Calibration,
  type CalibrationOptions,
} from '../calibration/calibrate.ts';
import { KNOWN_BOARDS, KNOWN_MODELS } from '../catalog/known.ts';
import { shipped } from '../catalog/shipped.ts';
import { residualFigure } from '../report/residuals.ts';
import { wrap } from '../report/table.ts';
import { read } from '../scenario/read.ts';
import { writeAtomically } from '../store/atomic.ts';
import { reason } from '../store/storeError.ts';
import type { CalibrateFlags } from './calibrateFlags.ts';
import { profileText } from './entryText.ts';
import { DONE, Fault } from './fault.ts';
import { writeFigure } from './pictures.ts';
import type { Screen } from './terminal.ts';

/** Reasons that are listed; more are counted. */
const LISTED = 8;

export async function runCalibrate(flags: CalibrateFlags, screen: Screen): Promise<number> {
  const { files, out, json } = flags;
  const made = calibrated(files, flags);
  if (json) {
    screen.write(
      `${JSON.stringify(
        made.profiles.map(({ profile }) => profile),
        null,
        2,
      )}\n`,
    );
    return DONE;
  }
  const parts = [filesText(made, screen)];
  for (const one of made.profiles) {
    const name = one.profile.name.replaceAll('/', '_');
    writeAtomically(join(out, `${name}.json`), `${JSON.stringify(one.profile, null, 2)}\n`);
    writeAtomically(join(out, `${name}.yaml`), tryOut(one));
    await writeFigure(out, { ...residualFigure(one.profile.name, one), name });
    parts.push(
      `${profileText({ ...one.profile, isDefault: false }, screen)}\n${screen.paint('Files', 'heading')}  ${join(out, `${name}.json`)}, .svg, .png, .vl.json\n       edgewise run ${join(out, `${name}.yaml`)}`,
    );
  }
  screen.write(`${parts.join('\n\n')}\n`);
  return DONE;
}

function calibrated(files: readonly string[], flags: CalibrateFlags): Calibration {
  const { idle, decode, prefill } = flags.watts;
  const options: CalibrationOptions = {
    ...flags.names,
    skipBroken: flags.skipBroken,
    boards: KNOWN_BOARDS,
    models: KNOWN_MODELS,
    relatives: shipped.profiles,
    ...(idle !== undefined &&
      decode !== undefined && { watts: { idle, decode, ...(prefill !== undefined && { prefill }) } }),
    memory: memoryOf(flags),
    server: serverOf(flags),
    ...(flags.promptTokens !== undefined && { promptTokens: flags.promptTokens }),
    ...(flags.outputTokens !== undefined && { outputTokens: flags.outputTokens }),
    ...(flags.processor !== undefined && { processor: flags.processor }),
    ...(flags.experts !== undefined && { experts: flags.experts }),
    ...(flags.context !== undefined && { context: flags.context }),
    ...(flags.quality !== undefined && { quality: flags.quality }),
  };
  const texts = files.map((name) => ({ name, text: textOf(name) }));
  try {
    return calibrate(texts, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const lines = error.message.split('\n').map(withOptions);
    const shown =
      lines.length > LISTED ? [...lines.slice(0, LISTED), `and ${lines.length - LISTED} more`] : lines;
    const broken = lines.some((line) => /^[^\s:]+:\d+: /.test(line));
    throw new Fault(
      `edgewise calibrate:\n  ${shown.join('\n  ')}${broken ? '\n  --skip-broken leaves such rows out' : ''}`,
    );
  }
}

function memoryOf({
  weights,
  kvPerToken,
  usable,
}: CalibrateFlags): NonNullable<CalibrationOptions['memory']> {
  return {
    ...(weights !== undefined && { weights }),
    ...(kvPerToken !== undefined && { kvPerToken }),
    ...(usable !== undefined && { usable }),
  };
}

function serverOf({
  cacheTokens,
  slots,
  stepTokens,
}: CalibrateFlags): NonNullable<CalibrationOptions['server']> {
  return {
    ...(cacheTokens !== undefined && { room: cacheTokens }),
    ...(slots !== undefined && { slots }),
    ...(stepTokens !== undefined && { budget: stepTokens }),
  };
}

/** What the library wants said, by the options that say it. */
function withOptions(line: string): string {
  return line.replace(/\bsay (\w+)$/, (_, name: string) =>
    name === 'watts' ? 'say it with --idle-watts and --decode-watts' : `say it with --${name}`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fault(`${file}: cannot be read: ${reason(error)}`);
  }
}

/** What was read, and what of it was not used. */
function filesText({ kinds, profiles, skipped, setAside }: Calibration, { columns, paint }: Screen): string {
  const rows = profiles.reduce((sum, one) => sum + one.rows.length, 0);
  const reasons = new Map<string, number>();
  for (const row of setAside) reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
  const left = [
    ...skipped.map(({ file, line, message }) => `${file}:${line}: left out: ${message}`),
    ...[...reasons].map(([why, count]) => `${count} ${count === 1 ? 'row' : 'rows'} used in part: ${why}`),
  ];
  const shown = left.slice(0, LISTED).map((line) => `- ${wrap(line, columns - 2).replaceAll('\n', '\n  ')}`);
  const more = left.length > LISTED ? [`- and ${left.length - LISTED} more`] : [];
  return [
    `${paint('Read', 'heading')}  ${wrap(`${rows} rows of ${kinds.map(({ file, kind }) => `${file} (${kind})`).join(', ')}`, columns - 6).replaceAll('\n', '\n      ')}`,
    ...shown,
    ...more,
  ].join('\n');
}

/** A scenario with the profile in it: half of what one such device can do. */
function tryOut({ profile }: Calibrated): string {
  const { prefill, step } = profile.pace;
  const seconds = prefill.fixed + 100 * prefill.perToken + 224 * (step.fixed + step.perSequence);
  const rate = Number((0.5 / seconds).toPrecision(2));
  const file = {
    name: profile.name.replace(/[^\w.-]+/g, '_'),
    description: `One ${profile.name} at half its load, as fitted by edgewise calibrate.`,
    duration: '2h',
    warmup: '10m',
    replications: 10,
    workload: { arrivals: { kind: 'poisson', rate }, prompt: 100, output: 225 },
    fleet: [{ profile }],
  };
  return read(JSON.stringify(file), { file: 'calibrate' }).text;
}
