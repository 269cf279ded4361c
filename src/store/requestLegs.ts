/** The legs of a request as JSON: the same in every format of the log. */
import type { StoryStep } from '../metrics/storySteps.ts';
import { CLOUD } from '../model.ts';
import { ByteLines, piece, type Piece } from './byteLines.ts';

export function jsonNames(devices: readonly string[]): readonly Piece[] {
  return devices.map((name) => piece(JSON.stringify(name)));
}

/** Encodes legs as text for a column. */
export class LegText {
  private readonly names: readonly Piece[];
  private readonly lines: ByteLines;
  /** Overflow of the buffer. */
  private readonly before: Uint8Array[] = [];

  constructor(devices: readonly string[]) {
    this.names = jsonNames(devices);
    this.lines = new ByteLines((bytes) => this.before.push(bytes.slice()));
  }

  /** Valid until the next call. */
  of(legs: readonly StoryStep[]): Uint8Array {
    jsonLegs(this.lines, legs, this.names);
    const last = this.lines.taken();
    if (this.before.length === 0) return last;
    const all = Buffer.concat([...this.before, last]);
    this.before.length = 0;
    return all;
  }
}

export function jsonLegs(to: ByteLines, legs: readonly StoryStep[], names: readonly Piece[]): void {
  to.ascii('[');
  for (let k = 0; k < legs.length; k++) jsonLeg(to, legs[k]!, k === 0, names);
  to.ascii(']');
}

/** Moments that a step did not reach are left out. */
function jsonLeg(to: ByteLines, step: StoryStep, isFirst: boolean, names: readonly Piece[]): void {
  const { kind, by, reason, from, start, firstToken, end, made, joules, dollars } = step;
  to.ascii(isFirst ? '{' : ',{');
  if (by === CLOUD) to.ascii('"machine":"cloud",');
  else if (by >= 0) {
    to.ascii('"machine":');
    to.put(names[by]!);
    to.ascii(',');
  }
  if (kind === 'refused') {
    to.ascii('"refused":"');
    to.ascii(reason!);
    to.ascii('","at":');
    to.decimal(end);
    return to.ascii('}');
  }
  to.ascii('"from":');
  to.decimal(from);
  if (start !== null) {
    to.ascii(',"start":');
    to.decimal(start);
  }
  if (firstToken !== null) {
    to.ascii(',"firstToken":');
    to.decimal(firstToken);
  }
  to.ascii(',"end":');
  to.decimal(end);
  if (kind !== 'answered') {
    to.ascii(',"ended":"');
    to.ascii(kind === 'ended' ? reason! : 'preempted');
    to.ascii('"');
  }
  to.ascii(',"made":');
  to.whole(made);
  to.ascii(',"joules":');
  to.decimal(joules);
  to.ascii(',"dollars":');
  to.decimal(dollars);
  to.ascii('}');
}
