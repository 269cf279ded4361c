/** Limiters made of limiters. They are not plugins: the scope of a limit says which is used. */
import type { Limiter, Request } from '../model.ts';

/** Admits what all of them admit; charges all or none. */
export function all(limiters: readonly Limiter[]): Limiter {
  if (limiters.length === 1) return limiters[0]!;
  const settling = limiters.filter((limiter) => limiter.settle);
  return {
    get expires() {
      return limiters.reduce((least, limiter) => Math.min(least, limiter.expires), Infinity);
    },
    ordered: false,
    refusal(request) {
      for (const limiter of limiters) {
        const reason = limiter.refusal(request);
        if (reason !== null) return reason;
      }
      return null;
    },
    charge(request) {
      for (const limiter of limiters) limiter.charge(request);
    },
    ...(settling.length > 0 && {
      settle(id: number, admitted: number, now: number, prompt: number, output: number) {
        for (const limiter of settling) limiter.settle!(id, admitted, now, prompt, output);
      },
    }),
    fill: (now) => limiters.reduce((most, limiter) => Math.max(most, limiter.fill(now)), 0),
  };
}

/** A limiter of its own for each tenant, made when the tenant first asks. `fill` is that of the fullest. */
export function perTenant(make: () => Limiter, tenantOf: (id: number) => number): Limiter {
  const limiters: (Limiter | undefined)[] = [];
  const of = (tenant: number): Limiter => (limiters[tenant] ??= make());
  const made = (): Limiter[] => limiters.filter((limiter) => limiter !== undefined);
  const settles = make().settle !== undefined;
  return {
    get expires() {
      return made().reduce((least, limiter) => Math.min(least, limiter.expires), Infinity);
    },
    ordered: false,
    refusal: (request: Request) => of(request.tenant).refusal(request),
    charge: (request: Request) => of(request.tenant).charge(request),
    ...(settles && {
      settle: (id: number, admitted: number, now: number, prompt: number, output: number) =>
        of(tenantOf(id)).settle!(id, admitted, now, prompt, output),
    }),
    fill: (now) => made().reduce((most, limiter) => Math.max(most, limiter.fill(now)), 0),
  };
}
