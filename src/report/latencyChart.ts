/** How long people wait: median and 95th percentile with their intervals. */
import { known, metric, type Arrangement } from './arrangement.ts';
import { figure, type Figure } from './figure.ts';
import { text } from './format.ts';
import { stripChart, type Dot } from './stripChart.ts';
import { span } from './whisker.ts';

const STATS = [
  ['p50', 'median'],
  ['p95', '95th percentile'],
] as const;
const PARTS = STATS.map(([, words]) => words);

export function latencyChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'ttft.p50')) return null;
  if (arrangement.places.length === 1) return ofOne(arrangement);
  const { pictures, kinds, colours, places } = arrangement;
  const dots = places.flatMap((place) =>
    STATS.map(([stat, part]): Dot => {
      const estimate = metric(`ttft.${stat}`)(place);
      const says = `${place.name}: ${part} ${text(estimate)} s`;
      return { cell: place.number, row: place.kind, picture: place.picture, part, ...span(estimate), says };
    }),
  );
  const title = 'Time to first token (s)';
  return figure(
    'latency',
    'Time to first token',
    stripChart({ dots, parts: PARTS, rows: kinds, colours, pictures, title }),
  );
}

const APART = [
  ['edge.ttft', 'First token, edge'],
  ['cloud.ttft', 'First token, cloud'],
  ['edge.e2e', 'Whole answer, edge'],
  ['cloud.e2e', 'Whole answer, cloud'],
] as const;
const TOGETHER = [
  ['ttft', 'First token'],
  ['e2e', 'Whole answer'],
] as const;

/** With one cell there is room for edge and cloud apart: a blend of the two misleads. */
function ofOne({ places, colours }: Arrangement): Figure {
  const { cell } = places[0]!;
  const apart = APART.filter(([name]) => cell.metrics[`${name}.p50`]?.mean != null);
  const named: readonly (readonly [string, string])[] = apart.length > 0 ? apart : TOGETHER;
  const dots = named.flatMap(([name, row]) =>
    STATS.map(([stat, part]): Dot => {
      const estimate = cell.metrics[`${name}.${stat}`];
      return {
        cell: 0,
        row,
        picture: '',
        part,
        ...span(estimate),
        says: `${row}: ${part} ${text(estimate)} s`,
      };
    }),
  );
  const spec = stripChart({
    dots,
    parts: PARTS,
    rows: named.map(([, row]) => row),
    colours: named.map(() => colours[0]!),
    pictures: [''],
    title: 'Seconds from arrival',
  });
  return figure('latency', 'Latency of the answers', spec);
}
