/** The figure that moves. */
import { useStore } from './context.ts';
import { Attainment, OverAlpha } from './curves.tsx';
import { Frame } from './frame.tsx';
import { Money, Outcomes, Redirected } from './panels.tsx';
import type { StrategyRow, Picture } from './protocol.ts';
import { TimeChart } from './timeChart.tsx';
import { figuresTable } from './told.ts';
import { Wait } from './waitChart.tsx';
import { percent } from './words.ts';

/** The same cells in the picture before, where it has them. */
function ghostsOf(ghost: Picture | null): Map<string, StrategyRow> {
  return new Map(
    ghost?.loads.flatMap(({ entries }) => entries.map((entry) => [entry.key, entry] as const)) ?? [],
  );
}

export function Figures() {
  const store = useStore();
  const picture = store.picture.value;
  const model = store.model.value;
  if (!picture || !model) return null;
  const ghosts = ghostsOf(store.ghost.value);
  const load = picture.loads[store.shownLoad.value]!;
  const known = (name: string): boolean => load.entries.some((entry) => entry.figures[name]?.mean != null);
  const month = picture.month;
  const hour = month / ((365 / 12) * 24);
  return (
    <div class="figures">
      <Outcomes picture={picture} ghosts={ghosts} hour={hour} />
      {known('cloud.tokens') && model.cloud && <Redirected picture={picture} ghosts={ghosts} hour={hour} />}
      {load.entries.some(({ fleet }) => fleet.length > 0) && (
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
      )}
      {load.entries.some(({ attainment }) => attainment.length > 1) && (
        <Attainment entries={load.entries} target={model.slo.target} />
      )}
      {(['ttft', 'e2e'] as const).map(
        (of) =>
          known(`${of}.p95`) && (
            <Wait key={of} of={of} entries={load.entries} ghosts={ghosts} slo={model.slo[of]} />
          ),
      )}
      <Money
        entries={load.entries}
        ghosts={ghosts}
        month={month}
        replications={picture.replications}
        cloud={model.cloud !== null}
      />
      {load.entries.some(({ pcr }) => pcr.length > 0) && (
        <OverAlpha
          entries={load.entries}
          ghosts={ghosts}
          alpha={(store.drafts.value['metrics.alpha'] as number | undefined) ?? model.alpha}
        />
      )}
    </div>
  );
}
