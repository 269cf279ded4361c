/**
 * Every metric, described once: its computation, wording and presentation are derived from its entry. In the order of
 * the tables; a new metric is an entry in one of these lists.
 */
import type { Metric } from './definitions/definition.ts';
import { DEVICE_METRICS } from './definitions/devices.ts';
import {
  unknown,
  type Definition,
  type FigureList,
  type OrderedList,
  type AnsweredBy,
} from './definitions/definition.ts';
import { latencies } from './definitions/latencies.ts';
import { MACHINES } from './definitions/machines.ts';
import { REQUESTS } from './definitions/requests.ts';
import { OBJECTIVE, worths } from './definitions/worths.ts';

export type { Definition, FigureList, OrderedList };

const PARTS: readonly AnsweredBy[] = ['', 'edge', 'cloud'];

const ALL: readonly Definition[] = [
  ...REQUESTS,
  ...PARTS.flatMap(latencies),
  ...MACHINES,
  ...PARTS.flatMap(worths),
  ...OBJECTIVE,
];

/** In the order of the files: what all cells have, then what some have. */
export const DEFINITIONS: readonly Definition[] = [
  ...ALL.filter(({ when }) => when === undefined),
  ...ALL.filter(({ when }) => when !== undefined),
];

/** Every metric that all cells have, in the order of the tables. */
export const METRICS: readonly Metric[] = DEFINITIONS.filter(({ when }) => when === undefined);

/**
 * Metrics that a cell has only with the feature they measure: retries, patience, failures, closed loops. They come
 * last.
 */
export const OPTIONAL: readonly Metric[] = DEFINITIONS.filter(({ when }) => when !== undefined);

const BY_NAME: ReadonlyMap<string, Definition> = new Map(
  [
    ...Object.entries(DEVICE_METRICS).map(([name, measure]) => ({ ...unknown(name), ...measure })),
    ...ALL,
  ].map((one) => [one.name, one]),
);

/** A figure by name, of a cell or else of a device; one without words goes by its name. */
export const metricOf = (name: string): Definition => BY_NAME.get(name) ?? unknown(name);

/** The figures of a list, in the order of the tables. */
export const listed = (list: FigureList): readonly Definition[] =>
  ALL.filter(({ lists }) => lists.includes(list));

/** The figures of a list that has an order of its own. */
export const placed = (order: OrderedList): readonly Definition[] =>
  ALL.filter(({ places }) => places[order] !== undefined).sort((a, b) => a.places[order]! - b.places[order]!);

const names = (figures: readonly Definition[]): readonly string[] => figures.map(({ name }) => name);

export const namesOf = (list: FigureList): readonly string[] => names(listed(list));
export const namesIn = (order: OrderedList): readonly string[] => names(placed(order));
