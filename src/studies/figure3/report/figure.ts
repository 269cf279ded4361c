/** The paper's Figure 3 from the catalogue's profiles: speed and time to first token, power and energy, on both boards. */
import { quantity } from '../../../report/layers.ts';
import { misfit } from '../../../catalog/memory.ts';
import type { Catalogue } from '../../../catalog/catalog.ts';
import type { Profile } from '../../../catalog/profile.ts';
import { responseJoules } from '../../../calibration/validate.ts';
import { decodeSeconds, prefillSeconds } from '../../../kernel/pace.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { BAD, EDGE, INK, SOFT, tint } from '../../../report/palette.ts';

export const FIGURE3_PROMPT = 100;
export const FIGURE3_OUTPUT = 225;
/** Tokens per second: about 225 words a minute. */
export const READING_SPEED = 5;

const BOARDS = [
  { id: 'orin-nano-8gb', title: 'Jetson Orin Nano 8 GB (25 W mode)' },
  { id: 'agx-orin-64gb', title: 'Jetson AGX Orin 64 GB (MAXN mode)' },
] as const;

const MODELS = [
  { name: 'qwen2.5-0.5b-q4', label: 'Qwen2.5 0.5B Q4' },
  { name: 'qwen2.5-3b-q4', label: 'Qwen2.5 3B Q4' },
  { name: 'qwen2.5-7b-q4', label: 'Qwen2.5 7B Q4' },
  { name: 'deepseek-r1-llama-8b-bf16', label: 'R1-Llama 8B bf16' },
  { name: 'deepseek-r1-qwen-14b-bf16', label: 'R1-Qwen 14B bf16' },
] as const;

/** One model on one board. Values are null where it does not fit or was not measured; `absent` tells which. */
export interface Figure3Row {
  readonly board: string;
  readonly model: string;
  readonly profile: string | null;
  readonly fit: Profile['fit'] | null;
  readonly tokensPerSecond: number | null;
  readonly ttft: number | null;
  readonly watts: number | null;
  readonly joules: number | null;
  readonly absent: string | null;
}

/** The values of the figure: a row for each model on each board. */
export function figure3Rows(catalogue: Pick<Catalogue, 'profiles'>): Figure3Row[] {
  const named = (board: string, name: string): Profile | undefined =>
    catalogue.profiles.find(
      (each) => each.isDefault && `${each.board}/${each.model}-${each.quantisation}` === `${board}/${name}`,
    );
  return BOARDS.flatMap(({ id, title }) =>
    MODELS.map(({ name, label }): Figure3Row => {
      const profile = named(id, name);
      const base = { board: title, model: label };
      if (profile && misfit(profile) === null) return { ...base, ...measured(profile), absent: null };
      const usable = catalogue.profiles.find((each) => each.board === id)?.memory.usable ?? 0;
      const elsewhere =
        profile ?? BOARDS.map((other) => named(other.id, name)).find((each) => each !== undefined);
      const memory = elsewhere && { ...elsewhere.memory, usable };
      const lacks = memory && misfit({ name: `${id}/${name}`, memory }) !== null;
      const short = memory ? ((memory.weights - usable) / 1e9).toFixed(1) : '';
      return {
        ...base,
        profile: null,
        fit: null,
        tokensPerSecond: null,
        ttft: null,
        watts: null,
        joules: null,
        absent: lacks ? `does not fit: ${short} GB too large` : 'not measured',
      };
    }),
  );
}

function measured(profile: Profile): Omit<Figure3Row, 'board' | 'model' | 'absent'> {
  const decoding = decodeSeconds(profile.pace, FIGURE3_PROMPT, FIGURE3_OUTPUT);
  return {
    profile: profile.name,
    fit: profile.fit,
    tokensPerSecond: (FIGURE3_OUTPUT - 1) / decoding,
    ttft: prefillSeconds(profile.pace, FIGURE3_PROMPT),
    watts: profile.power.decode,
    joules: responseJoules(profile, FIGURE3_PROMPT, FIGURE3_OUTPUT),
  };
}

/**
 * The paper's Figure 3 from a catalogue: speed, time to first token, power and energy of every model on both boards.
 *
 * @example
 * ```ts
 * import { figure3, shipped } from 'edgewise';
 *
 * const { name, spec } = figure3(shipped);
 * console.log(name, String(spec['$schema']).includes('vega-lite')); // figure3 true
 * ```
 */
export function figure3(catalogue: Pick<Catalogue, 'profiles'>): Figure {
  const rows = figure3Rows(catalogue);
  const top = (pick: (row: Figure3Row) => number | null): number =>
    1.12 * Math.max(...rows.map((row) => pick(row) ?? 0));
  const speed: Pair = {
    bars: {
      field: 'tokensPerSecond',
      title: 'Tokens per second (bars)',
      top: top((row) => row.tokensPerSecond),
    },
    dots: { field: 'ttft', title: 'Time to first token in s (dots)', top: top((row) => row.ttft) },
  };
  const power: Pair = {
    bars: { field: 'joules', title: 'Energy per answer in J (bars)', top: top((row) => row.joules) },
    dots: { field: 'watts', title: 'Power of the board in W (dots)', top: top((row) => row.watts) },
  };
  return figure('figure3', 'Speed, time to first token, power and energy of language models on two boards', {
    title: {
      text: 'Speed and energy of one answer on two edge boards',
      subtitle: [
        `${FIGURE3_PROMPT} tokens in, ${FIGURE3_OUTPUT} out, one at a time, from the fitted profiles; pale bars are of derived profiles.`,
        'Measured by others, not by the authors of the paper; watts of the whole board are partly assumed.',
      ],
    },
    spacing: 28,
    vconcat: [speed, power].map((pair, i) => ({
      spacing: 36,
      hconcat: BOARDS.map(({ title }) =>
        panel(
          title,
          rows.filter((row) => row.board === title),
          pair,
          i === 0,
        ),
      ),
    })),
  });
}

interface Side {
  readonly field: keyof Figure3Row;
  readonly title: string;
  readonly top: number;
}

interface Pair {
  readonly bars: Side;
  readonly dots: Side;
}

const WIDTH = 330;
const HEIGHT = 210;

function panel(title: string, rows: readonly Figure3Row[], { bars, dots }: Pair, reading: boolean): Spec {
  const x = {
    field: 'model',
    type: 'nominal',
    sort: null,
    title: null,
    axis: { labelAngle: -25, labelAlign: 'right' },
    scale: { paddingInner: 0.35, paddingOuter: 0.2 },
  };
  const y = (side: Side): Spec =>
    quantity(side.field, side.title, { scale: { domain: [0, side.top], nice: false } });
  const onBars: Spec[] = [
    {
      data: { values: rows },
      mark: { type: 'bar', stroke: EDGE, strokeWidth: 1, tooltip: true },
      encoding: {
        x,
        y: y(bars),
        color: {
          condition: { test: "datum.fit === 'derived'", value: tint(EDGE, 0.3) },
          value: tint(EDGE, 0.75),
        },
      },
    },
    {
      data: { values: rows.filter(({ absent }) => absent !== null) },
      mark: {
        type: 'text',
        angle: 270,
        align: 'left',
        baseline: 'middle',
        dx: reading ? 34 : 6,
        color: SOFT,
        fontSize: 11,
      },
      encoding: { x, y: { datum: 0 }, text: { field: 'absent' } },
    },
  ];
  if (reading) onBars.push(...readingSpeed(y(bars)));
  return {
    title,
    width: WIDTH,
    height: HEIGHT,
    resolve: { scale: { y: 'independent' } },
    layer: [
      { layer: onBars },
      {
        data: { values: rows.filter(({ absent }) => absent === null) },
        mark: {
          type: 'point',
          shape: 'circle',
          filled: true,
          size: 90,
          color: BAD,
          stroke: 'white',
          strokeWidth: 1,
        },
        encoding: {
          x,
          y: { ...y(dots), axis: { orient: 'right', grid: false, titleColor: BAD } },
        },
      },
    ],
  };
}

/** A line at reading speed. */
const readingSpeed = (y: Spec): Spec[] => [
  {
    data: { values: [{ speed: READING_SPEED }] },
    mark: { type: 'rule', strokeDash: [6, 4], color: INK },
    encoding: { y: { ...y, field: 'speed' } },
  },
  {
    data: { values: [{ speed: READING_SPEED, text: `reading speed, ${READING_SPEED} tokens/s` }] },
    mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -2, dy: -12, color: INK, fontSize: 11 },
    encoding: { x: { value: WIDTH }, y: { ...y, field: 'speed' }, text: { field: 'text' } },
  },
];
