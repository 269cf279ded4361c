/** What queueing theory says of one station. Times are in mean services. */

/** Erlang B: share of arrivals turned away by c servers without a queue that are offered `load` servers' work. */
export function erlangB(c: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/**
 * Retries that come so late that the station has forgotten them: the share of all tries that c servers without a queue
 * turn away, when who is turned away tries again `most` times. The load of all tries is that of the first ones, and of
 * those turned away once, twice and so on.
 */
export function blockedWithRetries(c: number, load: number, most: number): number {
  let blocked = 0;
  for (let k = 0; k < 1000; k++) {
    let tries = 0;
    for (let n = 0; n <= most; n++) tries += blocked ** n;
    blocked = (blocked + erlangB(c, load * tries)) / 2;
  }
  return blocked;
}

/** Erlang C: share of arrivals that wait at c servers with an unbounded queue. */
export function erlangC(c: number, load: number): number {
  const blocked = erlangB(c, load);
  return blocked / (1 - (load / c) * (1 - blocked));
}

/** Mean wait of M/M/c. */
export function waitOfMMc(c: number, load: number): number {
  return erlangC(c, load) / (c - load);
}

/**
 * Erlang A: c servers, and each who waits gives up at rate `impatience`. The shares of time with n in the system by
 * birth and death; from the mean number waiting, the share that gives up and the mean time until service or giving up.
 */
export function erlangA(c: number, load: number, impatience: number): { gaveUp: number; meanWait: number } {
  let [weight, all, waiting] = [1, 1, 0];
  for (let n = 1; n < c + 10_000 && weight > 1e-300; n++) {
    weight *= load / (Math.min(n, c) + Math.max(0, n - c) * impatience);
    all += weight;
    waiting += weight * Math.max(0, n - c);
  }
  const queue = waiting / all;
  return { gaveUp: (impatience * queue) / load, meanWait: queue / load };
}

/** Pollaczek and Khinchine: mean wait of M/G/1 with a coefficient of variation of the service. */
export function waitOfMG1(load: number, cv: number): number {
  return (load * (1 + cv * cv)) / 2 / (1 - load);
}

/** The supermarket model: share of very many stations with at least k requests, when each arrival takes the shorter of d. */
export function shareOfLong(load: number, d: number, k: number): number {
  return load ** ((d ** k - 1) / (d - 1));
}

/** Its mean time in the system: the sum of those shares over the load. */
export function stayOfSupermarket(load: number, d: number): number {
  let sum = 0;
  for (let k = 1; k < 60; k++) sum += shareOfLong(load, d, k);
  return sum / load;
}

/** Of every arrival: refused because the station is down, taken and lost when it fails, served; and the mean number there. */
export interface Breaking {
  readonly refused: number;
  readonly lost: number;
  readonly served: number;
  readonly inside: number;
}

/**
 * M/M/c whose station fails at random, whatever it does, and loses all it holds; while it is repaired it takes nobody.
 * Its Markov chain has a state for each number there while it is up, and one for down. The balance of each state gives
 * the probability of the next from those before; of the two that are free, one is what keeps all of them from growing
 * without bound and the other the sum of 1. Solved from the far end, where the chain is cut.
 */
export function breakingMMc(
  c: number,
  { rate, failing, repaired }: { readonly rate: number; readonly failing: number; readonly repaired: number },
): Breaking {
  const far = 2000;
  const up = repaired / (failing + repaired);
  // p(n + 1) = ratio(n + 1) p(n): what comes up to n + 1 goes down again or is lost there or further up.
  const ratio = new Float64Array(far + 2);
  for (let n = far; n >= 1; n--) {
    const leaves = Math.min(n, c) + failing + rate - Math.min(n + 1, c) * ratio[n + 1]!;
    ratio[n] = rate / leaves;
  }
  let sum = 0;
  let inside = 0;
  let busy = 0;
  let probability = 1;
  for (let n = 0; n <= far; n++) {
    if (n > 0) probability *= ratio[n]!;
    sum += probability;
    inside += n * probability;
    busy += Math.min(n, c) * probability;
  }
  inside *= up / sum;
  const served = (busy * up) / sum / rate;
  return { refused: 1 - up, lost: (failing * inside) / rate, served, inside };
}

/**
 * The machine repairman, M/M/c//N, by mean value analysis with the chances of each number waiting: `users` who think for
 * `think` seconds on average and ask one of `servers` for a second's service. Throughput, mean stay, mean number there.
 */
export function repairman(
  users: number,
  think: number,
  servers: number,
): { throughput: number; stay: number; there: number } {
  let chances = [1];
  let throughput = 0;
  let stay = 0;
  for (let n = 1; n <= users; n++) {
    // Who comes meets what there is with one user less.
    stay = chances.reduce((sum, chance, k) => sum + (chance * (k + 1)) / Math.min(k + 1, servers), 0);
    throughput = n / (think + stay);
    const more = chances.map((chance, k) => (throughput / Math.min(k + 1, servers)) * chance);
    chances = [1 - more.reduce((sum, chance) => sum + chance, 0), ...more];
  }
  return { throughput, stay, there: throughput * stay };
}

/**
 * Cobham: mean waits in M/G/1 whose queue goes by priority and lets nobody give way, the highest first. `loads` are
 * those of each priority, `residual` what is left on average of the service that an arrival finds.
 */
export function cobham(loads: readonly number[], residual: number): number[] {
  let above = 0;
  return loads.map((load) => {
    const before = 1 - above;
    above += load;
    return residual / (before * (1 - above));
  });
}
