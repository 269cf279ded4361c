import { expect, test } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { choices } from '../../src/report/choices.ts';
import { figure, type Figure } from '../../src/report/figure.ts';
import { markup } from '../../src/report/html.ts';

const drawn = (name: string, title: string): Figure =>
  figure(name, title, {
    data: { values: [{ x: 1 }] },
    mark: 'point',
    encoding: { x: { field: 'x', type: 'quantitative' } },
  });
const kindOf = (name: string): string | null => (name.startsWith('curves-') ? 'curves' : null);
const made = choices(
  [
    drawn('curves-a', 'One input at a time: time to the first token, by window'),
    drawn('map', 'A map'),
    drawn('curves-b', 'One input at a time: energy, by window'),
  ],
  kindOf,
);

test('figures of one kind are one with a switch, and its buttons say what their titles do not share', () => {
  expect(made.map(({ choice }) => choice?.label)).toEqual(['Time to the first token', undefined, 'Energy']);
  const one = [drawn('curves-a', 'Alone')];
  expect(choices(one, kindOf)).toEqual(one);
  const many = Array.from({ length: 13 }, (_, k) => drawn(`curves-${k}`, `Figure ${k}`));
  expect(choices(many, kindOf)).toEqual(many);
});

test('a number of machines keeps what there are so many of', () => {
  const [four, five] = choices(
    [drawn('curves-a', 'What 4 × orin costs'), drawn('curves-b', 'What 5 × orin costs')],
    kindOf,
  );
  expect([four!.choice?.label, five!.choice?.label]).toEqual(['4 × orin', '5 × orin']);
});

test('the switch is of buttons that need no script, the first of them chosen', async () => {
  const sections = [{ id: 'figures', heading: 'Figures', body: markup``, figures: made }];
  const page = await renderReport({ title: 'A study', lead: markup``, sections });
  const radios = [...page.matchAll(/<input type="radio" name="([^"]*)" id="([^"]*)"( checked)?/g)];
  expect(radios.map(([, name, id, checked]) => [name, id, checked !== undefined])).toEqual([
    ['figures-curves', 'figures-curves-0', true],
    ['figures-curves', 'figures-curves-1', false],
  ]);
  expect(page).toContain('<label for="figures-curves-1">Energy</label>');
  // The k-th button shows the k-th figure, for as many as there may be.
  expect(page).toContain(
    '.choice > input:nth-of-type(12):checked ~ .panels > figure:nth-of-type(12) { display: block; }',
  );
  const panels = page.slice(page.indexOf('class="panels"'), page.indexOf('figure-map'));
  expect(panels.match(/<figure id="figure-curves-/g)).toHaveLength(2);
});
