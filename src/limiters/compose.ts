/** Combines limiters. Not a plugin: used for a scope that has several limits. */
import type { Limiter } from '../model.ts';

/** Admits what all of them admit and charges all or none. Its fill is that of the fullest. */
export function all(
  make: readonly ((touch: (i: number) => void) => Limiter)[],
  size: number,
  touch: (i: number) => void,
): Limiter {
  if (make.length === 1) return make[0]!(touch);
  const fill = new Float64Array(size);
  const fullest = (i: number): void => {
    fill[i] = limiters.reduce((most, limiter) => Math.max(most, limiter.fill[i]!), 0);
  };
  const limiters = make.map((one) =>
    one((i) => {
      fullest(i);
      touch(i);
    }),
  );
  const telling = limiters.filter((limiter) => limiter.again !== undefined);
  const settling = limiters.filter((limiter) => limiter.settle);
  return {
    fill,
    ordered: false,
    exact: settling.every(({ exact }) => exact === true),
    refusal(i, id) {
      for (const limiter of limiters) {
        const reason = limiter.refusal(i, id);
        if (reason !== 0) return reason;
      }
      return 0;
    },
    charge(i, id) {
      for (const limiter of limiters) limiter.charge(i, id);
      fullest(i);
    },
    ...(settling.length > 0 && {
      settle(i: number, id: number) {
        for (const limiter of settling) limiter.settle!(i, id);
        fullest(i);
      },
    }),
    ...(telling.length > 0 && {
      again(i: number, id: number) {
        for (const limiter of telling) limiter.again!(i, id);
      },
    }),
    look(i) {
      for (const limiter of limiters) limiter.look(i);
      fullest(i);
    },
    refresh() {
      for (const limiter of limiters) limiter.refresh();
    },
  };
}
