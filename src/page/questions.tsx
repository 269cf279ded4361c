/** The tabs for the two questions: whether a machine suffices, and what to buy. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from './context.ts';
import { Choice } from './choice.tsx';
import { MachineField } from './machineField.tsx';
import type { MachineOffer } from './controlsModel.ts';
import { Answered } from './answers.tsx';
import { useAsked, useAskedNumber } from './asked.ts';
import { NumberField } from './fields.tsx';
import { boxText, buyText, type DemandAsked } from './scenarios.ts';
import { isNarrow } from './narrow.ts';
import { number } from './numbers.ts';

/** Most kinds of machines among which a plan chooses. */
const MOST_KINDS = 4;

export function Box() {
  const [machine, setMachine] = useAsked('machine', 'orin-nano-8gb/qwen2.5-3b-q4');
  const [count, setCount] = useAskedNumber('count', 1, 1, 16);
  const [people, setPeople] = useAskedNumber('sharing', 10, 1, 500);
  const [first, setFirst] = useAskedNumber('first', 3, 1, 120);
  const [whole, setWhole] = useAskedNumber('whole', 30, 2, 600);
  const [pause, setPause] = useAskedNumber('pause', 5, 1, 480);
  const text = (): string => boxText({ machine, count, people, pause, first, whole });
  return (
    <Question
      heading="Will my box do?"
      lead="Choose a machine and say how many people share it. The answer is how many it can serve, and how certain that is."
      text={text}
      kind="capacity"
    >
      <MachineField label="Machine" value={machine} choose={setMachine} />
      <NumberField label="Number of machines" value={count} least={1} most={16} set={setCount} />
      <NumberField label="People who share it" value={people} least={1} most={500} set={setPeople} />
      <NumberField
        label="Minutes between an answer and the next question"
        value={pause}
        least={1}
        most={480}
        set={setPause}
      />
      <NumberField label="First word within (seconds)" value={first} least={1} most={120} set={setFirst} />
      <NumberField label="Whole answer within (seconds)" value={whole} least={2} most={600} set={setWhole} />
      <p class="help">
        It will do if 90 % of the answers are in time. Questions have 220 tokens on average, answers 180
        (about 135 words). To change that, open it as a scenario.
      </p>
    </Question>
  );
}

export function Buy() {
  const store = useStore();
  const machines = store.ready.value?.machines ?? [];
  const [listed, setListed] = useAsked('kinds', 'orin-nano-8gb/qwen2.5-3b-q4,agx-orin-64gb/qwen2.5-3b-q4');
  const kinds = listed.split(',').slice(0, MOST_KINDS);
  const setKinds = (next: readonly string[]): void => setListed(next.join(','));
  const [who, setWho] = useAsked('who', 'page');
  const [people, setPeople] = useAskedNumber('people', 40, 1, 2000);
  const [asks, setAsks] = useAskedNumber('asks', 5, 1, 60);
  const [cloud, setCloud] = useAskedNumber('cloud', 10, 0, 100);
  const [most, setMost] = useAskedNumber('most', 8, 1, 16);
  const demand = useDemand();
  const asked = who === 'page' ? demand : null;
  const candidates = kinds.flatMap((name) => {
    const found = machines.find((one) => one.name === name);
    return found?.price != null ? [{ name, price: found.price, source: found.priceSource }] : [];
  });
  const priced = machines.filter(({ price }) => price !== null);
  return (
    <Question
      heading="What should I buy?"
      lead="Say how much is asked and which machines may be bought. The answer is the cheapest fleet that is enough, and its cost a month: hardware over three years, electricity, and the cloud's bill."
      text={() => buyText({ demand: asked, candidates, most, people, asks, cloud })}
      isReady={candidates.length > 0 && (who !== 'page' || demand !== null)}
      kind="plan"
    >
      <Choice
        label="Demand"
        value={who}
        options={[
          ['page', 'as on this page'],
          ['people', 'a number of people'],
        ]}
        choose={setWho}
        note={asked?.words}
      />
      {who !== 'page' && (
        <>
          <NumberField label="People" value={people} least={1} most={2000} set={setPeople} />
          <NumberField label="Questions an hour from each" value={asks} least={1} most={60} set={setAsks} />
        </>
      )}
      <NumberField
        label="Requests that may go to the cloud (%)"
        value={cloud}
        least={0}
        most={100}
        set={setCloud}
      />
      <Kinds kinds={kinds} priced={priced} setKinds={setKinds} />
      <NumberField label="At most so many of each" value={most} least={1} most={16} set={setMost} />
      <p class="help">
        95 % of the requests must get the first word within 3 s and the whole answer within 30 s.{' '}
        {who !== 'page' &&
          'Questions have 220 tokens on average, answers 180; for 5 minutes of every half hour, demand is four times as high. '}
        A month has 22 days of 8 hours. To change that, open it as a scenario.
      </p>
    </Question>
  );
}

interface KindsProps {
  readonly kinds: readonly string[];
  readonly priced: readonly MachineOffer[];
  readonly setKinds: (next: readonly string[]) => void;
}

function Kinds({ kinds, priced, setKinds }: KindsProps) {
  return (
    <>
      {kinds.map((name, i) => (
        <MachineField
          key={i}
          label={`Candidate ${i + 1}`}
          value={name}
          among={priced}
          choose={(next) => setKinds(kinds.map((one, k) => (k === i ? next : one)))}
        />
      ))}
      <p class="row">
        <button
          type="button"
          class="quiet"
          disabled={kinds.length >= MOST_KINDS}
          onClick={() =>
            setKinds([...kinds, priced.find((one) => !kinds.includes(one.name))?.name ?? kinds[0]!])
          }
        >
          Add a candidate
        </button>
        <button
          type="button"
          class="quiet"
          disabled={kinds.length < 2}
          onClick={() => setKinds(kinds.slice(0, -1))}
        >
          Remove the last
        </button>
      </p>
    </>
  );
}

/** The requests of the load shown, once it was run. */
function useDemand(): DemandAsked | null {
  const store = useStore();
  const [demand, setDemand] = useState<DemandAsked | null>(null);
  const load = store.shownLoad.value;
  const model = store.model.value;
  const isRun = store.picture.value !== null;
  useEffect(() => {
    if (!isRun || !model) return;
    const { name, people, rate } = model;
    const shown = store.picture.value!.loads[load]?.name ?? '';
    const many =
      people !== null ? `, ${people} people` : rate !== null ? `, ${number(rate)} requests an hour` : '';
    const words = `${name}${shown === '' ? '' : `, ${shown.toLowerCase()}`}${many}`;
    void store.link
      .ask(() => ({ kind: 'demand', load }))
      .then((told) => told.kind === 'demand' && setDemand({ ...told, words }));
  }, [isRun, model, load]);
  return demand;
}

interface QuestionProps {
  readonly heading: string;
  readonly lead: string;
  readonly kind: 'capacity' | 'plan';
  readonly text: () => string;
  /** Whether everything it needs is known. */
  readonly isReady?: boolean;
  readonly children: ComponentChildren;
}

function Question({ heading, lead, kind, text, isReady = true, children }: QuestionProps) {
  const store = useStore();
  const answer = store.answer.value;
  const told = answer?.told?.kind === kind ? answer.told : null;
  const busy = answer !== null && answer.told === null && answer.failed === '';
  const box = useRef<HTMLDivElement>(null);
  const isOver = told !== null || (answer?.failed ?? '') !== '';
  // On a phone the answer is below the questions, out of sight.
  useEffect(() => {
    if (isOver && isNarrow()) box.current?.scrollIntoView({ block: 'start' });
  }, [isOver]);
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
          <button type="submit" class="main" disabled={busy || !isReady}>
            {busy ? 'Looking …' : 'Find out'}
          </button>
          <button
            type="button"
            class="quiet"
            disabled={!isReady}
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
      <div ref={box} class="answer" aria-live="polite">
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
