/** Listens to a run and computes every metric that is needed. Memory does not grow with the requests. */
import * as codes from '../kernel/codes.ts';
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import type { BucketSeries } from '../kernel/series.ts';
import type { Listener, Objective } from '../model.ts';
import { RequestCounts } from './counts.ts';
import * as deviceRows from './deviceRows.ts';
import { Energy } from './energy.ts';
import { MeasuredInterval } from './interval.ts';
import { Occupancy } from './occupancy.ts';
import type { LengthRange, MetricsOptions } from './measured.ts';
import { gaugesFor, type Gauges } from './only.ts';
import { ARRIVALS, CLOUD_TOKENS, OverTime, REJECTED, SERVED } from './overTime.ts';
import { Tally, type AnswerRows } from './tally.ts';

const {
  ACCEPTED,
  ARRIVAL,
  ARRIVED,
  ATTEMPTS,
  COMPLETED,
  JOULES,
  KIND,
  LEFT,
  NOW,
  NUMBER,
  OUTPUT,
  PROMPT,
  REFUSED,
  RETURNED,
  ROWS,
  STATION,
  STRIDE,
  LOST,
} = moved;
const { AWAY, CLOUD } = codes;
const { ACROSS, JOULES: OF_JOULES, SERVED: OF_SERVED, TOKENS: OF_TOKENS } = deviceRows;

export type { LengthRange, MeasuredKind, MetricsOptions } from './measured.ts';

function bounds(range: LengthRange | null): number[] {
  return range === null ? [0, Infinity, Infinity] : [...range.prompt, range.context[1]];
}

const NOTHING_ASKED: Objective = { ttft: Infinity, tpot: Infinity, e2e: Infinity };

export class Metrics extends RequestCounts implements Listener {
  readonly options: MetricsOptions;
  readonly gauges: Gauges;
  readonly edge: Tally;
  readonly cloud: Tally;
  /** Null if not needed. */
  readonly occupancy: Occupancy | null;
  readonly energy: Energy | null;
  readonly overTime: OverTime | null;
  /** Counts of each device, in rows (deviceRows.ts); counts that few devices have are separate. */
  readonly devices: Float64Array;
  readonly refusals: Float64Array;
  /** Requests with lengths outside those at which its profile was measured. */
  readonly outside: Float64Array;
  private readonly each: boolean;
  private readonly warns: boolean;
  private readonly flow: BucketSeries | null;
  private readonly group: Int32Array;
  /** By kind of machine: the shortest and longest prompt its profile was measured at, and the most tokens in total. */
  private readonly ranges: Float64Array;
  /** For the block that is being read: answers of the edge, one of the cloud, and stays at the edge. */
  private readonly answers: AnswerRows = { at: new Int32Array(ROWS), platform: new Int32Array(ROWS) };
  private readonly ofCloud: AnswerRows = { at: new Int32Array(1), platform: new Int32Array(1) };
  private readonly fromAfar: AnswerRows = { at: new Int32Array(1), platform: new Int32Array(1) };
  /** The number of kinds of machine in this region. */
  private readonly own: number;
  private readonly times = { came: new Float64Array(ROWS), served: new Float64Array(ROWS) };

  constructor(options: MetricsOptions) {
    const { warmup, duration, kinds, group, responsiveness } = options;
    super(new MeasuredInterval(warmup, duration), options.asked !== null);
    const objective = options.objective ?? NOTHING_ASKED;
    const gauges = gaugesFor(options.only);
    const devices = group.length;
    this.options = options;
    this.gauges = gauges;
    this.own = options.ownKinds ?? kinds.length;
    this.group = group;
    this.devices = new Float64Array(devices * ACROSS);
    this.edge = new Tally(kinds, objective, responsiveness, gauges);
    this.cloud = new Tally(options.cloud ? [options.cloud] : [], objective, responsiveness, gauges);
    this.overTime = gauges.story
      ? new OverTime(
          duration,
          group,
          Float64Array.from(kinds, ({ power }) => power.idle),
        )
      : null;
    this.flow = this.overTime && this.overTime.flow;
    this.each = gauges.devices;
    this.warns = gauges.warnings;
    this.occupancy =
      gauges.busy || gauges.seats
        ? new Occupancy(this.devices, this.interval, gauges.seats, this.overTime)
        : null;
    this.energy = gauges.energy ? new Energy(this.devices, this.interval) : null;
    this.refusals = new Float64Array(gauges.devices ? devices : 0);
    this.outside = new Float64Array(gauges.warnings ? devices : 0);
    this.ranges = Float64Array.from(kinds.flatMap(({ range }) => bounds(range)));
  }

  /** All requests of a run have the same slo, if there is one. */
  get judged(): number {
    return this.arrivals;
  }

  /** All counters. */
  get listeners(): readonly Listener[] {
    const all: Listener[] = [this];
    for (const one of this.others) all.push(one);
    return all;
  }

  get others(): readonly Listener[] {
    const others: Listener[] = [];
    if (this.occupancy !== null) others.push(this.occupancy);
    if (this.energy !== null) others.push(this.energy);
    if (this.overTime !== null) others.push(this.overTime);
    return others;
  }

  /** Fast path: requests that arrive, are accepted and are answered at the edge. All others are handled one by one. */
  moved({ rows, end }: Pick<Moves, 'rows' | 'end'>): void {
    const { group, warmup, times } = this;
    const { at, platform } = this.answers;
    let came = 0;
    let served = 0;
    let answers = 0;
    for (let row = 0; row < end; row += STRIDE) {
      const kind = rows[row + KIND]!;
      if (kind === ARRIVED) {
        times.came[came++] = rows[row + NOW]!;
        if (rows[row + NOW]! >= warmup) this.arrivals++;
      } else if (kind === COMPLETED) {
        const station = rows[row + STATION]! | 0;
        if (this.closed) this.waits(rows, row);
        if (station >= 0) times.served[served++] = rows[row + NOW]!;
        if (rows[row + ARRIVAL]! < warmup) continue;
        this.retries += rows[row + ATTEMPTS]! - 1;
        if (station < 0) this.afar(rows, row, station);
        else {
          at[answers] = row;
          platform[answers++] = group[station]!;
        }
      } else if (kind !== ACCEPTED || rows[row + STATION] === CLOUD) this.seldom(kind, rows, row);
    }
    if (this.flow !== null) {
      this.flow.count(ARRIVALS, times.came, came);
      this.flow.count(SERVED, times.served, served);
    }
    if (answers === 0) return;
    this.edge.addAll(rows, this.answers, answers);
    if (this.each) this.answered(rows, answers);
  }

  private seldom(kind: number, rows: Float64Array, row: number): void {
    switch (kind) {
      case REFUSED:
        this.refused(rows, row);
        break;
      case ACCEPTED:
        if (this.flow !== null)
          this.flow.add(CLOUD_TOKENS, rows[row + NOW]!, rows[row + PROMPT]! + rows[row + OUTPUT]!);
        break;
      case RETURNED:
        this.handedBack(rows, row);
        break;
      case LEFT:
        this.waits(rows, row);
        this.gone.add(rows[row + NUMBER]!);
        break;
      case LOST:
        this.lost(rows, row);
    }
  }

  private refused(rows: Float64Array, row: number): void {
    const by = rows[row + STATION]!;
    if (this.flow !== null && by !== CLOUD) this.flow.add(REJECTED, rows[row + NOW]!, 1);
    if (this.each && by >= 0 && rows[row + ARRIVAL]! >= this.warmup) this.refusals[by]!++;
  }

  /** Answered in another region: the kinds of machine of all connected regions follow this region's own. */
  private afar(rows: Float64Array, row: number, station: number): void {
    if (station === CLOUD) return this.clouded(rows, row);
    this.sent++;
    this.fromAfar.at[0] = row;
    this.fromAfar.platform[0] = this.own + AWAY - station;
    this.edge.addAll(rows, this.fromAfar, 1);
  }

  private clouded(rows: Float64Array, row: number): void {
    this.ofCloud.at[0] = row;
    this.cloud.addAll(rows, this.ofCloud, 1);
    this.rejects(rows, row);
  }

  /** What each device did. */
  private answered(rows: Float64Array, count: number): void {
    const { devices, outside, ranges } = this;
    const { at, platform } = this.answers;
    for (let k = 0; k < count; k++) {
      const row = at[k]!;
      const device = rows[row + STATION]! | 0;
      const prompt = rows[row + PROMPT]!;
      const cached = prompt + rows[row + OUTPUT]!;
      const own = device * ACROSS;
      devices[own + OF_SERVED]!++;
      devices[own + OF_TOKENS]! += cached;
      devices[own + OF_JOULES]! += rows[row + JOULES]!;
      if (!this.warns) continue;
      const range = 3 * platform[k]!;
      if (prompt < ranges[range]! || prompt > ranges[range + 1]! || cached > ranges[range + 2]!)
        outside[device]!++;
    }
  }
}
