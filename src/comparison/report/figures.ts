/** A real run and a simulated one in pictures: how latencies are distributed, and the requests over time. */
import { quantity } from '../../report/layers.ts';
import { meanOf } from '../../kernel/spread.ts';
import type { Answers, RealLog } from '../../logs/answers.ts';
import { latencyOf, type Latency } from '../../logs/latencies.ts';
import { figure, type Figure, type Spec } from '../../report/figure.ts';
import { BAD, EDGE } from '../../report/palette.ts';

const REAL = 'real';
const SIMULATED = 'simulated';

const COLOUR = {
  field: 'run',
  type: 'nominal',
  title: null,
  scale: { domain: [REAL, SIMULATED], range: [BAD, EDGE] },
  legend: { orient: 'top', symbolStrokeWidth: 3 },
};
const DASH = {
  field: 'run',
  type: 'nominal',
  legend: null,
  scale: {
    domain: [REAL, SIMULATED],
    range: [
      [1, 0],
      [5, 3],
    ],
  },
};

interface Panel {
  readonly title: string;
  /** What its values are in: seconds, or milliseconds. */
  readonly unit: 's' | 'ms';
  readonly which: Latency;
}

const PANELS: readonly Panel[] = [
  { title: 'First token', unit: 's', which: 'ttft' },
  { title: 'Each further token', unit: 'ms', which: 'tpot' },
  { title: 'Whole answer', unit: 's', which: 'e2e' },
];

const WIDTH = 220;
const HEIGHT = 200;
/** Points that a curve keeps: more cannot be told apart on it. */
const POINTS = 160;
/** Requests that are drawn one by one; of more, every so many. */
const DOTS = 2000;

export function comparisonFigures(recorded: RealLog, simulated: Answers): Figure[] {
  return [distributions(recorded, simulated), overTime(recorded, simulated)];
}

/** Those that the log has latencies for. */
const panelsOf = (recorded: RealLog): Panel[] =>
  PANELS.filter((panel) => all(recorded, panel, REAL).length > 0);

function distributions(recorded: RealLog, simulated: Answers): Figure {
  return figure(
    'distributions',
    'Latencies of the real server and of the simulated one',
    {
      spacing: 30,
      hconcat: panelsOf(recorded).map((panel, k) => ({
        title: panel.title,
        width: WIDTH,
        height: HEIGHT,
        data: {
          values: [...curve(all(recorded, panel, REAL)), ...curve(all(simulated, panel, SIMULATED))],
        },
        mark: { type: 'line', strokeWidth: 2, interpolate: 'step-after' },
        encoding: {
          x: quantity('seconds', panel.unit === 's' ? 'Seconds' : 'Milliseconds', {
            axis: { tickCount: 5 },
            scale: { zero: panel.which !== 'tpot', nice: true },
          }),
          y: quantity('share', k === 0 ? 'Share of the requests within that' : null, {
            axis: { format: '.0%', tickCount: 5 },
            scale: { domain: [0, 1] },
          }),
          color: COLOUR,
          strokeDash: DASH,
        },
      })),
    },
    'Where the curves coincide, the simulator is right. Further right is slower.',
  );
}

/** The share of the answers that took no longer. */
function curve(found: readonly Dot[]): object[] {
  const values = found.toSorted((a, b) => a.seconds - b.seconds);
  const count = Math.min(POINTS, values.length);
  return Array.from({ length: count }, (_, k) => {
    const place = count === 1 ? 0 : Math.round((k * (values.length - 1)) / (count - 1));
    const { run, seconds } = values[place]!;
    return { run, seconds, share: fiveDigits((place + 1) / values.length) };
  });
}

function overTime(recorded: RealLog, simulated: Answers): Figure {
  const panels = panelsOf(recorded).filter(({ which }) => which !== 'tpot');
  return figure(
    'requests',
    'The same requests over time',
    {
      spacing: 16,
      vconcat: panels.map((panel, k) => layer(panel, recorded, simulated, k === panels.length - 1)),
    },
    'Each dot is a request, at its arrival; lines are means over twenty of them.',
  );
}

function layer(panel: Panel, recorded: RealLog, simulated: Answers, last: boolean): Spec {
  const values = [...dots(recorded, panel, REAL), ...dots(simulated, panel, SIMULATED)];
  const x = { field: 'at', type: 'quantitative', title: last ? 'Seconds since the first request' : null };
  const y = { type: 'quantitative', title: `${panel.title} (s)`, axis: { tickCount: 4 } };
  return {
    width: 3 * WIDTH + 60,
    height: 150,
    layer: [
      {
        data: { values },
        mark: { type: 'point', size: 14, filled: true, opacity: 0.4 },
        encoding: { x, y: { ...y, field: 'seconds' }, color: COLOUR },
      },
      {
        data: { values: [...trend(recorded, panel, REAL), ...trend(simulated, panel, SIMULATED)] },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { x, y: { ...y, field: 'seconds' }, color: COLOUR, strokeDash: DASH },
      },
    ],
  };
}

interface Dot {
  readonly run: string;
  readonly at: number;
  readonly seconds: number;
}

/** Every answer, in what the panel is in. */
function all(answers: Answers, { which, unit }: Panel, run: string): Dot[] {
  const factor = unit === 's' ? 1 : 1000;
  return Array.from(answers.arrival, (at, k) => ({ at, value: factor * latencyOf(answers, which, k) }))
    .filter(({ value }) => Number.isFinite(value))
    .map(({ at, value }) => ({ run, at: fiveDigits(at), seconds: fiveDigits(value) }));
}

function dots(answers: Answers, panel: Panel, run: string): Dot[] {
  const found = all(answers, panel, run);
  const every = Math.ceil(found.length / DOTS);
  return found.filter((_, k) => k % every === 0);
}

const TOGETHER = 20;

function trend(answers: Answers, panel: Panel, run: string): Dot[] {
  const found = all(answers, panel, run);
  const size = Math.max(TOGETHER, Math.ceil(found.length / POINTS));
  const blocks = Array.from({ length: Math.floor(found.length / size) }, (_, k) =>
    found.slice(k * size, (k + 1) * size),
  );
  const middle = (values: readonly number[]): number => fiveDigits(meanOf(values));
  return blocks.map((block) => ({
    run,
    at: middle(block.map(({ at }) => at)),
    seconds: middle(block.map(({ seconds }) => seconds)),
  }));
}

function fiveDigits(value: number): number {
  return Number(value.toPrecision(5));
}
