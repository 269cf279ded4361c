/** What makes the report's page answer: it runs in the browser, after Vega, with `dark` for the colours of a dark screen and `toggles` for what can be switched off. */

export const SCRIPT = `
(function () {
  'use strict';
  var all = function (query, within) { return Array.prototype.slice.call((within || document).querySelectorAll(query)); };
  var read = function (id) { var found = document.getElementById(id); return found ? JSON.parse(found.textContent) : null; };
  var dark = read('dark');
  var toggles = read('toggles');
  var night = window.matchMedia('(prefers-color-scheme: dark)');
  var paper = false;
  var tip = document.createElement('div');
  tip.className = 'tip';
  document.body.appendChild(tip);

  function recoloured(value) {
    if (typeof value === 'string') return Object.prototype.hasOwnProperty.call(dark, value) ? dark[value] : value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value === null || typeof value !== 'object') return value;
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = recoloured(value[key]); });
    return copy;
  }

  function say(handler, event, item, value) {
    if (value === null || value === undefined || value === '') return tip.classList.remove('shown');
    var lines = typeof value === 'object' ? Object.keys(value).map(function (key) { return key + ': ' + value[key]; }) : [String(value)];
    tip.textContent = lines.join('\\n');
    var room = window.innerWidth - tip.offsetWidth - 12;
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, room)) + 'px';
    tip.style.top = (event.clientY + 18 + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18) + 'px';
    tip.classList.add('shown');
  }

  /** By axis and value. */
  var off = {};
  function on(cell) {
    var values = toggles && toggles.cells[cell];
    return !values || values.every(function (value, axis) { return !off[axis + ' ' + value]; });
  }

  function draw(figure) {
    var spec = JSON.parse(figure.querySelector('script').textContent);
    var left = kept(spec, on);
    var told = figure.querySelector('.left-out');
    told.textContent = left === 'none' ? 'Nothing left: all that this figure shows is switched off.' : '';
    if (figure.view) figure.view.finalize();
    figure.view = null;
    if (left === 'none') {
      figure.querySelector('.live').textContent = '';
      figure.classList.add('alive');
      return null;
    }
    var room = paper ? Infinity : figure.clientWidth;
    var tooWide = room > 0 && room < PHONE && Number(figure.dataset.width) > room;
    if (tooWide) narrowed(spec, room - 12);
    return shown(figure, spec, tooWide ? room : Infinity, tooWide ? SQUEEZES : 0);
  }

  /** Below this a figure is drawn for the screen it is on, and so often made narrower until it fits. */
  var PHONE = 700, SQUEEZES = 3;
  function shown(figure, spec, room, squeezes) {
    var place = document.createElement('div');
    place.className = 'live';
    var runtime = vega.parse(night.matches && !paper ? recoloured(spec) : spec, null, { ast: true });
    var view = new vega.View(runtime, { expr: expressionInterpreter, renderer: 'svg', container: place, hover: true });
    figure.view = view;
    view.tooltip(say);
    return view.runAsync().then(function () {
      if (figure.view !== view) return;
      var svg = place.querySelector('svg');
      var wide = svg ? Number(svg.getAttribute('width')) : 0;
      if (squeezes > 0 && wide > room && squeezed(spec, wide - room)) {
        view.finalize();
        return shown(figure, spec, room, squeezes - 1);
      }
      figure.replaceChild(place, figure.querySelector('.live'));
      figure.classList.add('alive');
    });
  }

  function paint() {
    all('[data-colour]').forEach(function (button) {
      var colour = button.dataset.colour;
      button.style.setProperty('--swatch', night.matches && !paper ? recoloured(colour) : colour);
    });
  }

  function drawAll() {
    paint();
    all('figure').forEach(function (figure) {
      Promise.resolve(figure).then(draw).catch(function (error) { console.error(error); });
    });
  }

  function filterTables() {
    all('[data-cell]').forEach(function (row) {
      row.hidden = !row.dataset.cell.split(' ').every(function (cell) { return on(Number(cell)); });
    });
    all('table').forEach(function (table) {
      var rows = all('tbody tr[data-cell]', table);
      table.classList.toggle('emptied', rows.length > 0 && rows.every(function (row) { return row.hidden; }));
    });
  }

  function startToggles() {
    var bar = document.getElementById('switches');
    if (!bar || !toggles) return;
    var buttons = all('button[data-axis]', bar);
    var back = bar.querySelector('.back');
    function changed() {
      buttons.forEach(function (button) {
        button.setAttribute('aria-pressed', String(!off[button.dataset.axis + ' ' + button.dataset.value]));
      });
      var shown = toggles.cells.filter(function (_, cell) { return on(cell); }).length;
      bar.querySelector('output').textContent = shown === toggles.cells.length ? '' : shown + ' of ' + toggles.cells.length + ' cells';
      back.hidden = shown === toggles.cells.length;
      filterTables();
      drawAll();
    }
    bar.addEventListener('click', function (event) {
      var button = event.target.closest('button');
      if (!button) return;
      var key = button.dataset.axis + ' ' + button.dataset.value;
      if (button === back) { off = {}; buttons[0].focus(); }
      else if (off[key]) delete off[key];
      else off[key] = true;
      changed();
    });
    bar.hidden = false;
  }

  function startSorting() {
    all('main table').forEach(function (table) {
      var body = table.tBodies[0];
      if (!body || body.rows.length < 3) return;
      all('thead th', table).forEach(function (head, column) {
        var button = document.createElement('button');
        button.type = 'button';
        while (head.firstChild) button.appendChild(head.firstChild);
        head.appendChild(button);
        var key = function (row) {
          var cell = row.cells[column];
          var text = cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
          return text === '' || text === '–' ? null : text;
        };
        button.addEventListener('click', function () {
          var way = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
          all('thead th', table).forEach(function (other) { other.removeAttribute('aria-sort'); });
          head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
          all('tr', body).sort(function (a, b) {
            var one = key(a), two = key(b);
            if (one === null || two === null) return (one === null) - (two === null);
            var numbers = !isNaN(one) && !isNaN(two);
            return way * (numbers ? one - two : one.localeCompare(two, 'en', { numeric: true }));
          }).forEach(function (row) { body.appendChild(row); });
        });
      });
    });
  }

  night.addEventListener('change', drawAll);
  var turned = window.innerWidth;
  window.addEventListener('resize', function () {
    if (Math.min(turned, window.innerWidth) < PHONE && turned !== window.innerWidth) drawAll();
    turned = window.innerWidth;
  });
  // What was not to be seen had no width to be drawn for.
  document.addEventListener('change', function (event) {
    var choice = event.target.closest('.choice');
    if (choice && window.innerWidth < PHONE) all('figure', choice).forEach(function (figure) { if (figure.clientWidth > 0) draw(figure); });
  });
  startToggles();
  startSorting();
  if (typeof vega !== 'undefined') drawAll();
})();
`;
