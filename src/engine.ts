/** The loop, and the desk where every request is received. It knows the contracts and no plugin. */
import { Agenda } from './kernel/agenda.ts';
import type { Requests } from './kernel/requests.ts';
import {
  CLOUD,
  NONE,
  type Cloud,
  type Device,
  type Estimate,
  type Fleet,
  type Limiter,
  type Reason,
  type Report,
  type Request,
  type Station,
  type Strategy,
  type Workload,
} from './model.ts';

/** The machines and what stands before them: what a strategy sees, apart from the request. */
export interface Machines {
  readonly devices: readonly Device[];
  /** The limiter of each device. */
  readonly limiters: readonly Limiter[];
  /** Devices of one group are interchangeable. */
  readonly groups: readonly number[];
}

export interface Parts {
  readonly requests: Requests;
  readonly workload: Workload;
  /** Limiters of the whole fleet and of tenants, asked before the pick. */
  readonly gates: readonly Limiter[];
  readonly fleet: Floor;
  readonly strategy: Strategy;
  readonly cloud: Cloud | null;
  /** Where a request goes that the edge refused. */
  readonly fallback: 'cloud' | 'drop';
  /** Anything else that happens at a time of its own. */
  readonly others?: readonly Station[];
  readonly reports: readonly Report[];
}

/** Runs until nothing is left to happen. At equal times an arrival goes first, then the lowest station. */
export function run(parts: Parts): void {
  const { workload } = parts;
  const stations: Station[] = [...parts.fleet.devices];
  if (parts.cloud) stations.push(parts.cloud);
  stations.push(...(parts.others ?? []));
  const agenda = new Agenda(stations.length);
  stations.forEach((station, i) => agenda.set(i, station.due));
  const desk = new Desk(parts, agenda);
  for (;;) {
    const due = agenda.time;
    if (workload.at <= due) {
      if (workload.at === Infinity) return;
      desk.receive(workload);
      workload.advance();
    } else {
      const next = agenda.first;
      const station = stations[next]!;
      station.advance(due, desk);
      agenda.set(next, station.due);
    }
  }
}

/** A fleet as strategies see it. */
export class Floor implements Fleet {
  readonly size: number;
  readonly devices: readonly Device[];
  readonly limiters: readonly Limiter[];
  readonly #groups: readonly number[];
  #request: Request | null = null;
  /** A device that is known to admit it. */
  #admitted: number = NONE;

  constructor({ devices, limiters, groups }: Machines) {
    this.size = devices.length;
    this.devices = devices;
    this.limiters = limiters;
    this.#groups = groups;
  }

  waiting(i: number): number {
    return this.devices[i]!.waiting;
  }
  running(i: number): number {
    return this.devices[i]!.running;
  }
  load(i: number): number {
    const device = this.devices[i]!;
    return device.waiting + device.running;
  }
  capability(i: number): number {
    return this.devices[i]!.capability;
  }
  clear(i: number): number {
    return this.devices[i]!.clear;
  }
  open(i: number): boolean {
    return this.devices[i]!.open;
  }
  fill(i: number, now: number): number {
    return this.limiters[i]!.fill(now);
  }
  expires(i: number): number {
    return this.limiters[i]!.expires;
  }
  ordered(i: number): boolean {
    return this.limiters[i]!.ordered;
  }
  group(i: number): number {
    return this.#groups[i]!;
  }
  estimate(i: number, prompt: number, output: number, into: Estimate): void {
    this.devices[i]!.estimate(prompt, output, into);
  }
  admits(i: number): boolean {
    if (this.refusal(i) !== null) return false;
    this.#admitted = i;
    return true;
  }
  /** Takes up the request that the next questions are about. */
  receive(request: Request): void {
    this.#request = request;
    this.#admitted = NONE;
  }
  refusal(i: number): Reason | null {
    if (i === this.#admitted) return null;
    const request = this.#request!;
    return this.limiters[i]!.refusal(request) ?? this.devices[i]!.refusal(request);
  }
}

/** Receives requests, and hears what becomes of them. */
class Desk implements Report {
  readonly #parts: Parts;
  readonly #agenda: Agenda;
  readonly #changed: boolean;
  readonly #follows: boolean;
  readonly #arrived: Report | null;
  readonly #refused: Report | null;
  readonly #accepted: Report | null;
  readonly #worked: Report | null;
  readonly #firstToken: Report | null;
  readonly #preempted: Report | null;
  readonly #completed: Report | null;
  readonly #lost: Report | null;

  constructor(parts: Parts, agenda: Agenda) {
    this.#parts = parts;
    this.#agenda = agenda;
    this.#changed = parts.strategy.changed !== undefined;
    this.#follows = parts.strategy.accepted !== undefined;
    this.#arrived = listeners(parts.reports, 'arrived');
    this.#refused = listeners(parts.reports, 'refused');
    this.#accepted = listeners(parts.reports, 'accepted');
    this.#worked = listeners(parts.reports, 'worked');
    this.#firstToken = listeners(parts.reports, 'firstToken');
    this.#preempted = listeners(parts.reports, 'preempted');
    this.#completed = listeners(parts.reports, 'completed');
    this.#lost = listeners(parts.reports, 'lost');
  }

  receive(request: Request): void {
    const { requests, gates, strategy, fleet, fallback } = this.#parts;
    const now = request.at;
    const id = requests.add(now, request.tenant, request.prompt, request.output, request.draw);
    request.id = id;
    this.#arrived?.arrived!(id, now);
    let by = NONE;
    let reason: Reason | null = null;
    for (let g = 0; g < gates.length && reason === null; g++) reason = gates[g]!.refusal(request);
    if (reason === null) {
      fleet.receive(request);
      by = strategy.pick(request, fleet);
      if (by >= 0) reason = fleet.refusal(by);
      else if (by === NONE) reason = 'noDevice';
    }
    if (by >= 0 && reason === null) {
      for (let g = 0; g < gates.length; g++) gates[g]!.charge(request);
      fleet.limiters[by]!.charge(request);
      requests.admitted[id] = now;
      const device = fleet.devices[by]!;
      device.accept(id, now);
      this.#agenda.set(by, device.due);
      this.#accepted?.accepted!(id, by, now);
      if (this.#follows) strategy.accepted!(id, by, now);
      if (this.#changed) strategy.changed!(by, fleet, now);
      return;
    }
    if (reason !== null) {
      this.#refused?.refused!(id, reason, by, now);
      if (fallback === 'drop') return this.#lose(id, by, now);
    }
    this.#toCloud(request, now);
  }

  #toCloud(request: Request, now: number): void {
    const cloud = this.#parts.cloud!;
    const { id } = request;
    const reason = cloud.refusal(request);
    if (reason !== null) {
      this.#refused?.refused!(id, reason, CLOUD, now);
      return this.#lose(id, CLOUD, now);
    }
    cloud.accept(id, now);
    this.#agenda.set(this.#parts.fleet.size, cloud.due);
    this.#accepted?.accepted!(id, CLOUD, now);
  }

  #lose(id: number, by: number, now: number): void {
    this.#lost?.lost!(id, by, now);
    this.#parts.requests.release(id);
  }

  worked(station: number, from: number, to: number, watts: number, share: number): void {
    this.#worked?.worked!(station, from, to, watts, share);
  }

  firstToken(id: number, station: number, now: number): void {
    this.#firstToken?.firstToken!(id, station, now);
  }

  preempted(id: number, station: number, now: number): void {
    this.#preempted?.preempted!(id, station, now);
  }

  completed(id: number, station: number, now: number): void {
    const { requests, fleet, gates, strategy } = this.#parts;
    this.#completed?.completed!(id, station, now);
    if (station >= 0) {
      const admitted = requests.admitted[id]!;
      const prompt = requests.prompt[id]!;
      const output = requests.output[id]!;
      for (let g = 0; g < gates.length; g++) gates[g]!.settle?.(id, admitted, now, prompt, output);
      fleet.limiters[station]!.settle?.(id, admitted, now, prompt, output);
      if (this.#follows) strategy.completed!(id, station, now);
      if (this.#changed) strategy.changed!(station, fleet, now);
    }
    requests.release(id);
  }
}

/** Who listens to one kind of report, in their order, as one; null when nobody does. */
function listeners(reports: readonly Report[], kind: keyof Report): Report | null {
  return reports
    .filter((report) => report[kind])
    .reduceRight<Report | null>((rest, report) => (rest ? new Both(report, rest) : report), null);
}

/** Tells one, then the other, where a list would be walked for every report. Only what both listen to is passed. */
class Both implements Report {
  readonly #one: Report;
  readonly #other: Report;

  constructor(one: Report, other: Report) {
    this.#one = one;
    this.#other = other;
  }

  arrived(id: number, now: number): void {
    this.#one.arrived!(id, now);
    this.#other.arrived!(id, now);
  }
  refused(id: number, reason: Reason, by: number, now: number): void {
    this.#one.refused!(id, reason, by, now);
    this.#other.refused!(id, reason, by, now);
  }
  accepted(id: number, station: number, now: number): void {
    this.#one.accepted!(id, station, now);
    this.#other.accepted!(id, station, now);
  }
  worked(station: number, from: number, to: number, watts: number, share: number): void {
    this.#one.worked!(station, from, to, watts, share);
    this.#other.worked!(station, from, to, watts, share);
  }
  firstToken(id: number, station: number, now: number): void {
    this.#one.firstToken!(id, station, now);
    this.#other.firstToken!(id, station, now);
  }
  preempted(id: number, station: number, now: number): void {
    this.#one.preempted!(id, station, now);
    this.#other.preempted!(id, station, now);
  }
  completed(id: number, station: number, now: number): void {
    this.#one.completed!(id, station, now);
    this.#other.completed!(id, station, now);
  }
  lost(id: number, by: number, now: number): void {
    this.#one.lost!(id, by, now);
    this.#other.lost!(id, by, now);
  }
}
