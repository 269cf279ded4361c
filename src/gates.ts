/** The limiters of the whole fleet and of each tenant: asked before the pick, charged when a device takes the request. */
import type { Requests } from './kernel/requests.ts';
import type { Limiter } from './model.ts';

/** A limiter of the whole fleet, or of each tenant. */
export interface Gate {
  readonly limiter: Limiter;
  readonly scope: 'fleet' | 'tenant';
}

export class Gates {
  private readonly requests: Requests;
  private readonly limiters: readonly Limiter[];
  /** 1 for a gate that limits each tenant. */
  private readonly byTenant: Int32Array;

  constructor(gates: readonly Gate[], requests: Requests) {
    this.requests = requests;
    this.limiters = gates.map(({ limiter }) => limiter);
    this.byTenant = Int32Array.from(gates, ({ scope }) => (scope === 'tenant' ? 1 : 0));
  }

  /** Why one of them would not let the request in, or 0. */
  refusal(id: number): number {
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++) {
      const reason = limiters[g]!.refusal(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
      if (reason !== 0) return reason;
    }
    return 0;
  }

  charge(id: number): void {
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++)
      limiters[g]!.charge(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
  }

  /** A leg at a device ended. */
  settle(id: number): void {
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++)
      limiters[g]!.settle?.(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
  }
}
