/** What each tenant got: sums over its requests that arrived in the measured interval, for those who ask most. */
import { Histogram } from '../kernel/histogram.ts';
import type { Requests } from '../kernel/requests.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, type Objective, type Reason, type Report, type Tenants } from '../model.ts';

export interface TenantTallyOptions {
  readonly requests: Requests;
  readonly warmup: number;
  readonly objective: Objective | null;
  /** Who they are; of demand that names nobody they are numbers. */
  readonly tenants: Tenants | undefined;
  /** Tenants that have figures of their own, no more than there are; all others are one more. */
  readonly most: number;
}

const COUNTS = ['arrived', 'edge.served', 'edge.rejected', 'cloud.requests', 'dropped', 'failed'] as const;
const [ARRIVED, SERVED, REJECTED, CLOUDED, DROPPED, FAILED] = [0, 1, 2, 3, 4, 5] as const;
const TOKENS = 6;
const DOLLARS = 7;
const MET = 8;
const WIDTH = 9;

export class TenantTally implements Report {
  readonly #options: TenantTallyOptions;
  readonly #sums: Float64Array;
  readonly #ttft: readonly Histogram[];
  /** By number; who is not here is among the others. */
  readonly #slots: Int32Array;
  readonly #names: readonly string[];

  constructor(options: TenantTallyOptions) {
    const { tenants, most } = options;
    this.#options = options;
    const ranked = tenants ? byRequests(tenants) : Array.from({ length: most }, (_, number) => number);
    const shown = ranked.slice(0, most);
    this.#slots = new Int32Array(Math.max(0, ...shown.map((number) => number + 1))).fill(most);
    shown.forEach((number, slot) => (this.#slots[number] = slot));
    this.#names = shown.map((number) => (tenants ? tenantName(tenants.names, number) : `tenant ${number}`));
    this.#sums = new Float64Array((most + 1) * WIDTH);
    this.#ttft = Array.from({ length: most + 1 }, () => new Histogram());
  }

  arrived(id: number, now: number): void {
    if (now >= this.#options.warmup) this.#sums[this.#place(id) + ARRIVED]!++;
  }

  refused(id: number, _reason: Reason, by: number, now: number): void {
    if (by !== CLOUD && now >= this.#options.warmup) this.#sums[this.#place(id) + REJECTED]!++;
  }

  lost(id: number, by: number, _now: number): void {
    if (this.#counts(id)) this.#sums[this.#place(id) + (by === CLOUD ? FAILED : DROPPED)]!++;
  }

  completed(id: number, station: number, now: number): void {
    if (!this.#counts(id)) return;
    const { requests, objective } = this.#options;
    const sums = this.#sums;
    const place = this.#place(id);
    const arrival = requests.arrival[id]!;
    const output = requests.output[id]!;
    const ttft = requests.first[id]! - arrival;
    const e2e = now - arrival;
    sums[place + (station === CLOUD ? CLOUDED : SERVED)]!++;
    if (station === CLOUD) sums[place + TOKENS]! += requests.prompt[id]! + output;
    sums[place + DOLLARS]! += requests.dollars[id]!;
    this.#ttft[place / WIDTH]!.add(ttft);
    const tpot = output > 1 ? (e2e - ttft) / (output - 1) : 0;
    if (objective && ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot)
      sums[place + MET]!++;
  }

  /** A row for each, in order of what they asked in the log, then one for all others. */
  rows(): { name: string; metrics: Record<string, number | null> }[] {
    const { most, objective } = this.#options;
    const rows = this.#names.map((name, slot) => ({ name, metrics: this.#figures(slot, objective) }));
    const others = this.#sums[most * WIDTH + ARRIVED]! > 0;
    return others ? [...rows, { name: OTHERS, metrics: this.#figures(most, objective) }] : rows;
  }

  #figures(slot: number, objective: Objective | null): Record<string, number | null> {
    const place = slot * WIDTH;
    const sum = (k: number): number => this.#sums[place + k]!;
    const ttft = this.#ttft[slot]!;
    const arrived = sum(ARRIVED);
    return {
      ...Object.fromEntries(COUNTS.map((name, k) => [name, sum(k)])),
      'cloud.tokens': sum(TOKENS),
      'cloud.cost': sum(DOLLARS),
      'ttft.p95': ttft.count > 0 ? ttft.quantile(0.95) : null,
      'slo.attainment': objective && arrived > 0 ? sum(MET) / arrived : null,
    };
  }

  #counts(id: number): boolean {
    return this.#options.requests.arrival[id]! >= this.#options.warmup;
  }

  #place(id: number): number {
    const number = this.#options.requests.tenant[id]!;
    return (number < this.#slots.length ? this.#slots[number]! : this.#options.most) * WIDTH;
  }
}

/** What all are called who have no row of their own. */
export const OTHERS = 'all others';

function byRequests({ requests }: Tenants): number[] {
  return Array.from(requests, (_, number) => number).sort((a, b) => requests[b]! - requests[a]! || a - b);
}
