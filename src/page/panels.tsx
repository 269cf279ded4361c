/** Bar charts of the figure: requests served at the edge, requests sent to the cloud, and costs. */
import { BarChart } from './barChart.tsx';
import type { BarGroup } from './barLayout.ts';
import { Frame } from './frame.tsx';
import type { StrategyRow, Picture } from './protocol.ts';
import { figuresTable, mean, said } from './told.ts';
import { dollars, number, percent, short } from './numbers.ts';

function interval(
  entry: StrategyRow,
  name: string,
  factor = 1,
  replications = 0,
): readonly [number, number] | null {
  const ci95 = entry.figures[name]?.ci95;
  // From two or three runs an interval would be wider than the axis.
  return ci95 && replications > 3 ? [Math.max(0, ci95[0] * factor), ci95[1] * factor] : null;
}

interface Panel {
  readonly picture: Picture;
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly hour: number;
}

/** Bars of these metrics for every strategy under every load; the first is filled, others are pale. */
function groupsOf(
  { picture, ghosts, hour }: Panel,
  figures: readonly string[],
  text: (entry: StrategyRow, figure: string) => string,
): BarGroup[] {
  return picture.loads.map(({ name: title, entries }) => ({
    title,
    rows: entries.map((entry) => ({
      name: entry.name,
      colour: entry.colour,
      bars: figures.map((figure, i) => ({
        value: mean(entry, figure) * hour,
        ci95: interval(entry, figure, hour, picture.replications),
        ghost: ghosts.has(entry.key) ? mean(ghosts.get(entry.key), figure) * hour : null,
        text: text(entry, figure),
        faint: i > 0,
      })),
    })),
  }));
}

/** All strategies by name, with the load if there are several. */
function entriesOf({ loads }: Picture): StrategyRow[] {
  return loads.flatMap((load) =>
    load.entries.map((entry) => ({
      ...entry,
      name: load.name === '' ? entry.name : `${load.name}, ${entry.name}`,
    })),
  );
}

export function Outcomes(panel: Panel) {
  const { picture, hour } = panel;
  const groups = groupsOf(panel, ['edge.served', 'edge.rejected'], (entry, figure) =>
    percent(mean(entry, figure) / (mean(entry, 'arrived') || 1)),
  );
  const entries = entriesOf(picture);
  return (
    <Frame
      heading="What your machines answer, and what they refuse"
      note="Requests an hour. Filled: answered by them; pale: refused."
      table={() =>
        figuresTable(entries, [
          ['Answered', 'edge.served', number, hour],
          ['Refused', 'edge.rejected', number, hour],
        ])
      }
    >
      <BarChart
        label={`Requests an hour answered by the machines: ${said(entries, 'edge.served', number, hour)}`}
        groups={groups}
        axis="Requests an hour"
      />
    </Frame>
  );
}

export function Redirected(panel: Panel) {
  const { picture, hour } = panel;
  const groups = groupsOf(
    panel,
    ['cloud.tokens'],
    (entry) => `${dollars(mean(entry, 'cloud.cost') * hour)}/h`,
  );
  const entries = entriesOf(picture);
  return (
    <Frame
      heading="What goes to the cloud, and what it costs"
      note="Tokens an hour; at the end of each bar the cloud's bill for them."
      table={() =>
        figuresTable(entries, [
          ['Tokens an hour', 'cloud.tokens', number, hour],
          ['Dollars an hour', 'cloud.cost', dollars, hour],
        ])
      }
    >
      <BarChart
        label={`Tokens an hour sent to the cloud: ${said(entries, 'cloud.tokens', number, hour)}`}
        groups={groups}
        axis="Tokens an hour"
      />
    </Frame>
  );
}

export function Money({
  entries,
  ghosts,
  month,
  replications,
  cloud,
}: {
  readonly entries: readonly StrategyRow[];
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly month: number;
  readonly replications: number;
  readonly cloud: boolean;
}) {
  const rows = entries.map((entry) => {
    const [edge, remote] = [mean(entry, 'edge.cost') * month, mean(entry, 'cloud.cost') * month];
    const total = entry.figures['total.cost'];
    const ci95 =
      total?.ci95 && replications > 3
        ? ([total.ci95[0] * month - edge, total.ci95[1] * month - edge] as const)
        : null;
    const before = ghosts.get(entry.key);
    return {
      name: entry.name,
      colour: entry.colour,
      bars: [
        { value: edge, ci95: null, ghost: null, text: '', faint: true },
        {
          value: remote,
          ci95,
          ghost: before ? Math.max(0, mean(before, 'total.cost') * month - edge) : null,
          text: dollars(edge + remote),
          stacked: true,
        },
      ],
    };
  });
  return (
    <Frame
      heading="Money in a month"
      note={`If every hour were like these. Pale: electricity of the machines${cloud ? '; filled: the cloud' : ''}.`}
      table={() =>
        figuresTable(entries, [
          ['Electricity', 'edge.cost', dollars, month],
          ['Cloud', 'cloud.cost', dollars, month],
          ['In all', 'total.cost', dollars, month],
        ])
      }
    >
      <BarChart
        label={`Dollars a month: ${said(entries, 'total.cost', dollars, month)}`}
        groups={[{ title: '', rows }]}
        axis="Dollars a month"
        tick={(value) => `$${short(value)}`}
      />
    </Frame>
  );
}
