/** What the report's page does with a specification of Vega on a screen too narrow for it: it runs in the browser. */

/**
 * `narrowed(spec, room)` puts pictures that lie side by side under one another and breaks titles and legends, so that
 * what is left to fit is the width of one picture. `squeezed(spec, by)` takes so many pixels off the widest pictures;
 * it returns whether there was anything left to take.
 */
export const NARROW = `
var WIDTH = /(^|_)(width|childWidth|child_width)$/;
var LEAST = 110;

function narrowed(spec, room) {
  function lines(text, size) {
    var most = Math.floor(room / (0.56 * size));
    var made = [];
    (Array.isArray(text) ? text : [text]).forEach(function (line) {
      var now = '';
      String(line).split(' ').forEach(function (word) {
        if (now !== '' && (now + ' ' + word).length > most) { made.push(now); now = word; }
        else now = now === '' ? word : now + ' ' + word;
      });
      made.push(now);
    });
    return made;
  }
  function words(value) { return typeof value === 'string' || (Array.isArray(value) && value.every(function (one) { return typeof one === 'string'; })); }
  function group(one) {
    if (one.layout) one.layout.columns = 1;
    if (one.title && words(one.title.text)) {
      one.title.text = lines(one.title.text, Number(one.title.fontSize) || 13);
      if (words(one.title.subtitle)) one.title.subtitle = lines(one.title.subtitle, 11);
    }
    (one.legends || []).forEach(function (legend) {
      legend.orient = legend.orient === 'bottom' ? 'bottom' : 'top';
      // A compiled legend says that it is a gradient by its length alone.
      var gradient = Boolean(legend.gradientLength) || legend.type === 'gradient';
      legend.direction = gradient ? 'horizontal' : 'vertical';
      legend.columns = 1;
      if (gradient) legend.gradientLength = Math.min(180, room / 2);
      legend.titleLimit = room - 20;
    });
    (one.marks || []).forEach(group);
  }
  group(spec);
  namesAbove(spec, room);
  // What stands beside each row, and under each column.
  (spec.data || []).forEach(function (data) {
    var steps = /_(row|column)$/.exec(data.name) && data.transform && data.transform[0];
    if (!steps || steps.type !== 'sequence') return;
    if (/_column$/.test(data.name)) steps.stop = 1;
    else if (steps.stop && steps.stop.signal) steps.stop.signal = steps.stop.signal.replace(/\\/ *\\d+/g, '/ 1');
  });
  var config = (spec.config = spec.config || {});
  config.legend = config.legend || {};
  config.legend.layout = { top: { anchor: 'start', direction: 'vertical', bounds: 'full' }, bottom: { anchor: 'start', direction: 'vertical', bounds: 'full' } };
  return spec;
}

// Where the first of the columns has nothing but the names of the rows of all, each name goes above its row.
function namesAbove(spec, room) {
  function cellOf(column) { return (column.marks || []).filter(function (mark) { return mark.from && mark.from.facet; })[0]; }
  var columns = spec.marks || [];
  var cells = columns.map(cellOf);
  if (columns.length < 2 || !cells.every(Boolean)) return;
  var name = cells[0].marks[0];
  if (cells[0].marks.length > 1 || name.type !== 'text') return;
  var from = cells[0].from.facet;
  var rows = spec.data.filter(function (data) { return data.name === from.data; })[0].values;
  var most = Math.max.apply(null, rows.map(function (row) {
    return Math.max.apply(null, Object.keys(row).map(function (key) { return Array.isArray(row[key]) ? row[key].length : 1; }));
  }));
  var above = most * name.encode.update.lineHeight.value + 16;
  var signals = {};
  spec.signals.forEach(function (signal) { signals[signal.name] = signal; });
  columns.shift();
  cells.shift();
  // Pixels of an axis to the left, of one below with its title, and of a column at least.
  var left = 40, below = 80, least = 96;
  var beside = Math.max(1, Math.min(columns.length, Math.floor((room - left) / least)));
  var gap = spec.layout.padding;
  spec.layout = { columns: beside, bounds: 'flush', align: 'each', padding: { row: above, column: gap } };
  columns.forEach(function (column, place) {
    var update = cells[place].encode.update;
    var width = signals[update.width.signal];
    var height = signals[update.height.signal].value + above;
    width.value = Math.floor((room - left) / beside) - gap;
    column.layout.padding = { row: above, column: 0 };
    column.encode = { update: { width: { value: width.value }, height: { value: rows.length * height - above + below } } };
    if (place % beside > 0) return;
    var data = from.data + '_above_' + place;
    var key = JSON.stringify(from.groupby[0]);
    var own = { name: data, source: from.data, transform: [{ type: 'filter', expr: 'datum[' + key + '] === parent[' + key + ']' }] };
    var words = JSON.parse(JSON.stringify(name));
    words.name += '_above_' + place;
    words.from = { data: data };
    words.encode.update.y = { value: -above + 14 };
    cells[place].data = (cells[place].data || []).concat(own);
    cells[place].marks.push(words);
  });
}

function squeezed(spec, by) {
  var all = (spec.signals || []).filter(function (one) { return WIDTH.test(one.name) && typeof one.value === 'number'; });
  var most = Math.max.apply(null, all.map(function (one) { return one.value; }).concat([typeof spec.width === 'number' ? spec.width : 0]));
  var left = Math.max(LEAST, most - by);
  if (!(left < most)) return false;
  all.forEach(function (one) { one.value = Math.min(one.value, left); });
  if (typeof spec.width === 'number') spec.width = Math.min(spec.width, left);
  return true;
}
`;
