import { CLOUD, type Fleet, type Run, type Servers, type Switch } from '../model.ts';

/** The interval in which being down counts, in seconds. */
interface CountedInterval {
  readonly from: number;
  readonly to: number;
}

interface Machines extends Fleet {
  serversOf(i: number): Servers;
}

/**
 * Switches machines and the cloud off and on, and keeps account of the time they are down. A machine that is down draws
 * nothing: it is written down as work of no watts, which displaces idling as any work does.
 */
export class Breakdowns implements Switch {
  private readonly run: Run;
  private readonly fleet: Machines;
  private readonly cloud: Servers | null;
  private readonly interval: CountedInterval;
  /** How many hold each down, the cloud first. */
  private readonly holds: Int32Array;
  private readonly since: Float64Array;
  private readonly seconds: Float64Array;

  constructor(run: Run, fleet: Machines, cloud: Servers | null, interval: CountedInterval) {
    this.run = run;
    this.fleet = fleet;
    this.cloud = cloud;
    this.interval = interval;
    this.holds = new Int32Array(fleet.size + 1);
    this.since = new Float64Array(fleet.size + 1);
    this.seconds = new Float64Array(fleet.size + 1);
  }

  /** All refuse before the first hands back what it holds: nothing moves to a machine that goes down with it. */
  off(first: number, count: number): void {
    const { fleet, run } = this;
    const stops: number[] = [];
    for (let i = first; i < first + count; i++) {
      if (this.holds[i - CLOUD]!++ > 0) continue;
      this.since[i - CLOUD] = run.clock[0]!;
      stops.push(i);
      if (i === CLOUD) continue;
      fleet.up[i] = 0;
      fleet.open[i] = 0;
      fleet.touch(i);
    }
    for (const i of stops) {
      if (i === CLOUD) this.cloud!.stop(0);
      else fleet.serversOf(i).stop(i);
    }
  }

  on(first: number, count: number): void {
    for (let i = first; i < first + count; i++) {
      if (--this.holds[i - CLOUD]! > 0) continue;
      this.account(i);
      if (i === CLOUD) this.cloud!.start(0);
      else this.fleet.serversOf(i).start(i);
    }
  }

  /** Seconds of the interval that it was down, once the run is over. */
  downOf(i: number): number {
    return this.seconds[i - CLOUD]!;
  }

  private account(i: number): void {
    const { interval, run } = this;
    const since = this.since[i - CLOUD]!;
    const now = run.clock[0]!;
    this.seconds[i - CLOUD]! += Math.max(0, Math.min(now, interval.to) - Math.max(since, interval.from));
    if (i === CLOUD) return;
    const at = run.works.row(i);
    run.works.from[at] = since;
    run.works.to[at] = now;
    run.works.watts[at] = 0;
    run.works.share[at] = 1;
  }
}
