/** The request log as JSON Lines. */
import { OUTCOMES, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD } from '../model.ts';
import { piece, type ByteLines } from './byteLines.ts';
import { jsonLegs, jsonNames } from './requestLegs.ts';
import { numbered, pieces, reasonPieces, statusPieces } from './requestPieces.ts';
import type { LoggedRun } from './requestRows.ts';
import type { RequestText } from './requestText.ts';

const START = ',"start":';

/** The format that `trace`, `calibrate` and `compare` read. Requested lengths are included even without an answer. */
export const requestJson: RequestText = {
  head: () => '',
  begins({ scenario, cell, replication, seed }) {
    const head = { log: 'edgewise.log/1', simulated: true, scenario, cell, replication, seed };
    return `${JSON.stringify(head)}\n`;
  },
  line: jsonLine,
  runOf(line) {
    if (!line.startsWith('{"log":"edgewise.log/1"')) return undefined;
    const [, cell, replication] = /"cell":(\d+),"replication":(\d+)/.exec(line) ?? [];
    return cell === undefined ? undefined : `${cell}/${replication}`;
  },
};

function jsonLine(run: LoggedRun): (to: ByteLines, stories: Stories, at: number) => void {
  const names = jsonNames(run.devices);
  const tenants = numbered((number) =>
    JSON.stringify(run.tenants.length === 0 ? String(number) : tenantName(run.tenants, number)),
  );
  const statuses = statusPieces();
  const reasons = reasonPieces((reason) => `,"reason":"${reason}"`);
  const begin = piece('{"request":');
  const [arrived, asker, prompted, made, asked] = pieces(
    ',"arrival":',
    ',"tenant":',
    ',"prompt":',
    ',"output":',
    ',"asked":',
  );
  const [firstToken, ended, status, inFlight] = pieces(
    ',"firstToken":',
    ',"end":',
    ',"status":"',
    '","inFlight":',
  );
  const [none, joules, dollars, legs, last] = pieces('null', ',"joules":', ',"dollars":', ',"legs":', '}\n');
  const outcomeOf = (outcome: string, machine: string): string => `,"outcome":"${outcome}"${machine}${START}`;
  const byMachine = run.devices.map((name) =>
    piece(outcomeOf(OUTCOMES[0]!, `,"machine":${JSON.stringify(name)}`)),
  );
  const byCloud = OUTCOMES.map((outcome) => piece(outcomeOf(outcome, ',"machine":"cloud"')));
  const byNobody = OUTCOMES.map((outcome) => piece(outcomeOf(outcome, '')));
  return (to, stories, at) => {
    const { number, outcome, reason, steps } = stories;
    const how = outcome[at]!;
    const by = stories.by[at]!;
    const answered = how <= 1;
    to.put(begin);
    to.whole(number);
    to.put(arrived!);
    to.decimalAt(stories.arrival, at);
    to.put(asker!);
    to.put(tenants(stories.tenant[at]!));
    to.put(prompted!);
    to.whole(stories.prompt[at]!);
    to.put(made!);
    to.whole(stories.output[at]!);
    to.put(asked!);
    to.whole(stories.output[at]!);
    to.put(firstToken!);
    if (answered) to.decimalAt(stories.first, at);
    else to.put(none!);
    to.put(ended!);
    to.decimalAt(stories.end, at);
    to.put(status!);
    to.put(statuses(how, reason[at]!));
    to.put(inFlight!);
    to.whole(stories.inFlight[at]!);
    to.put(by === CLOUD ? byCloud[how]! : answered ? byMachine[by]! : byNobody[how]!);
    if (answered) to.decimalAt(stories.started, at);
    else to.put(none!);
    to.put(joules!);
    to.decimalAt(stories.joules, at);
    to.put(dollars!);
    to.decimalAt(stories.dollars, at);
    if (reason[at] !== 0) to.put(reasons(reason[at]!));
    const way = steps.size === 0 ? undefined : steps.get(number);
    if (way !== undefined) {
      to.put(legs!);
      jsonLegs(to, way, names);
    }
    to.put(last!);
  };
}
