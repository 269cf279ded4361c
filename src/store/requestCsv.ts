/** The request log as CSV, in the columns of `requestRows.ts`. */
import { OUTCOMES, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { piece, type ByteLines } from './byteLines.ts';
import { csvLine } from '../kernel/csv.ts';
import { LegText } from './requestLegs.ts';
import { numbered, pieces, reasonPieces, statusPieces } from './requestPieces.ts';
import { requestColumns, type LoggedRun } from './requestRows.ts';
import type { RequestText } from './requestText.ts';

const COMMA = 44;
const LINE = 10;

/** Separated by commas; text is escaped as by `csvLine`. */
export const requestCsv: RequestText = {
  head: (named) => csvLine(requestColumns(named).map(({ name }) => name)),
  begins: () => '',
  line: csvRow,
  runOf(line) {
    const [, cell, replication] = /^(\d+),(\d+),/.exec(line) ?? [];
    return cell === undefined ? undefined : `${cell}/${replication}`;
  },
};

function csvRow(run: LoggedRun, named: boolean): (to: ByteLines, stories: Stories, at: number) => void {
  const tenants = numbered((tenant) => field(tenantName(run.tenants, tenant)));
  const statuses = statusPieces();
  const reasons = reasonPieces((reason) => reason);
  const begin = piece(`${run.cell},${run.replication},`);
  // With the empty column of the device.
  const outcomes = pieces(...OUTCOMES.map((outcome) => `,${outcome},,`));
  const byMachine = pieces(...run.devices.map((name) => `,${OUTCOMES[0]!},${field(name)},`));
  const unanswered = piece(',,,,');
  const legText = new LegText(run.devices);
  return (to, stories, at) => {
    const { outcome, reason, steps } = stories;
    const ended = outcome[at]!;
    to.put(begin);
    to.whole(stories.number);
    to.byte(COMMA);
    to.whole(stories.tenant[at]!);
    to.byte(COMMA);
    to.decimalAt(stories.arrival, at);
    to.byte(COMMA);
    to.whole(stories.prompt[at]!);
    to.byte(COMMA);
    to.whole(stories.output[at]!);
    to.put(ended === 0 ? byMachine[stories.by[at]!]! : outcomes[ended]!);
    if (reason[at] !== 0) to.put(reasons(reason[at]!));
    if (ended <= 1) {
      to.byte(COMMA);
      to.decimalAt(stories.started, at);
      to.byte(COMMA);
      to.decimalAt(stories.first, at);
      to.byte(COMMA);
      to.decimalAt(stories.end, at);
      to.byte(COMMA);
    } else to.put(unanswered);
    to.decimalAt(stories.joules, at);
    to.byte(COMMA);
    to.decimalAt(stories.dollars, at);
    to.byte(COMMA);
    to.whole(stories.attempts[at]!);
    to.byte(COMMA);
    to.whole(stories.inFlight[at]!);
    to.byte(COMMA);
    to.decimalAt(stories.end, at);
    to.byte(COMMA);
    to.put(statuses(ended, reason[at]!));
    to.byte(COMMA);
    const legs = steps.size === 0 ? undefined : steps.get(stories.number);
    if (legs !== undefined) to.quoted(legText.of(legs));
    if (named) {
      to.byte(COMMA);
      if (run.tenants.length > 0) to.put(tenants(stories.tenant[at]!));
    }
    to.byte(LINE);
  };
}

const field = (text: string): string => csvLine([text]).slice(0, -1);
