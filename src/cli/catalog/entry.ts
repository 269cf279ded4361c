/** One profile, cloud or plugin in full. */
import { shortName } from '../../catalog/catalog.ts';
import type { CloudProfile } from '../../catalog/cloud.ts';
import type { Profile } from '../../catalog/profile.ts';
import { verdict } from '../../calibration/verdict.ts';
import type { Spread } from '../../distribution.ts';
import { given } from '../../kernel/given.ts';
import { decodeSeconds, prefillSeconds } from '../../kernel/pace.ts';
import { plain } from '../../report/format.ts';
import { errorColumns } from '../../report/predictions.ts';
import { table, hanging, wrap } from '../../report/table.ts';
import type { PluginEntry } from '../../scenario/plugins.ts';
import { list } from '../terminal/list.ts';
import type { Screen } from '../terminal/terminal.ts';

type Row = readonly [string, string];

/** Why most have no Q: one test that all took is only in the paper's Table I. */
const UNRATED =
  'not known: Table I of the paper has it for Qwen2.5 3B and 7B and for GPT-4, and scores of other tests are of other questions. quality: 85 % beside the profile says your own; without, quality, utility and PCR have no value';

const FIT: Readonly<Record<Profile['fit'], string>> = {
  dense: 'fitted to enough measurements to be cross-validated',
  sparse: 'fitted to too few measurements to be cross-validated',
  rough: 'one or two figures measured, the shape taken from relatives',
  derived: 'derived from measured relatives by a rule',
};

export function profileText(profile: Profile, screen: Screen): string {
  const { paint } = screen;
  const { pace, power, memory, range, quality, responsiveness } = profile;
  const { prefill, step } = pace;
  const padded =
    prefill.padTo > 1
      ? `, rounded up to a multiple of ${prefill.padTo}${prefill.padShare === undefined || prefill.padShare === 1 ? '' : ` for ${plain(prefill.padShare * 100)} % of the work`}`
      : '';
  const rows = given<Row>([
    ['fit', `${profile.fit}: ${FIT[profile.fit]}`],
    [
      '100 in, 225 out',
      `first token after ${plain(prefillSeconds(pace, 100))} s, then ${plain(224 / decodeSeconds(pace, 100, 225))} tokens/s`,
    ],
    [
      'prefill',
      `${plain(prefill.fixed + (prefill.perStep ?? 0) + (prefill.outside ?? 0))} s + ${plain(prefill.perToken * 1e3)} ms a token + ${plain(prefill.perTokenSquared * 1e9)} ns a token squared${padded}`,
    ],
    ['decode step', stepText(step)],
    [
      'power',
      `${plain(power.idle)} W idle, ${plain(power.prefill)} W in prefill, ${plain(power.decode)} W in decode, ${plain(power.decodePerSequence)} W for each further sequence`,
    ],
    ['power scope', `${profile.powerScope || 'not said'}; ${profile.powerRule}`],
    [
      'memory',
      `weights ${gigabytes(memory.weights)}, cache ${cacheText(memory.kvPerToken)}, the board leaves ${gigabytes(memory.usable)}`,
    ],
    ['context', `${plain(profile.context)} tokens`],
    ['quality', quality === null ? UNRATED : `Q ${plain(quality)}`],
    responsiveness !== null && ['table R', plain(responsiveness)],
    range && [
      'measured',
      `prompts of ${span(range.prompt)}, answers of ${span(range.output)}, up to ${plain(range.context[1])} tokens in the cache, batches of ${span(range.batch)}`,
    ],
  ]);
  const { trust, doubt } = verdict(profile);
  const also = profile.isDefault ? `  ${paint(`also called ${shortName(profile)}`, 'quiet')}` : '';
  return joined(screen, `${paint(profile.name, 'heading')}${also}`, [
    ['', list(rows, { width: screen.columns, paint })],
    ['Errors of the fit', errorsTable(profile, screen)],
    ['May be trusted for', bullets(trust, screen)],
    ['Uncertain', bullets(doubt, screen)],
    ['Assumed', bullets(profile.assumptions, screen)],
    ['Sources', bullets(sourceTexts(profile.sources), screen)],
  ]);
}

/** A step as its law has it. */
function stepText(step: Profile['pace']['step']): string {
  const { fixed, perSequence, perCachedToken, alone, experts, table: measured } = step;
  const cached = `${plain(perCachedToken * 1e6)} µs a cached token`;
  if (measured !== undefined)
    return `${measured.map((seconds) => plain(seconds * 1e3)).join(', ')} ms for 1 to ${measured.length} sequences, ${plain(perSequence * 1e3)} ms for each beyond + ${cached}`;
  const lone = alone === undefined ? '' : `${plain(alone * 1e3)} ms for one sequence, else `;
  const woken =
    experts === undefined
      ? ''
      : ` + up to ${plain(experts.seconds * 1e3)} ms of experts (63 % of them at ${plain(experts.sequences)} sequences${experts.graphs === true ? ', batches filled up to the next graph' : ''})`;
  return `${lone}${plain(fixed * 1e3)} ms + ${plain(perSequence * 1e3)} ms a sequence${woken} + ${cached}`;
}

export function cloudText(cloud: CloudProfile, screen: Screen): string {
  const { price, roundTrip, ttft, decodeSpeed, quality, responsiveness, context } = cloud;
  const rows = given<Row>([
    [
      'price',
      `${priced(price.input)} a million tokens in, ${priced(price.output)} out${cloud.priced === undefined ? '' : ` (${cloud.priced})`}`,
    ],
    ['round trip', `${spread(roundTrip)} s`],
    ['first token', `${spread(ttft)} s`],
    ['speed', `${spread(decodeSpeed)} tokens/s`],
    ['context', `${plain(context)} tokens`],
    ['quality', quality === null ? UNRATED : `Q ${plain(quality)}`],
    responsiveness !== null && ['table R', plain(responsiveness)],
  ]);
  return joined(screen, screen.paint(cloud.name, 'heading'), [
    ['', list(rows, { width: screen.columns, paint: screen.paint })],
    ['Assumed', bullets(cloud.assumptions, screen)],
    ['Sources', bullets(sourceTexts(cloud.sources), screen)],
  ]);
}

export function pluginText({ name, help, fields }: PluginEntry, folder: string, screen: Screen): string {
  const { columns, paint } = screen;
  const rows = fields.map(
    ({ name: field, expects, description, required, default: usual }): [string, string] => {
      // Fields without words of their own are described by what they expect.
      const own = /^an? .*\(.*\), /.test(description) ? '' : description.replace(/\.$/, '');
      const what = own === '' ? '' : `${own}; `;
      const otherwise = required
        ? 'required'
        : usual === null
          ? 'optional'
          : `default ${JSON.stringify(usual)}`;
      return [field, `${what}${expects} (${otherwise})`];
    },
  );
  return joined(screen, `${paint(name, 'heading')}  ${paint(`one of ${folder}`, 'quiet')}`, [
    ['', wrap(help, columns)],
    ['Fields', rows.length === 0 ? '  none' : list(rows, { width: columns, paint })],
  ]);
}

function joined({ paint }: Screen, title: string, parts: readonly (readonly [string, string])[]): string {
  const shown = parts
    .filter(([, body]) => body !== '')
    .map(([heading, body]) => (heading === '' ? body : `${paint(heading, 'heading')}\n${body}`));
  return `${[title, ...shown].join('\n\n')}\n`;
}

function bullets(lines: readonly string[], { columns }: Screen): string {
  return lines.map((line) => `- ${hanging(line, columns, '  ')}`).join('\n');
}

function errorsTable(profile: Profile, { columns: width, paint }: Screen): string {
  const columns = errorColumns(profile);
  return columns ? table(columns, { width, keys: 1, paint }) : '';
}

/** A table of one's own need not say where it is from. */
function sourceTexts(sources: Profile['sources']): string[] {
  return sources
    .filter(({ text }) => text !== '')
    .map(({ text, licence }) => (licence === '' ? text : `${text} (${licence})`));
}

/** To the cent, and further where a price says more. */
const priced = (usd: number): string => `$${Number.isInteger(usd * 100) ? usd.toFixed(2) : usd}`;

/** A cache of no size is one that is not known. */
const cacheText = (perToken: number): string =>
  perToken === 0 ? 'unknown' : `${plain(perToken / 1e3)} kB a token`;

const gigabytes = (bytes: number): string => (bytes >= 1e14 ? 'no limit' : `${plain(bytes / 1e9)} GB`);

function span([low, high]: readonly [number, number]): string {
  return low === high ? plain(low) : `${plain(low)} to ${plain(high)}`;
}

function spread(given: Spread): string {
  const { kind, ...rest } = given as unknown as Readonly<Record<string, unknown>>;
  const words = Object.entries(rest).map(([key, value]) => {
    if (typeof value === 'number') return key === 'value' ? plain(value) : `${key} ${plain(value)}`;
    const pairs = Object.entries(value as Readonly<Record<string, unknown>>);
    return pairs
      .map(([share, amount]) => `${plain(Number(share) * 100)} % below ${String(amount)}`)
      .join(', ');
  });
  return kind === 'constant' ? words.join(', ') : `${String(kind)}: ${words.join(', ')}`;
}
