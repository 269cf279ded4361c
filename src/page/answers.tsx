/** The answers to the two questions: sentences, and the figures behind them. */
import { Frame, Table } from './frame.tsx';
import { LineChart } from './lineChart.tsx';
import type { Tell } from './protocol.ts';
import { ticks } from './scale.ts';
import { dollars, number, percent, within } from './numbers.ts';

type Told = Extract<Tell, { kind: 'capacity' | 'plan' }>;

export function Answered({ told }: { readonly told: Told }) {
  const { sentences } = told.kind === 'capacity' ? told : told.told;
  return (
    <>
      <section class="card sentences">
        {sentences.map(({ text, tone }, i) => {
          // The first sentence is the answer; the rest of its paragraph is smaller.
          const [, answer = text, rest] = (i === 0 && /^(.+?[.!]) ([A-Z].*)$/.exec(text)) || [];
          return (
            <div key={i} class={tone}>
              <p class={i === 0 ? `first ${tone}` : tone}>{answer}</p>
              {rest && <p class={tone}>{rest}</p>}
            </div>
          );
        })}
      </section>
      {told.kind === 'capacity' ? <Curve told={told} /> : <Fleets told={told} />}
    </>
  );
}

function Curve({ told: { carried } }: { readonly told: Extract<Told, { kind: 'capacity' }> }) {
  const most = Math.max(1, ...carried.curve.map(({ load }) => load));
  const unit = carried.unit === 'users' ? 'People' : 'Requests an hour';
  return (
    <Frame
      heading="Answered in time, as demand grows"
      note={`Share of the answers in time; the target is ${percent(carried.target)}.`}
      table={() => ({
        columns: [unit, 'In time'],
        rows: carried.curve.map((one) => [number(one.load), within(one, percent)]),
      })}
    >
      <LineChart
        label={`Share of the answers in time, over ${unit.toLowerCase()}`}
        lines={[
          {
            name: '',
            colour: '#004488',
            points: carried.curve.map(({ load, mean, ci95 }) => ({ x: load, y: mean, ci95 })),
            ghost: [],
          },
        ]}
        x={{ from: 0, to: most, title: unit, ticks: ticks(most).filter(Number.isInteger) }}
        y={{ title: '', most: 1, tick: (value) => percent(value) }}
        at={{ y: carried.target, words: `target ${percent(carried.target)}` }}
      />
    </Frame>
  );
}

function Fleets({ told }: { readonly told: Extract<Told, { kind: 'plan' }> }) {
  const { rows } = told.told;
  if (rows.length === 0) return null;
  return (
    <section class="card">
      <h2>Fleets to consider</h2>
      <p class="help">
        The share in time is at today's demand. The recommended fleet has to meet the slo at 20 % more demand
        as well.
      </p>
      <Table
        label="Fleets"
        columns={['Fleet', 'A month', 'In time']}
        best={rows.findIndex(({ cheapest }) => cheapest)}
        rows={rows.map(({ name, month, attainment }) => [
          name,
          month === null ? '–' : dollars(month),
          within(attainment, (value) => percent(value, 1)),
        ])}
      />
    </section>
  );
}
