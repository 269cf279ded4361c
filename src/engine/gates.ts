/** All limiters of a run: those of the whole fleet and of each tenant, which are asked before the pick, and those of the places. */
import * as codes from '../kernel/codes.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Limiter } from '../model.ts';

const { AWAY, CLOUD, NONE } = codes;

/** A limiter of the whole fleet, or of each tenant. */
export interface Gate {
  readonly limiter: Limiter;
  readonly scope: 'fleet' | 'tenant';
}

/** The limiters of the devices and of the cloud; null for none. */
interface Own {
  readonly devices: Limiter | null;
  readonly cloud: Limiter | null;
}

export class Gates {
  /** 1 when there is any. */
  readonly any: number;
  readonly cloud: Limiter | null;
  private readonly devices: Limiter | null;
  private readonly requests: Requests;
  private readonly limiters: readonly Limiter[];
  /** 1 for a gate that limits each tenant. */
  private readonly byTenant: Int32Array;
  /** Whether they settle legs that were completed: for gates 1. */
  private readonly settles: Int32Array;
  private readonly devicesSettle: number;
  private readonly cloudSettles: number;

  constructor(gates: readonly Gate[], { devices, cloud }: Own, requests: Requests) {
    this.any = Number(gates.length > 0 || devices !== null || cloud !== null);
    this.cloud = cloud;
    this.devices = devices;
    this.requests = requests;
    const limiters: Limiter[] = [];
    this.byTenant = new Int32Array(gates.length);
    this.settles = new Int32Array(gates.length);
    for (const { limiter, scope } of gates) {
      this.byTenant[limiters.length] = scope === 'tenant' ? 1 : 0;
      this.settles[limiters.length] = Number(settles(limiter));
      limiters.push(limiter);
    }
    this.limiters = limiters;
    this.devicesSettle = Number(settles(devices));
    this.cloudSettles = Number(settles(cloud));
  }

  /** Why the request may not enter, wherever it is to go, or 0. */
  refusal(id: number): number {
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++) {
      const reason = limiters[g]!.refusal(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
      if (reason !== 0) return reason;
    }
    return 0;
  }

  /** A device takes it. */
  charge(id: number, by: number): void {
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++)
      limiters[g]!.charge(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
    if (this.devices !== null) this.devices.charge(by, id);
  }

  /** A leg was completed: for those that may have charged it wrong all the same. */
  completed(id: number, by: number): void {
    if (by === CLOUD) {
      if (this.cloudSettles === 1) this.cloud!.settle!(0, id);
      return;
    }
    if (by <= AWAY) return;
    const { settles, limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++)
      if (settles[g] === 1) limiters[g]!.settle!(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
    if (this.devicesSettle === 1) this.devices!.settle!(by, id);
  }

  /** A leg ended without an answer. */
  returned(id: number, by: number): void {
    if (by === CLOUD) return this.cloud?.settle?.(0, id);
    if (by === AWAY) return;
    const { limiters, byTenant } = this;
    for (let g = 0; g < limiters.length; g++)
      limiters[g]!.settle?.(byTenant[g] === 1 ? this.requests.tenant[id]! : 0, id);
    this.devices?.settle?.(by, id);
  }

  /** Writes into `again` when those of `by` that say so would let it in. */
  again(id: number, by: number): void {
    const { limiters, byTenant, requests } = this;
    requests.again[id] = 0;
    if (by >= 0) return this.devices?.again?.(by, id);
    if (by !== NONE) return this.cloud?.again?.(0, id);
    for (let g = 0; g < limiters.length; g++)
      limiters[g]!.again?.(byTenant[g] === 1 ? requests.tenant[id]! : 0, id);
  }
}

const settles = (limiter: Limiter | null): boolean =>
  limiter !== null && limiter.settle !== undefined && limiter.exact !== true;
