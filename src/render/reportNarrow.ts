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
