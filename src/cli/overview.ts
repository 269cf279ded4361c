/** What `edgewise` alone says. */
import { wrap, type Paint } from '../report/table.ts';
import { usage, type Command } from './command.ts';
import { list } from './terminal/list.ts';

const FIRST: readonly (readonly [string, string])[] = [
  ['edgewise figure4', "the paper's Figure 4 in seconds: table, picture, report"],
  ['edgewise init mine.yaml', 'a scenario to change, every line explained'],
  ['edgewise run mine.yaml', 'run it'],
];

const THEN: readonly (readonly [string, string])[] = [
  ['edgewise run mine.yaml --set fleet.0.count=3', 'with one value changed'],
  ['edgewise run mine.yaml --vary strategy=random,loadAware', 'several compared'],
  ['edgewise run mine.yaml --precision 5%', 'until the intervals are that narrow'],
  ['edgewise run mine.yaml --dry-run', 'only what would run, and for how long'],
  ['edgewise show out/mine', 'a finished run again'],
];

interface OverviewOptions {
  readonly version: string;
  readonly commands: readonly Command[];
  readonly columns: number;
  readonly paint: Paint;
}

const WHAT =
  'what-if questions about serving language models on small machines at the edge, with a cloud behind them';
const CODES =
  'Exit codes: 0 done, 2 the input is wrong, 3 an expectation failed, 130 interrupted, 1 anything else.';

export function overview({ version, commands, columns, paint }: OverviewOptions): string {
  const width = Math.min(columns, 110);
  const listed = commands.map((command): [string, string] => [
    usage(command).replace(' [options]', ''),
    command.brief,
  ]);
  const part = (heading: string, rows: readonly (readonly [string, string])[]): string =>
    `${paint(heading, 'heading')}\n${list(rows, { width, paint })}`;
  return `${[
    wrap(`edgewise ${version}: ${WHAT}.`, width),
    part('Start here', FIRST),
    part('Commands', listed),
    part('Then', THEN),
    wrap(`edgewise COMMAND --help says more; edgewise completion lets the shell complete. ${CODES}`, width),
  ].join('\n\n')}\n`;
}
