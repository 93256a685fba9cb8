// The page of a report: filters, list of articles, the article that is open, and the keyboard.
const data = JSON.parse(document.getElementById('data').textContent);
const articles = data.articles;
const alone = articles.length === 1;
const all = articles.flatMap((article, a) => article.events.map((event, n) => ({ article, a, n, event, day: dayOf(event, article) })));
const state = { types: new Set(), status: new Set(), certainty: new Set(), least: 0, words: '', currency: null, sort: { column: 'date', down: true }, tableOpen: false, open: null, at: undefined };
const main = document.getElementById('app');
const parts = {};
let haystacks = null;
let passing = [];
let shownArticles = [];
let rows = null;
let view = null;
lang = data.lang;

const narrowed = () => state.types.size || state.status.size || state.certainty.size || state.least > 0;

function eventPasses({ event }) {
  return (!state.types.size || state.types.has(event.type)) && (!state.status.size || state.status.has(event.status))
    && (!state.certainty.size || state.certainty.has(event.certainty)) && (event.confidence ?? 1) >= state.least;
}

function filter() {
  const words = fold(state.words).split(/\s+/).filter(Boolean);
  haystacks ??= words.length ? articles.map((a) => fold([a.id, a.text, ...a.events.map((e) => `${whoOf(e)} ${(e.investors ?? []).map((p) => p.name).join(' ')}`)].join(' '))) : null;
  const hit = (a) => words.every((word) => haystacks[a].includes(word));
  const found = new Set(articles.map((_, a) => a).filter((a) => !words.length || hit(a)));
  passing = all.filter((row) => found.has(row.a) && eventPasses(row));
  const withEvents = new Set(passing.map((row) => row.a));
  shownArticles = [...found].filter((a) => !narrowed() || withEvents.has(a));
}

const actions = {
  only(type) { state.types = new Set([type]); refresh(); },
  search(words) { state.words = words; parts.search.value = words; refresh(); },
  currency(name) { state.currency = name; drawOverview(); },
  sort(column) { state.sort = { column, down: state.sort.column === column ? !state.sort.down : ['amount', 'date', 'confidence'].includes(column) }; drawOverview(); parts.overview.querySelector(`[data-column="${column}"]`)?.focus(); },
  open(row) { show(row.a, row.n); parts.reading.scrollIntoView({ block: 'start' }); },
};

function chips(group, values, chosen) {
  return el('fieldset', {}, el('legend', {}, ui({ types: 'type', status: 'statusTitle', certainty: 'certaintyTitle' }[group])), values.map((value) => {
    const chip = button([group === 'types' ? null : icon(value), t(group, value)].filter(Boolean), () => {
      if (!chosen().delete(value)) chosen().add(value);
      refresh();
    }, { class: 'chip', 'aria-pressed': 'false' });
    parts.chips.push(() => chip.setAttribute('aria-pressed', String(chosen().has(value))));
    return chip;
  }));
}

function toolbar() {
  parts.chips = [];
  const types = [...new Set(all.map((row) => row.event.type))].sort((a, b) => t('types', a).localeCompare(t('types', b), lang));
  const has = (key, values) => values.filter((value) => all.some((row) => row.event[key] === value));
  let waiting;
  parts.search = el('input', { type: 'search', placeholder: ui('searchHint'), 'aria-label': ui('search'), oninput: (e) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.words = e.target.value; refresh(); }, 120);
  } });
  parts.search.value = state.words;
  parts.least = el('input', { type: 'range', min: 0, max: 1, step: 0.05, 'aria-label': ui('atLeast'), oninput: (e) => { state.least = Number(e.target.value); refresh(); } });
  parts.least.value = state.least;
  parts.leastValue = el('output', {});
  parts.count = el('p', { class: 'count', role: 'status' });
  parts.reset = button(ui('reset'), reset, { class: 'small' });
  return el('search', { class: 'toolbar' },
    el('div', { class: 'line' }, !alone && parts.search, el('label', { class: 'range' }, ui('atLeast'), parts.least, parts.leastValue), parts.count, parts.reset),
    el('details', { class: 'filters', open: alone || matchMedia('(min-width: 60rem)').matches },
      el('summary', {}, `${ui('type')}, ${ui('statusTitle')}, ${ui('certaintyTitle')}`),
      el('div', { class: 'line' }, chips('types', types, () => state.types), chips('status', has('status', STATUSES), () => state.status), chips('certainty', has('certainty', CERTAINTIES), () => state.certainty))));
}

function reset() {
  Object.assign(state, { types: new Set(), status: new Set(), certainty: new Set(), least: 0, words: '' });
  parts.search.value = '';
  parts.least.value = 0;
  refresh();
}

function topbar() {
  const choose = (name, values, value, onchange, label) => el('label', { class: 'choice' }, el('span', { class: 'hush' }, ui(name)),
    el('select', { onchange: (e) => onchange(e.target.value) }, values.map((v) => el('option', { value: v, selected: v === value }, label(v)))));
  const sum = [alone ? articles[0].id : `${number(articles.length)} ${ui('articles')}`, `${number(all.length)} ${all.length === 1 ? ui('event') : ui('events')}`].filter(Boolean).join(' · ');
  return el('header', { class: 'top' }, el('a', { class: 'skip', href: '#reading' }, ui('skip')),
    el('div', {}, el('h1', {}, data.title), el('p', { class: 'quiet' }, sum)),
    el('div', { class: 'choices' },
      choose('language', ['fr', 'en'], lang, (v) => { lang = v; draw(); }, (v) => ({ fr: 'Français', en: 'English' })[v]),
      choose('theme', ['auto', 'light', 'dark'], document.documentElement.dataset.theme ?? 'auto', (v) => { document.documentElement.dataset.theme = v; }, (v) => `${ui('themeIs')} ${ui(v)}`),
      button(ui('print'), () => print(), { class: 'small' }), button(ui('keys'), () => parts.help.showModal(), { class: 'small' })));
}

function help() {
  return el('dialog', { 'aria-label': ui('keys') }, el('h2', {}, ui('keys')), el('dl', {}, LABELS[lang].ui.keysList.map(([key, what]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)])),
    button(ui('close'), () => parts.help.close(), { class: 'small', autofocus: true }));
}

function drawOverview() {
  if (alone) return;
  parts.overview.replaceChildren(...overview(passing, actions, state));
}

function listItem(a) {
  const article = articles[a];
  const title = article.text.trim().split('\n', 1)[0].slice(0, 110);
  const node = el('li', {}, el('button', { type: 'button', 'data-article': a, 'aria-current': String(a === state.open), onclick: () => show(a) },
    el('span', { class: 'title' }, title || article.id || '–'), el('span', { class: 'note' }, [article.published, `${number(article.events.length)} ${article.events.length === 1 ? ui('event') : ui('events')}`].filter(Boolean).join(' · '))));
  return node;
}

function show(a, at) {
  state.open = a;
  state.at = at;
  const article = articles[a];
  const keep = new Set(passing.filter((row) => row.a === a).map((row) => row.n));
  const shown = article.events.map((_, n) => n).filter((n) => keep.has(n));
  const place = shownArticles.indexOf(a);
  parts.head.replaceChildren(el('p', { class: 'quiet' }, [article.id, article.published ? `${ui('published')} ${article.published}` : ui('noDate'), !alone && `${number(place + 1)} ${ui('of')} ${number(shownArticles.length)}`].filter(Boolean).join(' · ')),
    ...(alone ? [] : [el('nav', {}, button('‹', () => step(-1), { class: 'small', 'aria-label': ui('previous'), title: ui('previous') }), button('›', () => step(1), { class: 'small', 'aria-label': ui('next'), title: ui('next') }))]));
  view = showArticle(article, shown, { text: parts.text, cards: parts.cards }, at);
  if (alone) return;
  rows.upTo(place);
  for (const node of parts.list.querySelectorAll('button')) node.setAttribute('aria-current', String(Number(node.dataset.article) === a));
  const here = parts.list.querySelector('[aria-current="true"]');
  if (here) parts.list.scrollTop = here.parentElement.offsetTop - parts.list.clientHeight / 3;
}

function step(by) {
  const next = shownArticles[shownArticles.indexOf(state.open) + by];
  if (next !== undefined) show(next);
}

function refresh() {
  filter();
  for (const update of parts.chips) update();
  parts.leastValue.textContent = number(state.least, { style: 'percent' });
  parts.count.textContent = [!alone && `${number(shownArticles.length)} ${shownArticles.length === 1 ? ui('article') : ui('articles')}`, `${number(passing.length)} ${passing.length === 1 ? ui('event') : ui('events')}`].filter(Boolean).join(' · ');
  parts.reset.disabled = !narrowed() && !state.words;
  drawOverview();
  if (!alone) rows = lazily(parts.list, shownArticles, listItem, 60);
  parts.reading.classList.toggle('void', !shownArticles.length);
  if (shownArticles.length) show(shownArticles.includes(state.open) ? state.open : shownArticles[0], shownArticles.includes(state.open) ? state.at : undefined);
}

function draw() {
  document.documentElement.lang = lang;
  parts.help = help();
  parts.list = el('ol', { class: 'list', 'aria-label': ui('articles') });
  parts.head = el('div', { class: 'article-head' });
  parts.text = el('div', { class: 'text', id: 'text' });
  parts.cards = el('div', { class: 'cards', 'aria-label': ui('events'), role: 'region' });
  parts.reading = el('section', { class: `reading${alone ? ' alone' : ''}`, id: 'reading' }, el('p', { class: 'quiet empty' }, ui('noMatch')), !alone && parts.list,
    el('div', { class: 'paper' }, parts.head, parts.text, legend()), parts.cards);
  parts.overview = el('div', {});
  const top = alone ? null : el('details', { class: 'overview', open: true }, el('summary', {}, el('h2', {}, ui('overview'))), parts.overview);
  main.replaceChildren(topbar(), toolbar(), ...(top ? [top] : []), parts.reading, parts.help);
  refresh();
}

document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || parts.help.open) return;
  if (e.key === 'Escape') { if (document.activeElement === parts.search) parts.search.blur(); else reset(); return; }
  if (/^(input|select|textarea)$/i.test(e.target.localName ?? '') && e.target.type !== 'range') return;
  const act = { j: () => step(1), k: () => step(-1), n: () => view?.step(1), p: () => view?.step(-1), '/': () => parts.search.focus(), '?': () => parts.help.showModal() }[e.key];
  if (act) { e.preventDefault(); act(); }
});

draw();
