/** The log of requests as comma-separated values, in the columns of `requestRows.ts`. */
import { OUTCOMES, statusOf, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { reasonOf } from '../model.ts';
import type { ByteLines } from './byteLines.ts';
import { csvLine } from './csvText.ts';
import { LegText } from './requestLegs.ts';
import type { LoggedRun } from './requestRows.ts';

/** Texts of which there are few are encoded once. */
const FEW = 10_000;

/** Commas between; text is what `csvLine` makes of it. */
export function csvRow(
  run: LoggedRun,
  named: boolean,
): (to: ByteLines, stories: Stories, at: number) => void {
  const text = encodedOnce();
  const devices = run.devices.map(text);
  const begin = `${run.cell},${run.replication},`;
  const legText = new LegText(run.devices);
  return (to, stories, at) => {
    const { outcome, reason, steps } = stories;
    const ended = outcome[at]!;
    to.ascii(begin);
    to.whole(stories.number);
    to.ascii(',');
    to.whole(stories.tenant[at]!);
    to.ascii(',');
    to.decimal(stories.arrival[at]!);
    to.ascii(',');
    to.whole(stories.prompt[at]!);
    to.ascii(',');
    to.whole(stories.output[at]!);
    to.ascii(',');
    to.ascii(OUTCOMES[ended]!);
    to.ascii(',');
    if (ended === 0) to.encoded(devices[stories.by[at]!]!);
    to.ascii(',');
    if (reason[at] !== 0) to.ascii(reasonOf(reason[at]!));
    to.ascii(',');
    if (ended <= 1) {
      to.decimal(stories.started[at]!);
      to.ascii(',');
      to.decimal(stories.first[at]!);
      to.ascii(',');
      to.decimal(stories.end[at]!);
      to.ascii(',');
    } else to.ascii(',,,');
    to.decimal(stories.joules[at]!);
    to.ascii(',');
    to.decimal(stories.dollars[at]!);
    to.ascii(',');
    to.whole(stories.attempts[at]!);
    to.ascii(',');
    to.whole(stories.inFlight[at]!);
    to.ascii(',');
    to.decimal(stories.end[at]!);
    to.ascii(',');
    to.ascii(statusOf(ended, reason[at]!));
    to.ascii(',');
    const legs = steps.size === 0 ? undefined : steps.get(stories.number);
    if (legs !== undefined) to.quoted(legText.of(legs));
    if (named) {
      to.ascii(',');
      if (run.tenants.length > 0) to.encoded(text(tenantName(run.tenants, stories.tenant[at]!)));
    }
    to.ascii('\n');
  };
}

function encodedOnce(): (text: string) => Uint8Array {
  const encoder = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const bytes = encoder.encode(csvLine([text]).slice(0, -1));
    if (known.size < FEW) known.set(text, bytes);
    return bytes;
  };
}
