/** Two doors for who comes with a question: will my box do, and what should I buy. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from './context.ts';
import { LineChart } from './lineChart.tsx';
import { Frame } from './frame.tsx';
import { MachineChoice } from './machineChoice.tsx';
import { boxText, buyText } from './scenarios.ts';
import type { Tell } from './protocol.ts';
import { dollars, number, percent, within } from './words.ts';

type Told = Extract<Tell, { kind: 'capacity' | 'plan' }>;

export function Box() {
  const [machine, setMachine] = useState('orin-nano-8gb/qwen2.5-3b-q4');
  const [count, setCount] = useState(1);
  const [people, setPeople] = useState(10);
  const [first, setFirst] = useState(3);
  const [whole, setWhole] = useState(30);
  const text = (): string => boxText({ machine, count, people, first, whole });
  return (
    <Question
      heading="Will my box do?"
      lead="Choose a machine and say how many people share it. The answer is how many it could take, and how sure that is."
      text={text}
      kind="capacity"
    >
      <Field label="Machine">
        <MachineChoice label="Machine" value={machine} title={machine} choose={setMachine} />
      </Field>
      <NumberField label="How many of them" value={count} least={1} most={16} set={setCount} />
      <NumberField label="People who share it" value={people} least={1} most={500} set={setPeople} />
      <NumberField label="First word within, seconds" value={first} least={1} most={120} set={setFirst} />
      <NumberField label="Whole answer within, seconds" value={whole} least={2} most={600} set={setWhole} />
    </Question>
  );
}

export function Buy() {
  const store = useStore();
  const machines = store.ready.value?.machines ?? [];
  const [kinds, setKinds] = useState<readonly string[]>([
    'orin-nano-8gb/qwen2.5-3b-q4',
    'agx-orin-64gb/qwen2.5-3b-q4',
  ]);
  const [people, setPeople] = useState(40);
  const [asks, setAsks] = useState(5);
  const [cloud, setCloud] = useState(10);
  const candidates = kinds.flatMap((name) => {
    const found = machines.find((one) => one.name === name);
    return found?.price != null ? [{ name, price: found.price, source: found.priceSource }] : [];
  });
  const priced = machines.filter(({ price }) => price !== null);
  return (
    <Question
      heading="What should I buy?"
      lead="Say who asks and what may be bought. The answer is the cheapest fleet that meets it, by the month: hardware over three years, electricity, and the cloud's bill."
      text={() => buyText({ candidates, people, asks, cloud })}
      kind="plan"
    >
      <NumberField label="People" value={people} least={1} most={2000} set={setPeople} />
      <NumberField label="Questions of each in an hour" value={asks} least={1} most={60} set={setAsks} />
      <NumberField label="The cloud may take, per cent" value={cloud} least={0} most={100} set={setCloud} />
      {kinds.map((name, i) => (
        <Field key={i} label={`May be bought, ${i + 1}`}>
          <MachineChoice
            label={`May be bought, ${i + 1}`}
            value={name}
            title={name}
            among={priced}
            choose={(next) => setKinds(kinds.map((one, k) => (k === i ? next : one)))}
          />
        </Field>
      ))}
      <p class="row">
        <button
          type="button"
          class="quiet"
          disabled={kinds.length > 3}
          onClick={() =>
            setKinds([...kinds, priced.find((one) => !kinds.includes(one.name))?.name ?? kinds[0]!])
          }
        >
          Another kind
        </button>
        <button
          type="button"
          class="quiet"
          disabled={kinds.length < 2}
          onClick={() => setKinds(kinds.slice(0, -1))}
        >
          One kind fewer
        </button>
      </p>
    </Question>
  );
}

interface QuestionProps {
  readonly heading: string;
  readonly lead: string;
  readonly kind: 'capacity' | 'plan';
  readonly text: () => string;
  readonly children: ComponentChildren;
}

function Question({ heading, lead, kind, text, children }: QuestionProps) {
  const store = useStore();
  const answer = store.answer.value;
  const told = answer?.told?.kind === kind ? answer.told : null;
  const busy = answer !== null && answer.told === null && answer.failed === '';
  return (
    <div class="question">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          store.ask(kind, text());
        }}
      >
        <h1>{heading}</h1>
        <p class="lead">{lead}</p>
        {children}
        <p class="row">
          <button type="submit" class="main" disabled={busy}>
            {busy ? 'Looking …' : 'Find out'}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              store.door.value = 'play';
              store.write(text(), kind === 'plan' ? 'what-to-buy' : 'my-box');
            }}
          >
            Open it as a scenario
          </button>
        </p>
        <p role="status" class="help">
          {busy ? answer.progress : ''}
        </p>
      </form>
      <div class="answer" aria-live="polite">
        {answer?.failed ? <p class="card bad">{answer.failed}</p> : null}
        {told && <Answered told={told} />}
        {!told && !answer?.failed && (
          <p class="card empty">
            {busy
              ? 'Thousands of requests are being simulated, here on your own machine.'
              : 'The answer comes here.'}
          </p>
        )}
      </div>
    </div>
  );
}

function Answered({ told }: { readonly told: Told }) {
  const { sentences } = told.kind === 'capacity' ? told : told.told;
  return (
    <>
      <section class="card sentences">
        {sentences.map(({ text, tone }, i) => (
          <p key={i} class={i === 0 ? `first ${tone}` : tone}>
            {text}
          </p>
        ))}
      </section>
      {told.kind === 'capacity' ? <Curve told={told} /> : <Fleets told={told} />}
    </>
  );
}

function Curve({ told: { carried } }: { readonly told: Extract<Told, { kind: 'capacity' }> }) {
  const most = Math.max(1, ...carried.curve.map(({ load }) => load));
  const unit = carried.unit === 'users' ? 'People' : 'Requests an hour';
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * most));
  return (
    <Frame
      heading="In time, as more people ask"
      note={`Share of the answers in time; ${percent(carried.target)} is asked for.`}
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
        x={{ from: 0, to: most, title: unit, ticks: [...new Set(ticks)] }}
        y={{ title: '', most: 1, tick: (value) => percent(value) }}
        at={{ y: carried.target, words: `asked for: ${percent(carried.target)}` }}
      />
    </Frame>
  );
}

function Fleets({ told }: { readonly told: Extract<Told, { kind: 'plan' }> }) {
  const { rows } = told.told;
  if (rows.length === 0) return null;
  return (
    <section class="card">
      <h2>Fleets that are worth a look</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Fleets">
        <table>
          <thead>
            <tr>
              <th scope="col">Fleet</th>
              <th scope="col">A month</th>
              <th scope="col">In time</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, month, attainment, cheapest }) => (
              <tr key={name} class={cheapest ? 'best' : ''}>
                <th scope="row">{name}</th>
                <td>{month === null ? '–' : dollars(month)}</td>
                <td>{within(attainment, (value) => percent(value, 1))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="control">
      <span class="label">{label}</span>
      {children}
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly set: (value: number) => void;
}

function NumberField({ label, value, least, most, set }: NumberFieldProps) {
  return (
    <label class="control">
      <span class="label">{label}</span>
      <input
        type="number"
        value={value}
        min={least}
        max={most}
        required
        onInput={(event) => {
          const now = event.currentTarget.valueAsNumber;
          if (Number.isFinite(now)) set(Math.min(most, Math.max(least, Math.round(now))));
        }}
      />
    </label>
  );
}
