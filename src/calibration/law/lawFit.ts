/** Fits the step law to rows of several sequences at once: every row is simulated, and the best form is chosen. */
import { median } from 'simple-statistics';
import type { Coefficient } from '../../catalog/profile.ts';
import { log } from '../../kernel/math.ts';
import type { Pace } from '../../kernel/pace.ts';
import type { Measurement } from '../measurement.ts';
import { engineFacts, type EngineFacts } from './engines.ts';
import { coefficientsOf, paceOf, type StepForm, type Shape } from './forms.ts';
import { saturation as saturationOf, type Routing } from './mixture.ts';
import { minimise, type Solution } from './levenberg.ts';
import { loadsOf } from './loads.ts';
import type { MeasuredLoad, RowFigure } from './measuredLoad.ts';
import type { ServerLaw } from './serve.ts';

interface LawOptions {
  /** Whether the model is a mixture of experts, where that is known. */
  readonly experts: boolean | null;
  /** Experts of a layer and how many a token uses, where they are known. */
  readonly routing?: Routing;
  /** Whether the engine computes on a CPU, where that is known. */
  readonly cpu: boolean | null;
  /** Tokens the cache has room for. */
  readonly room?: number;
  readonly slots?: number;
  /** Tokens a step may take, where it is known. */
  readonly budget?: number;
}

export interface Law {
  readonly pace: Pace;
  readonly form: StepForm;
  readonly budget: number;
  readonly late: boolean;
  readonly coefficients: readonly Coefficient[];
  /** Of the logarithms of the coefficients. */
  readonly covariance: readonly (readonly number[])[];
  /** Each row predicted by the fit to all, and by one that had not seen it. */
  readonly inSample: readonly PredictedFigure[];
  readonly crossValidated: readonly PredictedFigure[];
}

interface PredictedFigure extends RowFigure {
  readonly predicted: number;
}

/** Huber's threshold: 2 %. */
const HUBER = 0.02;
/** Scatter between rows of one server: gives priors the weight of a row known as well. */
const WEAK = 0.05;
/** Sequences at which experts saturate, from the routing or as in most models, with relative spreads. */
const ROUTED_SD = 0.2;
const EXPERTS = { at: 20, sd: 0.6 };
/** Penalty per coefficient when forms are compared, as in the AIC. */
const PER_COEFFICIENT = 2;
const FOLDS = 5;

export function fitLaw(rows: readonly Measurement[], options: LawOptions): Law {
  const loads = loadsOf(rows);
  const facts = engineFacts(rows[0]!.engine, options.cpu);
  const batches = batchesOf(rows);
  const candidates = formsOf(batches, options, facts).flatMap((form) =>
    (options.budget === undefined ? facts.budgets : [options.budget]).flatMap((budget) =>
      facts.overlaps.map((overlap): Candidate => {
        const served = rows.some((row) => row.load !== 'engine');
        return { shape: { form, batches, served, overlap, graphs: facts.graphs }, budget, facts, options };
      }),
    ),
  );
  const tried = candidates.map((candidate) => ({ candidate, solution: solved(candidate, loads) }));
  const best = tried.reduce((a, b) => (score(b) < score(a) ? b : a));
  const { shape, budget } = best.candidate;
  const server = serverOf(best.candidate, best.solution.values);
  return {
    pace: server.pace,
    form: shape.form,
    budget,
    late: facts.late,
    coefficients: coefficientsOf(shape),
    covariance: best.solution.covariance,
    inSample: shownBy(server, loads),
    crossValidated: folds(loads).flatMap(({ seen, left }) =>
      shownBy(serverOf(best.candidate, solved(best.candidate, seen, best.solution.values).values), left),
    ),
  };
}

interface Candidate {
  readonly shape: Shape;
  readonly budget: number;
  readonly facts: EngineFacts;
  readonly options: LawOptions;
}

/** Batch sizes of the rows; for a log, all up to the most in flight. */
function batchesOf(rows: readonly Measurement[]): number[] {
  const said = rows.filter(({ load }) => load !== 'log').map(({ batch }) => batch);
  const logged = rows
    .filter(({ load }) => load === 'log')
    .flatMap(({ batch }) => Array.from({ length: batch }, (_, i) => i + 1));
  return [...new Set([...said, ...logged])].sort((a, b) => a - b);
}

/** The forms that can be distinguished with so many batch sizes. */
function formsOf(batches: readonly number[], { experts }: LawOptions, { tables }: EngineFacts): StepForm[] {
  if (batches.length < 3) return ['line'];
  if (experts === true) return ['experts'];
  return [
    'line',
    ...(experts === null ? (['experts'] as const) : []),
    ...(tables && batches.length <= 8 ? (['table'] as const) : []),
  ];
}

function score({ solution }: { readonly solution: Solution }): number {
  const count = solution.residuals.length;
  return count * log(solution.cost / count + 1e-12) + PER_COEFFICIENT * solution.values.length;
}

function serverOf({ shape, budget, facts, options }: Candidate, values: readonly number[]): ServerLaw {
  return {
    pace: paceOf(shape, values),
    budget,
    slots: options.slots ?? Infinity,
    room: options.room ?? Infinity,
    late: facts.late,
  };
}

function solved(candidate: Candidate, loads: readonly MeasuredLoad[], start?: readonly number[]): Solution {
  const { shape, facts, options } = candidate;
  const names = coefficientsOf(shape);
  const expected = expertsOf(options);
  const outside = names.indexOf('prefill.outside');
  const saturation = names.indexOf('step.experts.sequences');
  return minimise({
    huber: HUBER,
    start: start ?? startOf(names, loads, facts, expected.at),
    residuals: (values) => {
      const server = serverOf(candidate, values);
      return loads.flatMap(({ figures, shown }) => {
        const found = shown(server);
        return figures.map(({ measured }, i) => log(found[i]! / measured));
      });
    },
    prior: (values) => [
      ...(outside < 0 ? [] : [(WEAK * (values[outside]! - log(facts.outside))) / facts.outsideSd]),
      ...(saturation < 0 ? [] : [(WEAK * (values[saturation]! - log(expected.at))) / expected.sd]),
    ],
  });
}

/** Rows of single batch sizes hardly determine the saturation of experts; their routing does. */
function expertsOf({ routing }: LawOptions): { at: number; sd: number } {
  return routing === undefined ? EXPERTS : { at: saturationOf(routing), sd: ROUTED_SD };
}

/** The start of the search, from single figures. */
function startOf(
  names: readonly Coefficient[],
  loads: readonly MeasuredLoad[],
  facts: EngineFacts,
  experts: number,
): number[] {
  const figures = loads.flatMap((load) => load.figures.map((figure) => ({ ...figure, batch: load.batch })));
  const alone = figures.filter(({ batch }) => batch === Math.min(...figures.map((each) => each.batch)));
  const prompts = figures.filter(({ quantity }) => quantity === 'ttft');
  const perToken = median(
    (prompts.length > 0 ? prompts : [{ measured: 0.1, row: { prompt: 100 }, batch: 1 }]).map(
      ({ measured, row, batch }) => measured / ((row.prompt ?? 100) * (batch === 1 ? 1 : (batch + 1) / 2)),
    ),
  );
  const speeds = alone.filter(({ quantity }) => quantity === 'speed').map(({ measured }) => 1 / measured);
  const step = speeds.length > 0 ? Math.min(...speeds) : perToken;
  const guess = (name: Coefficient): number => {
    switch (name) {
      case 'prefill.perStep':
        return step;
      case 'prefill.perToken':
        return 0.9 * perToken;
      case 'prefill.perTokenSquared':
        return perToken / 200_000;
      case 'prefill.outside':
        return facts.outside;
      case 'step.perCachedToken':
        return step * 1e-6;
      case 'step.perSequence':
        return 0.03 * step;
      case 'step.experts.seconds':
        return 2 * step;
      case 'step.experts.sequences':
        return experts;
      case 'step.fixed':
        return 0.8 * step;
      default:
        return step;
    }
  };
  return names.map((name) => log(guess(name)));
}

function shownBy(server: ServerLaw, loads: readonly MeasuredLoad[]): PredictedFigure[] {
  return loads.flatMap(({ figures, shown }) => {
    const found = shown(server);
    return figures.map((figure, i) => ({ ...figure, predicted: found[i]! }));
  });
}

/** Every fifth load is predicted by a fit to the others. */
function folds(loads: readonly MeasuredLoad[]): { seen: MeasuredLoad[]; left: MeasuredLoad[] }[] {
  const count = Math.min(FOLDS, loads.length);
  if (count < 3) return [];
  return Array.from({ length: count }, (_, fold) => ({
    seen: loads.filter((_each, i) => i % count !== fold),
    left: loads.filter((_each, i) => i % count === fold),
  }));
}
