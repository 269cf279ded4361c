/** Keeps its own account of a run and says where the books do not balance. Cheap enough to stay on. */
import type { Requests } from '../kernel/requests.ts';
import { CLOUD, type CloudModel, type Report } from '../model.ts';

export class Conservation implements Report {
  #arrived = 0;
  #edge = 0;
  #cloud = 0;
  #lost = 0;
  #tokensIn = 0;
  #tokensOut = 0;
  #worked = 0;
  #joules = 0;
  #dollars = 0;
  #input = 0;
  #output = 0;
  /** Requests in the system, their integral over time, and the sum of their stays. */
  #inside = 0;
  #area = 0;
  #stays = 0;
  #now = 0;
  #backwards = '';
  readonly #requests: Requests;
  readonly #model: CloudModel | null;

  constructor(requests: Requests, cloud: CloudModel | null) {
    this.#requests = requests;
    this.#model = cloud;
  }

  arrived(id: number, now: number): void {
    this.#tick(now);
    this.#arrived++;
    this.#inside++;
    this.#tokensIn += this.#requests.prompt[id]! + this.#requests.output[id]!;
  }

  worked(_station: number, from: number, to: number, watts: number, share: number): void {
    if (to < from) this.#backwards ||= `work on a device ended at ${to} s, before it began at ${from} s`;
    this.#worked += (to - from) * watts * share;
  }

  completed(id: number, station: number, now: number): void {
    const requests = this.#requests;
    this.#leave(id, now);
    const prompt = requests.prompt[id]!;
    const output = requests.output[id]!;
    this.#tokensOut += prompt + output;
    this.#joules += requests.joules[id]!;
    if (station === CLOUD) {
      this.#cloud++;
      this.#dollars += requests.dollars[id]!;
      this.#input += prompt;
      this.#output += output;
    } else this.#edge++;
    const arrival = requests.arrival[id]!;
    const started = requests.started[id]!;
    const first = requests.first[id]!;
    if (!(arrival <= started && started <= first && first <= now)) {
      this.#backwards ||= `a request arrived at ${arrival} s, started at ${started} s, had its first token at ${first} s and ended at ${now} s`;
    }
  }

  lost(id: number, _by: number, now: number): void {
    this.#leave(id, now);
    this.#lost++;
    this.#tokensOut += this.#requests.prompt[id]! + this.#requests.output[id]!;
  }

  /** What does not balance, a line each; empty when all is well. To be read when nothing is in flight any more. */
  faults(): string[] {
    const found: string[] = [];
    const same = (what: string, one: number, other: number): void => {
      if (Math.abs(one - other) > 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1e-6)) {
        found.push(`${what}: ${one} and ${other}`);
      }
    };
    if (this.#backwards) found.push(`time ran backwards: ${this.#backwards}`);
    if (this.#arrived !== this.#edge + this.#cloud + this.#lost) {
      found.push(
        `arrived ${this.#arrived}, but ${this.#edge} at the edge + ${this.#cloud} in the cloud + ${this.#lost} lost`,
      );
    }
    if (this.#inside !== 0) found.push(`${this.#inside} requests never ended`);
    same('tokens that arrived and that ended', this.#tokensIn, this.#tokensOut);
    same('joules drawn by work and charged to requests', this.#worked, this.#joules);
    same('integral of the number in the system and sum of stays', this.#area, this.#stays);
    if (this.#model) {
      const { input, output } = this.#model.price;
      same(
        'dollars by request and by token',
        this.#dollars,
        (this.#input * input + this.#output * output) / 1e6,
      );
    }
    return found;
  }

  #leave(id: number, now: number): void {
    this.#tick(now);
    this.#inside--;
    this.#stays += now - this.#requests.arrival[id]!;
  }

  #tick(now: number): void {
    const seconds = now - this.#now;
    if (seconds < 0) this.#backwards ||= `from ${this.#now} s to ${now} s`;
    this.#area += seconds * this.#inside;
    this.#now = now;
  }
}
