/**
 * Regions that ask each other, as they are described: one list of all that is to happen anywhere, looked through for the
 * earliest each time. Machines answer one request after the other and are taken in turn.
 */

export interface OracleRequest {
  readonly at: number;
  /** Seconds of a machine until the first token, and until the last. */
  readonly first: number;
  readonly last: number;
}

export interface OracleRegion {
  readonly requests: readonly OracleRequest[];
  readonly machines: number;
  readonly queue: number;
  readonly to: readonly number[];
  readonly delay: number;
}

/** What became of a request: who answered it, null for the cloud, and after how many seconds. */
export interface OracleFate {
  readonly by: number | null;
  readonly ttft: number;
  readonly e2e: number;
}

interface Asked extends OracleRequest {
  readonly home: number;
  readonly number: number;
  tried: number;
}

interface Event {
  readonly at: number;
  readonly happens: () => void;
}

export function oracleOfRegions(regions: readonly OracleRegion[]): OracleFate[][] {
  const events: Event[] = [];
  let now = 0;
  const fates: OracleFate[][] = regions.map(() => []);
  const turns = regions.map(() => 0);
  const lines = regions.map(({ machines }) => Array.from({ length: machines }, (): Asked[] => []));
  const later = (seconds: number, happens: () => void): unknown =>
    events.push({ at: now + seconds, happens });

  /** Begins with the first in line. */
  const work = (region: number, machine: number): void => {
    const request = lines[region]![machine]![0]!;
    const began = now;
    later(request.last, () => {
      lines[region]![machine]!.shift();
      if (lines[region]![machine]!.length > 0) work(region, machine);
      answered(request, region, began + request.first);
    });
  };
  const takes = (region: number, request: Asked): boolean => {
    const machine = turns[region]!++ % regions[region]!.machines;
    const line = lines[region]![machine]!;
    if (line.length > regions[region]!.queue) return false;
    line.push(request);
    if (line.length === 1) work(region, machine);
    return true;
  };
  const answered = (request: Asked, by: number, first: number): void => {
    const delay = by === request.home ? 0 : regions[request.home]!.delay;
    fates[request.home]![request.number] = {
      by,
      ttft: first + delay - request.at,
      e2e: now + delay - request.at,
    };
  };
  const turnedAway = (request: Asked): void => {
    const { to, delay } = regions[request.home]!;
    const next = to[request.tried++];
    if (next === undefined) {
      fates[request.home]![request.number] = { by: null, ttft: NaN, e2e: NaN };
      return;
    }
    later(delay, () => {
      if (!takes(next, request)) later(delay, () => turnedAway(request));
    });
  };

  regions.forEach(({ requests }, home) =>
    requests.forEach((request, number) => {
      const asked: Asked = { ...request, home, number, tried: 0 };
      events.push({
        at: request.at,
        happens: () => {
          if (!takes(home, asked)) turnedAway(asked);
        },
      });
    }),
  );
  while (events.length > 0) {
    let first = 0;
    for (let k = 1; k < events.length; k++) if (events[k]!.at < events[first]!.at) first = k;
    const [event] = events.splice(first, 1);
    now = event!.at;
    event!.happens();
  }
  return fates;
}
