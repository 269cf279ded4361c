import { distribution, makeDistribution, type Spread } from '../distribution.ts';
import { Agenda } from '../kernel/agenda.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { createPlaces, derive, type Places } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Desk, Follower, Lengths, Station, Workload, WorkloadContext } from '../model.ts';
import { count, delay, plugin, type Plugin } from '../options.ts';
import { Priorities, priorities, type Priority } from './priorities.ts';
import { chances, tenants, tooMany, type TenantShares } from './tenants.ts';
import { tokens } from './tokens.ts';

interface Options {
  count: number;
  think: Spread;
  prompt: Spread;
  output: Spread;
  tenants: TenantShares;
  priorities: Priority[] | undefined;
}

/** A memory limit. */
const MOST = 1_000_000;
/** A shorter pause could vanish in the rounding of the clock, and a refused user would ask forever at one instant. */
const LEAST_PAUSE = 0.001;

export const users: Plugin<Options, WorkloadContext, Workload> = plugin(
  'a closed loop: users who think, ask, wait for the answer and think again',
  {
    count: count().describe('number of users'),
    think: distribution(delay()).describe('time from an answer or a refusal to the next question'),
    prompt: distribution().describe('prompt tokens'),
    output: distribution().describe('output tokens'),
    tenants: tenants(),
    priorities: priorities(),
  },
  (options, context: WorkloadContext) => new Users(options, context),
  {
    takes: ['patience'],
    prioritised: ({ priorities: some }) => some !== undefined,
    grown: ({ count }, factor) => ({ count: Math.max(1, Math.round(count * factor)) }),
    wrong: ({ tenants }) => tooMany(tenants),
  },
);

/** What is drawn for a turn, each from its own stream. */
const PAUSE = 0;
const PROMPT = 1;
const OUTPUT = 2;
const DRAW = 3;
/** The pause under way at the start is picked from this many, longer ones more likely. */
const PAUSES = 32;

/**
 * A closed workload: a user who waits for an answer does not ask. All draws depend on the user and the turn, never on
 * the clock, so that users ask the same whatever the latency. A user's state is when its pause ends, and its turn.
 */
class Users implements Workload, Station, Follower {
  readonly means: Lengths;
  readonly duration: number;
  readonly rate: number;
  readonly period = 0;
  readonly users: number;
  readonly tenantCount: number;
  private readonly clock: Float64Array;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private readonly desk: Desk;
  private readonly think: Distribution;
  private readonly prompt: Distribution;
  private readonly output: Distribution;
  readonly priorities?: readonly number[];
  private readonly marks: Priorities | null;
  private readonly places: Places;
  private readonly seed: number;
  private readonly belonging: TenantShares;
  private tenants: Int32Array = new Int32Array(0);
  /** The current turn of each user. */
  private turns: Int32Array = new Int32Array(0);
  /** When each user asks next; Infinity while it waits for an answer, or will not ask before the end. */
  private readonly pauses: Agenda = new Agenda();
  private readonly slot: number;

  constructor(options: Options, context: WorkloadContext) {
    if (options.count > MOST) throw new RangeError(`users.count is ${options.count}, ${MOST} at most`);
    this.clock = context.clock;
    this.requests = context.requests;
    this.agenda = context.agenda;
    this.desk = context.desk;
    this.duration = context.duration;
    this.think = makeDistribution(options.think);
    this.prompt = makeDistribution(options.prompt);
    this.output = makeDistribution(options.output);
    if (!(this.think.mean >= LEAST_PAUSE))
      throw new RangeError(`users.think must be ${LEAST_PAUSE} s or more on average, not ${this.think.mean}`);
    this.means = { prompt: Math.max(1, this.prompt.mean), output: Math.max(1, this.output.mean) };
    this.users = options.count;
    this.tenantCount = options.tenants.count;
    this.rate = options.count / this.think.mean;
    this.marks = options.priorities ? new Priorities(options.priorities, context.requests) : null;
    if (this.marks?.levels) this.priorities = this.marks.levels;
    this.places = createPlaces();
    this.seed = context.stream('users').uniform();
    this.belonging = options.tenants;
    this.slot = context.claim(this, 1);
  }

  /** Yields no open arrivals. The first call starts the pauses of all users. */
  draw(id: number): void {
    this.requests.arrival[id] = Infinity;
    if (this.turns.length === 0) this.begin();
  }

  /** The user whose pause is over asks. */
  advance(): void {
    const { places, requests } = this;
    const user = this.pauses.first;
    this.asksAt(user, Infinity);
    this.agenda.set(this.slot, this.pauses.time);
    const drawn = this.drawn(user, this.turns[user]!);
    places.begin(derive(drawn, PROMPT));
    const prompt = tokens(this.prompt.sample(places));
    places.begin(derive(drawn, OUTPUT));
    const output = tokens(this.output.sample(places));
    const id = requests.add(this.clock[0]!, this.tenants[user]!, prompt, output, derive(drawn, DRAW));
    requests.session[id] = user;
    this.marks?.mark(id);
    this.desk.arrive(id);
  }

  /** Answered or not, the user pauses before its next request. */
  ended(id: number): void {
    const user = this.requests.session[id]!;
    this.places.begin(derive(this.drawn(user, this.turns[user]!++), PAUSE));
    this.asksAt(user, this.clock[0]! + this.think.sample(this.places));
    this.agenda.set(this.slot, this.pauses.time);
  }

  private begin(): void {
    const { users } = this;
    const { count, shares } = this.belonging;
    const of = shares === 'equal' ? null : chances(this.belonging);
    this.tenants = new Int32Array(users);
    this.turns = new Int32Array(users).fill(1);
    this.pauses.claim(users);
    for (let user = 0; user < users; user++) {
      const drawn = this.drawn(user, 0);
      this.tenants[user] = of === null ? user % count : of.pick(derive(drawn, DRAW));
      this.places.begin(drawn);
      this.asksAt(user, this.rest());
    }
    this.agenda.set(this.slot, this.pauses.time);
  }

  private asksAt(user: number, time: number): void {
    this.pauses.set(user, time <= this.duration ? time : Infinity);
  }

  /** The remainder of a pause that began before the start. */
  private rest(): number {
    const { places, think } = this;
    let sum = 0;
    let met = 0;
    for (let k = 0; k < PAUSES; k++) {
      const pause = think.sample(places);
      sum += pause;
      if (places.uniform() * sum < pause) met = pause;
    }
    return met * places.uniform();
  }

  /** The uniform number of a user's turn, from which all its draws are derived. */
  private drawn(user: number, turn: number): number {
    return derive(derive(this.seed, user), turn);
  }
}
