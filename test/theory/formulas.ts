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
