/** Extracts what the page's controls show from a scenario. */
import { KNOWN_BOARDS } from '../catalog/known.ts';
import { shortName } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';
import type { Profile } from '../catalog/profile.ts';
import { decodeSeconds } from '../kernel/pace.ts';
import { arrivalsOf, fileOf } from '../scenario/facts.ts';
import { known } from '../scenario/known.ts';
import type { FleetEntry, ScenarioFile, Scenario } from '../scenario/scenario.ts';
import type { ParsedText } from '../scenario/edit.ts';
import { finder } from '../scenario/where.ts';
import type { Card, LimitCard, MachineOffer, Mean, ControlsModel } from './controlsModel.ts';

const HOUR = 3600;
/** The request for which speeds are quoted. */
const USUAL = { prompt: 100, output: 129 };

function machineOf(profile: Profile, name: string = shortName(profile)): MachineOffer {
  const board = KNOWN_BOARDS.find(({ id }) => id === profile.board);
  const errors = profile.errors?.heldOut ?? profile.errors?.crossValidated ?? profile.errors?.inSample;
  return {
    name,
    board: profile.board,
    title: board?.title ?? profile.board,
    model: `${profile.model} ${profile.quantisation}`,
    speed: (USUAL.output - 1) / decodeSeconds(profile.pace, USUAL.prompt, USUAL.output),
    error: errors?.decodeSpeed?.worst ?? null,
    watts: profile.power.decode,
    idle: profile.power.idle,
    price: board?.price?.usd ?? null,
    priceSource: board?.price ? `${board.price.source}, ${board.price.at}` : '',
    fit: profile.fit,
    quality: profile.quality,
  };
}

/** All machines to choose from, by board. */
export function machines(): MachineOffer[] {
  return shipped.profiles.filter(({ isDefault }) => isDefault).map((profile) => machineOf(profile));
}

export function modelOf(scenarioFile: ScenarioFile, { text, parsed }: ParsedText): ControlsModel {
  const { scenario } = scenarioFile.cells[0]!;
  const all = scenarioFile.cells.map((cell) => cell.scenario);
  const told = all.map(demandOf);
  const [first] = told;
  const where = finder(text, parsed);
  const { duration, warmup, metrics, slo } = scenario;
  return {
    name: scenarioFile.name,
    description: scenarioFile.description,
    replications: scenarioFile.replications,
    counted: duration === null ? null : duration - warmup,
    demand: fileOf(scenario.workload) !== undefined ? 'log' : first?.users != null ? 'people' : 'rate',
    file: fileOf(scenario.workload) ?? null,
    rate: where('workload.arrivals.rate') && first ? first.rate * HOUR : null,
    people: first?.users ?? null,
    peak: all.map(peakOf).find((peak) => peak !== null) ?? null,
    prompt: lengthOf(scenario, where, 'prompt'),
    output: lengthOf(scenario, where, 'output'),
    fleet: scenario.fleet.map(cardOf),
    limits: scenario.limits.map(limitOf),
    strategies: [
      ...new Set(
        scenarioFile.cells.map(({ labels, scenario: { strategy } }) =>
          String(labels['strategy'] ?? strategy.kind),
        ),
      ),
    ],
    varied: scenarioFile.axes.map(({ path }) => path),
    fallback: scenario.fallback,
    cloud: scenario.cloud?.profile.name ?? null,
    cloudPrice: scenario.cloud && {
      input: scenario.cloud.profile.price.input,
      output: scenario.cloud.profile.price.output,
      since: scenario.cloud.profile.priced ?? '',
    },
    alpha: metrics.alpha,
    electricity: metrics.electricity,
    slo: { ttft: slo.ttft, e2e: slo.e2e, target: slo.target },
    cells: scenarioFile.cells.length,
    requests: told.every((one) => one !== null)
      ? told.reduce((sum, one) => sum + one.rate * one.duration, 0)
      : null,
    warnings: scenarioFile.warnings,
  };
}

/** Null when that requires reading a log. */
function demandOf(scenario: Scenario): { rate: number; users: number | null; duration: number } | null {
  const { rate, users, duration } = known(scenario) ?? {};
  return rate === undefined
    ? null
    : { rate, users: users ?? null, duration: scenario.duration ?? duration ?? 0 };
}

function peakOf({ workload }: Scenario): number | null {
  const { peak } = (arrivalsOf(workload) ?? {}) as { readonly peak?: unknown };
  return typeof peak === 'number' ? peak : null;
}

function lengthOf(
  { workload }: Scenario,
  where: ReturnType<typeof finder>,
  part: 'prompt' | 'output',
): Mean | null {
  const value = (workload as Readonly<Record<string, unknown>>)[part];
  const { mean, value: constant } = (typeof value === 'object' && value !== null ? value : { value }) as {
    readonly mean?: unknown;
    readonly value?: unknown;
  };
  const path = `workload.${part}`;
  if (typeof mean === 'number' && where(`${path}.mean`)) return { path: `${path}.mean`, mean };
  if (typeof constant !== 'number') return null;
  return { path: where(`${path}.value`) ? `${path}.value` : path, mean: constant };
}

function cardOf({ profile, count, slots, queue, price }: FleetEntry): Card {
  const machine = machineOf(profile, profile.name);
  const bound = typeof queue === 'object' && queue !== null ? queue.bound : queue;
  return { ...machine, price: price ?? machine.price, count, slots, queue: bound };
}

function limitOf({ kind, scope, ...options }: Scenario['limits'][number]): LimitCard {
  const number = (name: string): number | null => (typeof options[name] === 'number' ? options[name] : null);
  return {
    kind,
    scope,
    window: number('window'),
    capacity: number('capacity'),
    requests: number('requests'),
  };
}
