/** Results by tenant or by priority: sums over the requests that arrived in the measured interval. */
import { Histogram } from '../kernel/histogram.ts';
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, TIMEOUT, type Listener, type Objective, type Tenants } from '../model.ts';
import { placed } from './definitions.ts';
import { ratio, type TenantCounts } from './definitions/definition.ts';

/** One row of figures, and the number that its requests have. */
interface FigureGroup {
  readonly number: number;
  readonly name: string;
}

export interface GroupTallyOptions {
  readonly warmup: number;
  readonly objective: Objective | null;
  /** The column that groups the requests. */
  readonly by: 'tenant' | 'priority';
  /** The groups with figures of their own; all others form one more group. */
  readonly groups: readonly FigureGroup[];
  /** Whether clients may give up. */
  readonly abandoned: boolean;
}

/** The tenants with the most requests; numbers if tenants have no names. */
export function tenantGroups(tenants: Tenants | undefined, most: number): FigureGroup[] {
  if (!tenants) return Array.from({ length: most }, (_, number) => ({ number, name: `tenant ${number}` }));
  return byRequests(tenants)
    .slice(0, most)
    .map((number) => ({ number, name: tenantName(tenants.names, number) }));
}

const [ARRIVED, SERVED, REJECTED, CLOUDED, DROPPED, FAILED] = [0, 1, 2, 3, 4, 5] as const;
const TOKENS = 6;
const DOLLARS = 7;
const MET = 8;
const ABANDONED = 9;
const WAITED = 10;
const WIDTH = 11;

export class GroupTally implements Listener {
  readonly #options: GroupTallyOptions;
  readonly #sums: Float64Array;
  readonly #ttft: readonly Histogram[];
  /** By number; who is not here is among the others. */
  readonly #slots: ReadonlyMap<number, number>;

  constructor(options: GroupTallyOptions) {
    const { groups } = options;
    this.#options = options;
    this.#slots = new Map(groups.map(({ number }, slot) => [number, slot]));
    this.#sums = new Float64Array((groups.length + 1) * WIDTH);
    this.#ttft = Array.from({ length: groups.length + 1 }, () => new Histogram());
  }

  moved(moves: Moves): void {
    const { warmup } = this.#options;
    for (let row = 0; row < moves.end; row += moved.STRIDE) {
      if (moves.arrival[row]! < warmup) continue;
      const cloud = moves.station[row] === CLOUD;
      switch (moves.kind[row]) {
        case moved.ARRIVED:
          this.#add(moves, row, ARRIVED);
          break;
        case moved.COMPLETED:
          this.#completed(moves, row, cloud);
          break;
        case moved.LOST:
          this.#add(moves, row, DOLLARS, moves.dollars[row]);
          // An abandoned request does not count as refused.
          if (moves.reason[row] === TIMEOUT) {
            this.#add(moves, row, ABANDONED);
            break;
          }
          if (moves.refused[row]! > 0) this.#add(moves, row, REJECTED);
          this.#add(moves, row, cloud ? FAILED : DROPPED);
      }
    }
  }

  #completed(moves: Moves, row: number, cloud: boolean): void {
    const { objective } = this.#options;
    const arrival = moves.arrival[row]!;
    const output = moves.output[row]!;
    const ttft = moves.first[row]! - arrival;
    const e2e = moves.now[row]! - arrival;
    this.#add(moves, row, cloud ? CLOUDED : SERVED);
    if (cloud && moves.refused[row]! > 0) this.#add(moves, row, REJECTED);
    if (cloud) this.#add(moves, row, TOKENS, moves.prompt[row]! + output);
    this.#add(moves, row, DOLLARS, moves.dollars[row]);
    this.#ttft[this.#slot(moves, row)]!.add(ttft);
    if (!cloud) this.#add(moves, row, WAITED, moves.started[row]! - arrival);
    const tpot = output > 1 ? (e2e - ttft) / (output - 1) : 0;
    if (objective && ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot)
      this.#add(moves, row, MET);
  }

  /** A row for each, in the order in which they were given, then one for all others. */
  rows(): { name: string; metrics: Record<string, number | null> }[] {
    const { groups, objective } = this.#options;
    const rows = groups.map(({ name }, slot) => ({ name, metrics: this.#figures(slot, objective) }));
    const others = this.#sums[groups.length * WIDTH + ARRIVED]! > 0;
    return others ? [...rows, { name: OTHERS, metrics: this.#figures(groups.length, objective) }] : rows;
  }

  #figures(slot: number, objective: Objective | null): Record<string, number | null> {
    const place = slot * WIDTH;
    const sum = (k: number): number => this.#sums[place + k]!;
    const ttft = this.#ttft[slot]!;
    const arrived = sum(ARRIVED);
    const counts: TenantCounts = {
      arrived,
      served: sum(SERVED),
      rejected: sum(REJECTED),
      clouded: sum(CLOUDED),
      dropped: sum(DROPPED),
      failed: sum(FAILED),
      abandoned: this.#options.abandoned ? sum(ABANDONED) : undefined,
      tokens: sum(TOKENS),
      dollars: sum(DOLLARS),
      ttft95: ttft.count > 0 ? ttft.quantile(0.95) : null,
      attainment: objective && arrived > 0 ? sum(MET) / arrived : null,
      waited: this.#options.by === 'priority' ? ratio(sum(WAITED), sum(SERVED)) : undefined,
    };
    return Object.fromEntries(
      placed('tenant').flatMap(({ name, tenant }) => {
        const value = tenant!(counts);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }

  #add(moves: Moves, row: number, sum: number, amount = 1): void {
    this.#sums[this.#slot(moves, row) * WIDTH + sum]! += amount;
  }

  #slot(moves: Moves, row: number): number {
    const { by, groups } = this.#options;
    const number = by === 'tenant' ? moves.tenant[row]! : moves.priority![row]!;
    return this.#slots.get(number) ?? groups.length;
  }
}

/** The name of the group of all others. */
export const OTHERS = 'all others';

function byRequests({ requests }: Tenants): number[] {
  return Array.from(requests, (_, number) => number).sort((a, b) => requests[b]! - requests[a]! || a - b);
}
