/** Switching cells off in every figure and table of a report: the row of buttons, hidden until a script runs, and what that does with a specification of Vega. It runs in the browser. */
import { markup, type Html } from '../report/html.ts';
import type { ToggleAxis, Toggles } from '../report/toggles.ts';

/**
 * `kept(spec, on)` takes out of a specification what belongs to cells that are off: rows of data, names in legends, and
 * of pictures side by side those that have nothing left. It returns `all`, `some` or `none`: how much is still there.
 */
export const FILTER = `
var kept = (function () {
  function words(rows, into) {
    rows.forEach(function (row) {
      if (!('cell' in row)) return;
      Object.keys(row).forEach(function (key) { if (typeof row[key] === 'string') into[row[key]] = true; });
    });
  }

  /** Of a mark: 'on' and 'off' where its rows belong to cells, else nothing. */
  function stateOf(mark, states) {
    var from = mark.from && (mark.from.facet ? mark.from.facet.data : mark.from.data);
    var all = (mark.marks || []).map(function (inner) { return stateOf(inner, states); });
    if (states[from]) all.push(states[from]);
    return all.indexOf('on') >= 0 ? 'on' : all.indexOf('off') >= 0 ? 'off' : '';
  }

  /** The picture that is now the last of a column writes the scale that it shared with those below it. */
  function handDown(from, to) {
    var here = to.name.replace(/group$/, '');
    var there = from.name.replace(/group$/, '');
    var below = function (axis) { return axis.orient === 'bottom'; };
    var axes = JSON.parse(JSON.stringify((from.axes || []).filter(below)).split('"' + there).join('"' + here));
    if (axes.length > 0) to.axes = axes.concat((to.axes || []).filter(function (axis) { return !below(axis); }));
  }

  function prune(group, states) {
    var pictures = (group.marks || []).filter(function (mark) { return /_group$/.test(mark.name || '') && !mark.from; });
    pictures.forEach(function (mark) { prune(mark, states); });
    var left = pictures.filter(function (mark) { return stateOf(mark, states) !== 'off'; });
    if (left.length === pictures.length || left.length === 0) return;
    var last = pictures[pictures.length - 1];
    group.marks = group.marks.filter(function (mark) { return pictures.indexOf(mark) < 0 || left.indexOf(mark) >= 0; });
    if (left.indexOf(last) < 0 && group.layout && group.layout.columns === 1) handDown(last, left[left.length - 1]);
  }

  return function (spec, on) {
    var before = Object.create(null), after = Object.create(null), states = Object.create(null), gone = 0;
    (spec.data || []).forEach(function (data) {
      if (!Array.isArray(data.values) || !data.values.some(function (row) { return 'cell' in row; })) {
        if (typeof data.source === 'string' && states[data.source]) states[data.name] = states[data.source];
        return;
      }
      words(data.values, before);
      var rows = data.values.filter(function (row) { return !('cell' in row) || on(row.cell); });
      words(rows, after);
      gone += data.values.length - rows.length;
      data.values = rows;
      states[data.name] = rows.some(function (row) { return 'cell' in row; }) ? 'on' : 'off';
    });
    if (gone === 0) return 'all';
    if (stateOf(spec, states) === 'off') return 'none';
    var stay = function (word) { return !before[word] || after[word] === true; };
    var legends = function (group) {
      (group.legends || []).forEach(function (legend) {
        if (Array.isArray(legend.values)) legend.values = legend.values.filter(stay);
      });
      (group.marks || []).forEach(legends);
    };
    legends(spec);
    (spec.scales || []).forEach(function (scale) {
      if (!Array.isArray(scale.domain)) return;
      var stays = scale.domain.map(stay);
      if (Array.isArray(scale.range) && scale.range.length === scale.domain.length)
        scale.range = scale.range.filter(function (_, i) { return stays[i]; });
      scale.domain = scale.domain.filter(stay);
    });
    prune(spec, states);
    return 'some';
  };
})();
`;

/** Longer words than this may not be seen to their end on a button. */
const LONG = 30;

export function switches({ axes }: Toggles): Html {
  return markup`<div id="switches" role="group" aria-label="What figures and tables show" hidden>
    ${axes.map(group)}
    <span class="rest"><button type="button" class="back" hidden>Show all</button> <output></output></span>
  </div>
`;
}

function group({ name, path, values, colours }: ToggleAxis, axis: number): Html {
  return markup`<span role="group" aria-label="${path}"
      ><b title="${path}">${name}</b>
      ${values.map(
        (value, i) =>
          markup`<button type="button" aria-pressed="true" data-axis="${axis}" data-value="${i}"${value.length > LONG ? markup` title="${value}"` : null}${colours ? markup` data-colour="${colours[i] ?? ''}"` : null}>${value}</button> `,
      )}</span
    >
  `;
}
