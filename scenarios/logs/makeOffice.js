// Makes office-week.csv: a made-up week of an office of 60 people who ask an assistant. `node scenarios/logs/makeOffice.js`
// (after npm run build) writes the same bytes every time. No real person or log is in it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PEOPLE = 60;
const DAYS = 7;
/** Monday, 2 March 2026, midnight in UTC. */
const MONDAY = 1772409600;
const HEADER = 'created_at,user,prompt_tokens,completion_tokens,status';
/** How much of a working hour's demand there is in each hour of a day at work; weekends have a fiftieth. */
const HOURS = [
  0, 0, 0, 0, 0, 0, 0.02, 0.15, 0.6, 1, 1.1, 1, 0.5, 0.7, 1, 1.1, 0.9, 0.6, 0.2, 0.06, 0.04, 0.03, 0.01, 0,
];
/** Questions of the keenest person in a busy hour, and what a day adds or takes. */
const KEENEST = 12;

/** The rows, in the order in which answers were finished, as servers write them. */
export function officeWeek({ createStreams, log, exp }) {
  const stream = createStreams(2026, 0);
  const [people, days, times, lengths, ends] = ['people', 'days', 'times', 'lengths', 'ends'].map(stream);
  const lognormal = (random, median, sigma) => median * exp(sigma * random.normal());
  const keen = Array.from({ length: PEOPLE }, () => Math.min(1, lognormal(people, 0.22, 0.9)));
  const mood = Array.from({ length: DAYS }, (_, day) => (day < 5 ? lognormal(days, 1, 0.25) : 0.02));
  const rows = [];
  for (let person = 0; person < PEOPLE; person++)
    for (let day = 0; day < DAYS; day++) {
      // People are away now and then.
      if (days.uniform() < (day < 5 ? 0.12 : 0.7)) continue;
      let at = 0;
      for (;;) {
        // Sessions begin at the highest rate there can be, and are kept with the share that the hour has of it.
        at += (-log(1 - times.uniform()) * 3600) / (keen[person] * mood[day] * KEENEST * 0.4);
        if (at >= 86400) break;
        if (times.uniform() > HOURS[Math.floor(at / 3600)] / 1.1) continue;
        let asked = at;
        let context = 0;
        do {
          const prompt = Math.round(Math.min(6000, 20 + lognormal(lengths, 130, 0.9) + context));
          const output = Math.max(1, Math.round(Math.min(1500, lognormal(lengths, 150, 0.8))));
          const took = 0.4 + prompt / 900 + output / 22;
          const failed = ends.uniform() < 0.008;
          const instant = MONDAY + day * 86400 + asked;
          rows.push({ done: instant + took, instant, person, prompt, output: failed ? 0 : output, failed });
          context = Math.min(3000, prompt + output);
          // Reading, thinking, typing.
          asked += took + lognormal(times, 45, 0.8);
        } while (times.uniform() < 0.55 && asked < 86400);
      }
    }
  rows.sort((a, b) => a.done - b.done);
  const lines = rows.map(({ instant, person, prompt, output, failed }) =>
    [
      Math.round(instant * 1000),
      `user${String(person + 1).padStart(2, '0')}`,
      prompt,
      output,
      failed ? 'error' : 'ok',
    ].join(),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { createStreams } = await import('../../dist/src/kernel/random.js');
  const { exp, log } = await import('../../dist/src/kernel/math.js');
  writeFileSync(new URL('office-week.csv', import.meta.url), officeWeek({ createStreams, exp, log }));
}
