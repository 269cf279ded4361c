/** Keeps its own account of a run and says where the books do not balance. Cheap enough to stay on. */
import type { Requests } from '../kernel/requests.ts';
import { CLOUD, type CloudModel, type Report } from '../model.ts';

/** Places in the book: flat doubles, which a field that changes kind is not. */
const ARRIVED = 0;
const AT_EDGE = 1;
const AT_CLOUD = 2;
const LOST = 3;
const TOKENS_IN = 4;
const TOKENS_OUT = 5;
const WORKED = 6;
const JOULES = 7;
const DOLLARS = 8;
const INPUT = 9;
const OUTPUT = 10;
const INSIDE = 11;
const AREA = 12;
const STAYS = 13;
const NOW = 14;

export class Conservation implements Report {
  readonly #book: Float64Array = new Float64Array(15);
  #backwards = '';
  readonly #requests: Requests;
  readonly #model: CloudModel | null;

  constructor(requests: Requests, cloud: CloudModel | null) {
    this.#requests = requests;
    this.#model = cloud;
  }

  arrived(id: number, now: number): void {
    this.#tick(now);
    this.#book[ARRIVED]!++;
    this.#book[INSIDE]!++;
    this.#book[TOKENS_IN]! += this.#requests.prompt[id]! + this.#requests.output[id]!;
  }

  worked(_station: number, from: number, to: number, watts: number, share: number): void {
    if (to < from) this.#backwards ||= `work on a device ended at ${to} s, before it began at ${from} s`;
    this.#book[WORKED]! += (to - from) * watts * share;
  }

  completed(id: number, station: number, now: number): void {
    const requests = this.#requests;
    this.#leave(id, now);
    const prompt = requests.prompt[id]!;
    const output = requests.output[id]!;
    this.#book[TOKENS_OUT]! += prompt + output;
    this.#book[JOULES]! += requests.joules[id]!;
    if (station === CLOUD) {
      this.#book[AT_CLOUD]!++;
      this.#book[DOLLARS]! += requests.dollars[id]!;
      this.#book[INPUT]! += prompt;
      this.#book[OUTPUT]! += output;
    } else this.#book[AT_EDGE]!++;
    const arrival = requests.arrival[id]!;
    const started = requests.started[id]!;
    const first = requests.first[id]!;
    if (!(arrival <= started && started <= first && first <= now)) {
      this.#backwards ||= `a request arrived at ${arrival} s, started at ${started} s, had its first token at ${first} s and ended at ${now} s`;
    }
  }

  lost(id: number, _by: number, now: number): void {
    this.#leave(id, now);
    this.#book[LOST]!++;
    this.#book[TOKENS_OUT]! += this.#requests.prompt[id]! + this.#requests.output[id]!;
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
    if (this.#book[ARRIVED]! !== this.#book[AT_EDGE]! + this.#book[AT_CLOUD]! + this.#book[LOST]!) {
      found.push(
        `arrived ${this.#book[ARRIVED]!}, but ${this.#book[AT_EDGE]!} at the edge + ${this.#book[AT_CLOUD]!} in the cloud + ${this.#book[LOST]!} lost`,
      );
    }
    if (this.#book[INSIDE]! !== 0) found.push(`${this.#book[INSIDE]!} requests never ended`);
    same('tokens that arrived and that ended', this.#book[TOKENS_IN]!, this.#book[TOKENS_OUT]!);
    same('joules drawn by work and charged to requests', this.#book[WORKED]!, this.#book[JOULES]!);
    same('integral of the number in the system and sum of stays', this.#book[AREA]!, this.#book[STAYS]!);
    if (this.#model) {
      const { input, output } = this.#model.price;
      same(
        'dollars by request and by token',
        this.#book[DOLLARS]!,
        (this.#book[INPUT]! * input + this.#book[OUTPUT]! * output) / 1e6,
      );
    }
    return found;
  }

  #leave(id: number, now: number): void {
    this.#tick(now);
    this.#book[INSIDE]!--;
    this.#book[STAYS]! += now - this.#requests.arrival[id]!;
  }

  #tick(now: number): void {
    const seconds = now - this.#book[NOW]!;
    if (seconds < 0) this.#backwards ||= `from ${this.#book[NOW]!} s to ${now} s`;
    this.#book[AREA]! += seconds * this.#book[INSIDE]!;
    this.#book[NOW] = now;
  }
}
