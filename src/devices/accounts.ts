import type { Model, Run } from '../model.ts';
import type { Cells } from './cells.ts';
import * as fields from './fields.ts';
import type { Prompts } from './prompts.ts';

const { CHUNK, DECODING, DRAWN, FROM, READING, SINCE, SIZE, UNTIL } = fields;

/** Accounts for the work of a batching machine within a stretch: who worked when, and the energy of each request. */
export class Accounts {
  private readonly run: Run;
  private readonly first: number;
  private readonly cells: Cells;
  private readonly prompts: Prompts;
  private readonly overlaps: boolean;
  private readonly prefillWatts: number;
  private readonly decodeWatts: number;
  private readonly wattsPerSequence: number;

  constructor(
    run: Run,
    { first, model }: { readonly first: number; readonly model: Model },
    cells: Cells,
    prompts: Prompts,
  ) {
    const { pace, power } = model;
    this.run = run;
    this.first = first;
    this.cells = cells;
    this.prompts = prompts;
    this.overlaps = (pace.overlap ?? 1) < 1;
    this.prefillWatts = power.prefill;
    this.decodeWatts = power.decode;
    this.wattsPerSequence = power.decodePerSequence;
  }

  /** Up to now. */
  settle(): void {
    this.cells.all[UNTIL] = this.run.clock[0]!;
    this.settleUntil();
  }

  /** Up to the time in its cell: V8 boxes a double that crosses a call. */
  settleUntil(): void {
    const { all } = this.cells;
    const { works } = this.run;
    const since = all[SINCE]!;
    const until = all[UNTIL]!;
    const size = all[SIZE]!;
    const reading = all[READING]!;
    if (!(until > since)) return;
    if (size > 0 && reading > 0 && all[CHUNK]! > 0) return this.sideBySide();
    all[SINCE] = until;
    // Nothing listens: the request that took time in this step has left, and the others take none.
    let decodes = since;
    if (size > 0) {
      const middle = all[FROM]! + all[DECODING]!;
      decodes = reading === 0 || until < middle ? until : middle;
    }
    if (since < decodes) {
      const watts = this.decodeWatts + this.wattsPerSequence * (size - 1);
      const at = this.row();
      works.from[at] = since;
      works.to[at] = decodes;
      works.watts[at] = watts;
      all[DRAWN]! += (watts * (decodes - since)) / size;
    }
    if (decodes < until) {
      const from = since > decodes ? since : decodes;
      const at = this.row();
      works.from[at] = from;
      works.to[at] = until;
      works.watts[at] = this.prefillWatts;
      this.prompts.charge(this.prefillWatts * (until - from));
    }
  }

  /** Steps that both decode and read. */
  private sideBySide(): void {
    const { all } = this.cells;
    const { works } = this.run;
    const since = all[SINCE]!;
    const until = all[UNTIL]!;
    const size = all[SIZE]!;
    const { prefillWatts } = this;
    const share = all[DECODING]! / (all[DECODING]! + all[READING]!);
    const beside = this.overlaps ? prefillWatts : this.decodeWatts + this.wattsPerSequence * (size - 1);
    all[SINCE] = until;
    const at = this.row();
    works.from[at] = since;
    works.to[at] = until;
    works.watts[at] = beside * share + prefillWatts * (1 - share);
    this.prompts.charge(prefillWatts * (1 - share) * (until - since));
    all[DRAWN]! += (beside * share * (until - since)) / size;
  }

  /** A row of the log of work, for the whole board; the caller fills in the doubles. */
  private row(): number {
    const { works } = this.run;
    const at = works.row(this.first + this.cells.k);
    works.share[at] = 1;
    return at;
  }
}
