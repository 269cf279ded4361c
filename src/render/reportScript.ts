/** What makes the figures of the report's page answer: it runs in the browser, after Vega, with `dark` for the colours of a dark screen. */

export const SCRIPT = `
(function () {
  'use strict';
  var dark = JSON.parse(document.getElementById('dark').textContent);
  var night = window.matchMedia('(prefers-color-scheme: dark)');
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
    tip.textContent = String(value);
    var room = window.innerWidth - tip.offsetWidth - 12;
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, room)) + 'px';
    tip.style.top = (event.clientY + 18 + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18) + 'px';
    tip.classList.add('shown');
  }

  function draw(figure) {
    var place = figure.querySelector('.live');
    var spec = JSON.parse(figure.querySelector('script').textContent);
    if (figure.view) figure.view.finalize();
    place.textContent = '';
    var view = new vega.View(vega.parse(night.matches ? recoloured(spec) : spec), { renderer: 'svg', container: place, hover: true });
    figure.view = view;
    view.tooltip(say);
    return view.runAsync().then(function () { figure.classList.add('alive'); });
  }

  function drawAll() {
    document.querySelectorAll('figure').forEach(function (figure) {
      Promise.resolve(figure).then(draw).catch(function (error) { console.error(error); });
    });
  }
  night.addEventListener('change', drawAll);
  drawAll();
})();
`;
