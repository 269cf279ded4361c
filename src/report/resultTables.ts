/** The tables of the report's page. */
import type { CellSummary, Estimate, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { decimals, parts, plain, rounded, type Scale } from './format.ts';
import { markup, type Html } from './html.ts';
import { description, HEADLINES, present, scaleOf } from './quantity.ts';

/** Cells, and devices of one cell, that a page shows; the files have the rest. */
const MOST_CELLS = 400;
const MOST_DEVICES = 100;

export function cellTable({ cells }: Summary): Html {
  const varied = axes(cells);
  const shown = cells.slice(0, MOST_CELLS);
  const columns = present(cells, HEADLINES).map((one) => ({
    ...one,
    scale: scaleOf(
      one.metric,
      cells.map(({ metrics }) => metrics[one.metric]),
    ),
  }));
  const head = markup`<tr>
    ${varied.map(({ name, path }) => markup`<th scope="col" title="${path}">${name}</th>`)}
    <th scope="col">verdict</th>
    <th scope="col" class="number" title="work arriving over what the fleet can do">load<small>%</small></th>
    ${columns.map(({ metric, short, scale }) => markup`<th scope="col" class="number" title="${metric}: ${description(metric)}">${short}<small>${scale.unit}</small></th>`)}
  </tr>`;
  const rows = shown.map(
    (cell) =>
      markup`<tr>
        ${varied.map(({ path }) => markup`<th scope="row">${String(cell.vary[path] ?? '')}</th>`)}
        <td><span class="${cell.verdict}">${cell.verdict}</span></td>
        <td class="number">${cell.offeredLoad === null ? '–' : plain(Math.round(cell.offeredLoad * 100))}</td>
        ${columns.map(({ metric, scale }) => number(cell.metrics[metric], scale))}
      </tr>`,
  );
  const left = cells.length - shown.length;
  return markup`<div class="wide">
      <table>
        <thead>
          ${head}
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${left > 0 ? markup`<p class="note">${left} more cells are in summary.json and runs.csv.</p>` : null}`;
}

function number(estimate: Estimate | undefined, scale: Scale): Html {
  const { mean, half } = parts(estimate, scale);
  const model = ends(estimate, scale);
  return markup`<td class="number">${mean}${half === '' ? null : markup` <small>${half}</small>`}${model === '' ? null : markup`<br><small>${model}</small>`}</td>`;
}

/** Where the mean lies as the profiles vary, when that was asked for. */
function ends(estimate: Estimate | undefined, { factor }: Scale): string {
  if (!estimate?.model95) return '';
  const [low, high] = estimate.model95.map((end) => end * factor);
  const places = decimals((high! - low!) / 2);
  return high! > low! ? `${rounded(low!, places)} to ${rounded(high!, places)}` : '';
}

/** Every comparison that was made, with what it comes to. */
export function comparisonTable({ comparisons }: Summary): Html {
  const rows = comparisons.map(
    ({ metric, text, verdict }) =>
      markup`<tr>
        <td><code>${metric}</code></td>
        <td>${text}</td>
        <td><span class="${WORDS[verdict] ?? 'neutral'}">${verdict}</span></td>
      </tr>`,
  );
  return markup`<div class="wide">
    <table class="prose">
      <thead>
        <tr>
          <th scope="col">figure</th>
          <th scope="col">in words</th>
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const WORDS: Readonly<Record<string, string>> = { better: 'good', worse: 'bad', 'cannot tell yet': 'unsure' };

/** Why requests were refused: counts by reason. */
export function reasonTable({ cells }: Summary): Html | null {
  const names = [...new Set(cells.flatMap(({ reasons }) => Object.keys(reasons)))];
  if (names.length === 0) return null;
  const varied = axes(cells);
  const scale = { factor: 1, unit: '' };
  const rows = cells.slice(0, MOST_CELLS).map(
    (cell) =>
      markup`<tr>
        <th scope="row">${cellName(cell, varied)}</th>
        ${names.map((name) => number(cell.reasons[name] ?? { mean: 0, ci95: null }, scale))}
      </tr>`,
  );
  return markup`<div class="wide">
    <table>
      <thead>
        <tr>
          <th scope="col">cell</th>
          ${names.map((name) => markup`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** The devices of one cell. */
export function deviceTable({ devices }: CellSummary): Html {
  const metrics = [...new Set(devices.flatMap((device) => Object.keys(device)))].filter(
    (key) => key !== 'name' && devices.some((device) => (device[key] as Estimate).mean !== null),
  );
  const columns = metrics.map((metric) => ({
    metric,
    scale: scaleOf(
      metric,
      devices.map((device) => device[metric] as Estimate | undefined),
    ),
  }));
  const rows = devices.slice(0, MOST_DEVICES).map(
    (device) =>
      markup`<tr>
        <th scope="row">${device.name}</th>
        ${columns.map(({ metric, scale }) => number(device[metric] as Estimate | undefined, scale))}
      </tr>`,
  );
  const left = devices.length - MOST_DEVICES;
  return markup`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">device</th>
            ${columns.map(({ metric, scale }) => markup`<th scope="col" class="number">${metric}<small>${scale.unit}</small></th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${left > 0 ? markup`<p class="note">${left} more devices are in summary.json.</p>` : null}`;
}
