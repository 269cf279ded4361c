/** The log of requests as JSON: a line for each. */
import { statusOf, OUTCOMES, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, reasonOf } from '../model.ts';
import type { ByteLines } from './byteLines.ts';
import { jsonLegs, jsonNames } from './requestLegs.ts';
import type { LoggedRun } from './requestRows.ts';

/** As `trace`, `calibrate` and `compare` read it. What was asked for stands there whether it was answered or not. */
export function jsonLine(run: LoggedRun): (to: ByteLines, stories: Stories, at: number) => void {
  const names = jsonNames(run.devices);
  return (to, stories, at) => {
    const { number, arrival, prompt, output, outcome, reason, by, started, first, end, steps } = stories;
    const answered = outcome[at]! <= 1;
    to.ascii('{"request":');
    to.whole(number);
    to.ascii(',"arrival":');
    to.decimal(arrival[at]!);
    to.ascii(',"tenant":');
    if (run.tenants.length === 0) {
      to.ascii('"');
      to.whole(stories.tenant[at]!);
      to.ascii('"');
    } else to.text(JSON.stringify(tenantName(run.tenants, stories.tenant[at]!)));
    to.ascii(',"prompt":');
    to.whole(prompt[at]!);
    to.ascii(',"output":');
    to.whole(output[at]!);
    to.ascii(',"asked":');
    to.whole(output[at]!);
    to.ascii(',"firstToken":');
    if (answered) to.decimal(first[at]!);
    else to.ascii('null');
    to.ascii(',"end":');
    to.decimal(end[at]!);
    to.ascii(',"status":"');
    to.ascii(statusOf(outcome[at]!, reason[at]!));
    to.ascii('","inFlight":');
    to.whole(stories.inFlight[at]!);
    to.ascii(',"outcome":"');
    to.ascii(OUTCOMES[outcome[at]!]!);
    if (by[at] === CLOUD) to.ascii('","machine":"cloud"');
    else if (answered) {
      to.ascii('","machine":');
      to.encoded(names[by[at]!]!);
    } else to.ascii('"');
    to.ascii(',"start":');
    if (answered) to.decimal(started[at]!);
    else to.ascii('null');
    to.ascii(',"joules":');
    to.decimal(stories.joules[at]!);
    to.ascii(',"dollars":');
    to.decimal(stories.dollars[at]!);
    if (reason[at] !== 0) {
      to.ascii(',"reason":"');
      to.ascii(reasonOf(reason[at]!));
      to.ascii('"');
    }
    const legs = steps.size === 0 ? undefined : steps.get(number);
    if (legs !== undefined) {
      to.ascii(',"legs":');
      jsonLegs(to, legs, names);
    }
    to.ascii('}\n');
  };
}
