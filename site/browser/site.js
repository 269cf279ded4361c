// Search, the heading that is being read, and the live figure. Everything can be read without it.
'use strict';
(() => {
  const root = document.documentElement.dataset.root;
  const fromFile = location.protocol === 'file:';

  /** Modules do not start from a file: there the page is in a folder of its own. */
  if (fromFile)
    for (const link of document.querySelectorAll('a[href*="../index.html"]')) {
      const href = link.getAttribute('href');
      if (new URL(href, location.href).pathname.includes('/docs/')) continue;
      link.setAttribute('href', href.replace('../index.html', '../double-click/index.html'));
    }

  const ROOM = matchMedia('(min-width: 900px)');
  const live = document.querySelector('[data-live]');
  if (live && ROOM.matches) {
    const frame = document.createElement('iframe');
    frame.title = 'The live figure: drag a slider, and every figure is simulated again';
    frame.src = live.querySelector('a').getAttribute('href');
    // The picture above it is what there is to see where there is no room, or no script.
    live.previousElementSibling.remove();
    live.classList.add('moving');
    live.replaceChildren(frame);
  }

  const contents = document.getElementById('contents');
  if (contents) {
    const links = [...contents.querySelectorAll('a')];
    const headings = links.map((link) => document.getElementById(link.getAttribute('href').slice(1)));
    let current;
    const follow = () => {
      const line = innerHeight / 4;
      const next = headings.findIndex((heading) => heading.getBoundingClientRect().top > line);
      const link = links[Math.max(0, (next < 0 ? links.length : next) - 1)];
      if (link === current) return;
      current?.removeAttribute('aria-current');
      current = link;
      link.setAttribute('aria-current', 'location');
      const { top, bottom } = link.getBoundingClientRect();
      const box = contents.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom) contents.scrollTop += top - box.top - box.height / 2;
    };
    let asked = false;
    addEventListener(
      'scroll',
      () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          follow();
        });
      },
      { passive: true },
    );
    follow();
    contents.addEventListener('click', (event) => {
      if (event.target.closest('a') && contents.matches(':popover-open')) contents.hidePopover();
    });
  }

  const form = document.querySelector('search');
  const input = document.getElementById('search');
  const box = document.getElementById('found');
  const said = box.querySelector('p');
  const list = box.querySelector('ol');
  form.hidden = false;

  /** Sections as [address, page, heading, words], and the same in small letters. */
  let sections = null;
  let loading = null;
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `${root}found.js`;
      script.addEventListener('load', () => {
        sections = globalThis.edgewiseFound.map((row) => ({
          row,
          small: row.slice(1).map((text) => text.toLowerCase()),
        }));
        resolve();
      });
      script.addEventListener('error', reject);
      document.head.append(script);
    }));

  const MOST = 12;
  /** How well a section fits; 0 when a word of the question is nowhere in it. */
  const fit = ({ small: [page, heading, text] }, words, whole) => {
    let score = 0;
    for (const word of words) {
      const own = (heading || page).includes(word) ? 12 : 0;
      const titled = page.includes(word) ? 4 : 0;
      const times = text.split(word, 5).length - 1;
      if (own + titled + times === 0) return 0;
      score += own + titled + times;
    }
    if ((heading || page) === whole) score += 40;
    if (words.length > 1 && text.includes(whole)) score += 10;
    // What is written as two words may be the name of one thing: slidingWindow.
    if (words.length > 1 && text.includes(words.join(''))) score += 14;
    return score;
  };
  /** Words of the question marked in a text; around the first of them when it is long. */
  const marked = (text, words, length) => {
    const small = text.toLowerCase();
    const first = Math.min(...words.map((word) => small.indexOf(word)).filter((at) => at >= 0), text.length);
    const from =
      first > length / 2 && text.length > length ? text.lastIndexOf(' ', first - length / 3) + 1 : 0;
    const part = text.slice(from, from + length);
    const made = document.createDocumentFragment();
    if (from > 0) made.append('... ');
    const lower = part.toLowerCase();
    for (let at = 0; at < part.length;) {
      const hits = words.map((word) => [lower.indexOf(word, at), word]).filter(([hit]) => hit >= 0);
      const [hit, word] = hits.sort((a, b) => a[0] - b[0])[0] ?? [part.length, ''];
      made.append(part.slice(at, hit));
      if (word !== '') {
        const mark = document.createElement('mark');
        mark.textContent = part.slice(hit, hit + word.length);
        made.append(mark);
      }
      at = hit + Math.max(1, word.length);
    }
    if (from + length < text.length) made.append(' ...');
    return made;
  };
  const close = () => {
    box.hidden = true;
    list.replaceChildren();
  };
  const look = async () => {
    const whole = input.value.trim().toLowerCase();
    const words = whole.split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) return close();
    await load();
    if (input.value.trim().toLowerCase() !== whole) return;
    const hits = sections
      .map((section) => ({ section, score: fit(section, words, whole) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    list.replaceChildren(
      ...hits.slice(0, MOST).map(
        ({
          section: {
            row: [address, page, heading, text],
          },
        }) => {
          const item = document.createElement('li');
          const link = document.createElement('a');
          link.href = root + address;
          const name = document.createElement('strong');
          name.append(marked(heading || page, words, 200));
          const place = document.createElement('span');
          place.textContent = heading ? page : '';
          const excerpt = document.createElement('span');
          excerpt.className = 'excerpt';
          excerpt.append(marked(text, words, 140));
          link.append(name, ' ', place, excerpt);
          item.append(link);
          return item;
        },
      ),
    );
    said.textContent =
      hits.length === 0
        ? `Nothing is found for "${input.value.trim()}".`
        : `${hits.length} section${hits.length === 1 ? '' : 's'}${hits.length > MOST ? `, the best ${MOST} of them` : ''}`;
    box.hidden = false;
  };
  input.addEventListener('focus', () => void load());
  input.addEventListener('input', () => void look());
  const links = () => [...list.querySelectorAll('a')];
  form.addEventListener('keydown', (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      close();
      input.focus();
    } else if (event.key === 'ArrowDown' && all.length > 0) all[Math.min(at + 1, all.length - 1)].focus();
    else if (event.key === 'ArrowUp' && at >= 0) (all[at - 1] ?? input).focus();
    else if (event.key === 'Enter' && document.activeElement === input) all[0]?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', (event) => {
    if (event.target.closest('a')) setTimeout(close);
  });
  document.addEventListener('click', (event) => {
    if (!form.contains(event.target)) close();
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
})();
