/** The live figure. */
import type { VNode } from 'preact';
import { useOf, useStore } from './context.ts';
import { Attainment, OverAlpha } from './curves.tsx';
import { Frame } from './frame.tsx';
import { InSight } from './inSight.tsx';
import { Money, Outcomes, Redirected } from './panels.tsx';
import type { LoadRows, Picture, StrategyRow } from './protocol.ts';
import { TimeChart } from './timeChart.tsx';
import { figuresTable } from './told.ts';
import { Wait } from './waitChart.tsx';
import { percent } from './numbers.ts';

/** The same cells in the previous picture. */
function ghostsOf(ghost: Picture | null): Map<string, StrategyRow> {
  return new Map(
    ghost?.loads.flatMap(({ entries }) => entries.map((entry) => [entry.key, entry] as const)) ?? [],
  );
}
interface Drawn {
  readonly picture: Picture;
  readonly load: LoadRows;
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly cloud: string | null;
  readonly target: number;
  readonly slo: Readonly<Record<'ttft' | 'e2e', number | null>>;
}

interface Panel {
  readonly name: string;
  readonly isThere: (drawn: Drawn) => boolean;
  readonly draw: (drawn: Drawn) => VNode;
}

const known = ({ load }: Drawn, name: string): boolean =>
  load.entries.some((entry) => entry.figures[name]?.mean != null);
const hourOf = ({ month }: Picture): number => month / ((365 / 12) * 24);

const wait = (of: 'ttft' | 'e2e'): Panel => ({
  name: of,
  isThere: (drawn) => known(drawn, `${of}.p95`),
  draw: ({ load, ghosts, slo }) => <Wait of={of} entries={load.entries} ghosts={ghosts} slo={slo[of]} />,
});

/** In order. */
const PANELS: readonly Panel[] = [
  {
    name: 'outcomes',
    isThere: () => true,
    draw: ({ picture, ghosts }) => <Outcomes picture={picture} ghosts={ghosts} hour={hourOf(picture)} />,
  },
  {
    name: 'redirected',
    isThere: (drawn) => known(drawn, 'cloud.tokens') && drawn.cloud !== null,
    draw: ({ picture, ghosts }) => <Redirected picture={picture} ghosts={ghosts} hour={hourOf(picture)} />,
  },
  {
    name: 'busy',
    isThere: ({ load }) => load.entries.some(({ fleet }) => fleet.length > 0),
    draw: (drawn) => <Busy {...drawn} />,
  },
  {
    name: 'attainment',
    isThere: ({ load }) => load.entries.some(({ attainment }) => attainment.length > 1),
    draw: ({ load, target }) => <Attainment entries={load.entries} target={target} />,
  },
  wait('ttft'),
  wait('e2e'),
  {
    name: 'money',
    isThere: () => true,
    draw: ({ picture, load, ghosts, cloud }) => (
      <Money
        entries={load.entries}
        ghosts={ghosts}
        month={picture.month}
        replications={picture.replications}
        cloud={cloud !== null}
      />
    ),
  },
  {
    name: 'alpha',
    isThere: ({ load }) => load.entries.some(({ pcr }) => pcr.length > 0),
    draw: ({ load, ghosts }) => <AtAlpha load={load} ghosts={ghosts} />,
  },
];

export function Figures() {
  const store = useStore();
  const picture = store.picture.value;
  const isRead = useOf(() => store.model.value !== null);
  const cloud = useOf(() => store.model.value?.cloud ?? null);
  const target = useOf(() => store.model.value?.slo.target ?? 1);
  const ttft = useOf(() => store.model.value?.slo.ttft ?? null);
  const e2e = useOf(() => store.model.value?.slo.e2e ?? null);
  if (!picture || !isRead) return null;
  const drawn: Drawn = {
    picture,
    load: picture.loads[store.shownLoad.value]!,
    ghosts: ghostsOf(store.ghost.value),
    cloud,
    target,
    slo: { ttft, e2e },
  };
  return (
    <div class="figures">
      {PANELS.filter(({ isThere }) => isThere(drawn)).map(({ name, draw }, i) => (
        <InSight key={name} isFirst={i < 2} draw={() => draw(drawn)} />
      ))}
    </div>
  );
}

function Busy({ picture, load, ghosts }: Drawn) {
  return (
    <Frame
      heading={`How busy the machines are${load.name === '' ? '' : `, ${load.name.toLowerCase()}`}`}
      note="Per cent of the time. Thin: each machine; strong: their mean."
      table={() =>
        figuresTable(load.entries, [
          ['Mean', 'edge.utilization', percent],
          ['Between machines', 'edge.utilizationSpread', percent],
        ])
      }
    >
      <TimeChart
        entries={load.entries}
        time={picture.time}
        ghosts={new Map([...ghosts].map(([key, entry]) => [key, entry.fleet]))}
      />
    </Frame>
  );
}

/** Shown without new runs, since none depends on alpha. */
function AtAlpha({ load, ghosts }: Pick<Drawn, 'load' | 'ghosts'>) {
  const { drafts, model } = useStore();
  const alpha = useOf(
    () => (drafts.value['metrics.alpha'] as number | undefined) ?? model.value?.alpha ?? 0.5,
  );
  return <OverAlpha entries={load.entries} ghosts={ghosts} alpha={alpha} />;
}
