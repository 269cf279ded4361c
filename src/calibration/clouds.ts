/** List prices and measured latencies to the catalogue's clouds. */
import type { CloudProfile } from '../catalog/cloud.ts';
import type { Spread } from '../distribution.ts';
import { csvRecords } from './csv.ts';

/** The sources of a cloud profile: rows of two tables, and assumptions. A file in calibration/. */
export interface CloudRecipe {
  readonly name: string;
  /** Vendor and model of a row of the price table, or a price that is an assumption itself. */
  readonly price:
    { readonly vendor: string; readonly model: string } | { readonly input: number; readonly output: number };
  /** Provider and model of a row of the latency table, and what its decode speed is multiplied by. */
  readonly latency: { readonly provider: string; readonly model: string; readonly speedFactor: number };
  readonly quality: number | null;
  readonly responsiveness: number | null;
  readonly context: number;
  /** When the price was looked up. */
  readonly priced?: string;
  readonly assumptions: readonly string[];
}

/** Clients and provider on one continent: assumed for every cloud. */
const ROUND_TRIP: Spread = { kind: 'lognormal', median: 0.04, p95: 0.12 };
const ROUND_TRIP_WHY =
  'network round trip of 40 ms in the median and 120 ms at the 95th percentile (assumed: client and provider on one continent; the measured times to first token include the network of the client that measured)';

type Record_ = Readonly<Record<string, string>>;

export function compileClouds(
  recipes: readonly CloudRecipe[],
  prices: string,
  latencies: string,
): CloudProfile[] {
  const priceRows = csvRecords(prices).map(({ value }) => value);
  const latencyRows = csvRecords(latencies).map(({ value }) => value);
  return recipes.map((recipe) => {
    const { latency } = recipe;
    const row = find(latencyRows, { provider: latency.provider, model: latency.model });
    const price = priceOf(recipe, priceRows);
    return {
      name: recipe.name,
      price: price.value,
      ...(recipe.priced === undefined ? {} : { priced: price.since ?? recipe.priced }),
      quality: recipe.quality,
      responsiveness: recipe.responsiveness,
      roundTrip: ROUND_TRIP,
      ttft: quantiles(row, 'ttft_p#_s', [5, 25, 50, 75, 95, 99], 1),
      decodeSpeed: quantiles(row, 'decode_tok_s_p#', [5, 50, 95], latency.speedFactor),
      context: recipe.context,
      sources: [
        ...price.sources,
        {
          text: `latency: ${latency.provider} ${latency.model}, 550 tokens in, December 2023 (ray-project/llmperf-leaderboard)`,
          licence: 'Apache-2.0',
        },
      ],
      assumptions: [...recipe.assumptions, ROUND_TRIP_WHY],
    };
  });
}

function priceOf(
  { name, price }: CloudRecipe,
  rows: readonly Record_[],
): { value: CloudProfile['price']; sources: CloudProfile['sources']; since?: string } {
  if ('input' in price) return { value: { input: price.input, output: price.output }, sources: [] };
  const row = latest(rows, price.vendor, price.model);
  const value = { input: Number(row.input_usd_per_M), output: Number(row.output_usd_per_M) };
  if (!Number.isFinite(value.input) || !Number.isFinite(value.output))
    throw new RangeError(`${name}: no price for ${price.vendor} ${price.model}`);
  return {
    value,
    sources: [{ text: `list price of ${price.vendor} ${price.model}`, licence: 'facts' }],
    ...(row.from_date ? { since: row.from_date } : {}),
  };
}

/** The row that holds now: prices change under one name. */
function latest(rows: readonly Record_[], vendor: string, model: string): Record_ {
  const all = rows.filter((row) => row.vendor === vendor && row.model_id === model);
  return all.find((row) => !row.to_date) ?? find(rows, { vendor, model_id: model });
}

function find(rows: readonly Record_[], wanted: Record_): Record_ {
  const row = rows.find((each) => Object.entries(wanted).every(([key, value]) => each[key] === value));
  if (!row) throw new RangeError(`no row with ${Object.values(wanted).join(' ')}`);
  return row;
}

function quantiles(row: Record_, pattern: string, percents: readonly number[], times: number): Spread {
  const at = percents.map((percent): [string, number] => {
    const value = Number(row[pattern.replace('#', String(percent))]) * times;
    return [String(percent / 100), Math.round(value * 1e4) / 1e4];
  });
  return { kind: 'quantiles', at: Object.fromEntries(at) };
}
