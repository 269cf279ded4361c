/** Four key numbers for every strategy, with the effect of the last change. */
import { useInk, useStore } from './context.ts';
import type { StrategyRow } from './protocol.ts';
import { mean } from './told.ts';
import { dollars, half, number, percent, seconds } from './numbers.ts';

interface Tile {
  readonly heading: string;
  readonly figure: string;
  /** The metric that its change is of, if another. */
  readonly of?: string;
  readonly value: (entry: StrategyRow) => string;
  readonly change: (difference: number) => string;
  /** Whether more of it is better. */
  readonly good: 1 | -1;
}

export function Tiles() {
  const store = useStore();
  const ink = useInk();
  const picture = store.picture.value;
  if (!picture) return null;
  const { entries } = picture.loads[store.shownLoad.value]!;
  const points = (value: number): string => `${number(Number((100 * Math.abs(value)).toFixed(1)))} points`;
  const tiles: Tile[] = [
    {
      heading: 'Answered by your machines',
      figure: 'edge.served',
      value: (entry) => percent(mean(entry, 'edge.served') / (mean(entry, 'arrived') || 1)),
      change: points,
      of: 'edge.share',
      good: 1,
    },
    {
      heading: 'Answered in time',
      figure: 'slo.attainment',
      value: (entry) => percent(mean(entry, 'slo.attainment')),
      change: points,
      good: 1,
    },
    {
      heading: 'Bill for a month',
      figure: 'total.cost',
      value: (entry) => dollars(mean(entry, 'total.cost') * picture.month),
      change: (difference) => dollars(Math.abs(difference) * picture.month),
      good: -1,
    },
    {
      heading: '95 % get the first word within',
      figure: 'ttft.p95',
      value: (entry) => seconds(mean(entry, 'ttft.p95')),
      change: (difference) => seconds(Math.abs(difference)),
      good: -1,
    },
  ];
  const shown = tiles.filter(({ figure }) => entries.some((entry) => entry.figures[figure]?.mean != null));
  return (
    <div class="tiles">
      {shown.map(({ heading, figure, of = figure, value, change, good }) => (
        <section class="card tile" key={figure}>
          <h2>{heading}</h2>
          <dl>
            {entries.map((entry) => (
              <div key={entry.key}>
                <dt>
                  <svg width="10" height="10" aria-hidden="true">
                    <circle cx="5" cy="5" r="5" fill={ink(entry.colour)} />
                  </svg>
                  {entry.name}
                </dt>
                <dd>{entry.figures[figure]?.mean == null ? '–' : value(entry)}</dd>
                <Change entry={entry} figure={of} say={change} good={good} />
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

interface ChangeProps {
  readonly entry: StrategyRow;
  readonly figure: string;
  readonly say: Tile['change'];
  readonly good: 1 | -1;
}

/** The effect of the last change with its interval: within it there may be no effect. */
function Change({ entry, figure, say, good }: ChangeProps) {
  const change = entry.changes[figure];
  if (change?.mean == null || change.mean === 0) return null;
  const around = half(change);
  const told = around !== null && Math.abs(change.mean) > around;
  const tone = !told ? 'unsure' : change.mean * good > 0 ? 'good' : 'bad';
  const arrow = change.mean > 0 ? '▲' : '▼';
  return (
    <dd class={`change ${tone}`}>
      <span>
        <span aria-hidden="true">{arrow} </span>
        <span class="unseen">{change.mean > 0 ? 'up by ' : 'down by '}</span>
        {say(change.mean)}
        {around !== null && ` ± ${say(around).replace(' points', '')}`}
        {!told && <span class="unseen">, not known to differ from 0 yet</span>}
      </span>
    </dd>
  );
}
