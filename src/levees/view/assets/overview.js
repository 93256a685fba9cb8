// The corpus at a glance: counts, biggest rounds, investors, a timeline and a table of the events that pass the filters.

function overview(rows, actions, state) {
  return [
    el('div', { class: 'panels' }, counts(rows, actions), biggest(rows, actions, state), investors(rows, actions), timeline(rows, actions)),
    table(rows, actions, state),
  ];
}

const panel = (name, title, ...content) => el('section', { class: `panel ${name}` }, el('h3', {}, title), content);
const nothing = () => el('p', { class: 'quiet' }, ui('none'));

function periods(rows) {
  const names = (length) => [...new Set(rows.map((r) => periodOf(r.event, r.article, length)).filter(Boolean))].sort();
  const months = names(7);
  const wide = months.length > 18 || !months.length;
  return { wide, cut: wide ? 4 : 7, names: wide ? names(4).slice(-18) : months };
}

function periodName(name) {
  if (name.length === 4) return name;
  return new Intl.DateTimeFormat(lang, { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(new Date(`${name}-01T00:00:00Z`));
}

function counts(rows, actions) {
  const { wide, cut, names } = periods(rows);
  const title = ui(wide ? 'byYear' : 'byMonth');
  if (!rows.length) return panel('counts', title, nothing());
  const column = (r) => { const name = periodOf(r.event, r.article, cut); return names.includes(name) ? name : ''; };
  const columns = rows.every(column) ? names : [...names, ''];
  const grid = new Map();
  for (const r of rows) {
    const line = grid.get(r.event.type) ?? grid.set(r.event.type, new Map()).get(r.event.type);
    line.set(column(r), (line.get(column(r)) ?? 0) + 1);
  }
  const total = (line) => [...line.values()].reduce((a, b) => a + b, 0);
  const lines = [...grid].sort((a, b) => total(b[1]) - total(a[1]));
  const most = Math.max(...lines.flatMap(([, line]) => [...line.values()]));
  const cell = (n) => {
    const node = el('td', { class: n ? 'heat' : 'none' }, n ? number(n) : '·');
    if (n) node.style.setProperty('--heat', `${Math.round(12 + 58 * n / most)}%`);
    return node;
  };
  const sums = columns.map((c) => lines.reduce((sum, [, line]) => sum + (line.get(c) ?? 0), 0));
  return panel('counts', title, el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, el('table', { class: 'matrix' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, ui('type')), columns.map((c) => el('th', { scope: 'col' }, c ? periodName(c) : ui('undated'))), el('th', { scope: 'col' }, ui('total')))),
    el('tbody', {}, lines.map(([type, line]) => el('tr', {},
      el('th', { scope: 'row' }, button(t('types', type), () => actions.only(type), { class: 'link' })),
      columns.map((c) => cell(line.get(c) ?? 0)), el('td', { class: 'sum' }, number(total(line)))))),
    el('tfoot', {}, el('tr', {}, el('th', { scope: 'row' }, ui('total')), sums.map((n) => el('td', { class: 'sum' }, number(n))), el('td', { class: 'sum' }, number(rows.length)))))));
}

function ranked(items, most, label, value, onclick) {
  return el('ol', { class: 'ranked' }, items.map((item) => {
    const bar = el('span', { class: 'track' });
    bar.style.setProperty('--share', most ? value(item) / most : 0);
    return el('li', {}, el('button', { type: 'button', onclick: () => onclick(item) }, label(item), bar));
  }));
}

const amountOf = (event) => Number(event.amount?.amount ?? event.amount?.high ?? event.amount?.low ?? NaN);

function biggest(rows, actions, state) {
  const told = rows.filter((r) => r.event.type === 'FundingRound' && r.event.certainty !== 'denied' && r.event.status !== 'cancelled' && amountOf(r.event) > 0);
  const tally = new Map();
  for (const r of told) tally.set(r.event.amount.currency ?? '?', (tally.get(r.event.amount.currency ?? '?') ?? 0) + 1);
  const currencies = [...tally].sort((a, b) => b[1] - a[1]).map(([c]) => c);
  if (!currencies.length) return panel('biggest', ui('biggest'), nothing());
  const chosen = currencies.includes(state.currency) ? state.currency : currencies[0];
  const top = told.filter((r) => (r.event.amount.currency ?? '?') === chosen).sort((a, b) => amountOf(b.event) - amountOf(a.event)).slice(0, 10);
  const pick = el('select', { 'aria-label': ui('currency'), onchange: (e) => actions.currency(e.target.value) }, currencies.map((c) => el('option', { value: c, selected: c === chosen }, c)));
  const label = (r) => [el('span', { class: 'name' }, whoOf(r.event) || '–'), el('span', { class: 'figure' }, headline(r.event)),
    el('span', { class: 'note' }, `${t('status', r.event.status)}${r.event.certainty === 'asserted' ? '' : `, ${t('certainty', r.event.certainty)}`}`)];
  return panel('biggest', ui('biggest'), pick, ranked(top, amountOf(top[0].event), label, (r) => amountOf(r.event), (r) => actions.open(r)));
}

function investors(rows, actions) {
  const tally = new Map();
  for (const r of rows) {
    if (r.event.type !== 'FundingRound') continue;
    for (const name of new Set((r.event.investors ?? []).map((p) => p.name))) tally.set(name, (tally.get(name) ?? 0) + 1);
  }
  const top = [...tally].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'fr')).slice(0, 10);
  if (!top.length) return panel('investors', ui('active'), nothing());
  const label = ([name, n]) => [el('span', { class: 'name' }, name), el('span', { class: 'figure' }, `${number(n)} ${n > 1 ? ui('rounds') : ui('round')}`)];
  return panel('investors', ui('active'), ranked(top, top[0][1], label, ([, n]) => n, ([name]) => actions.search(name)));
}

function timeline(rows, actions) {
  const dated = rows.filter((r) => r.day).map((r) => ({ ...r, time: (Date.parse(r.day) + Date.parse(r.event.date?.last_day ?? r.day)) / 2 })).filter((r) => Number.isFinite(r.time));
  if (!dated.length) return panel('timeline', ui('timeline'), nothing());
  const shown = dated.sort((a, b) => (amountOf(b.event) || 0) - (amountOf(a.event) || 0)).slice(0, 500);
  const types = [...new Set(shown.map((r) => r.event.type))].sort((a, b) => t('types', a).localeCompare(t('types', b), lang));
  const [left, width, lane, top] = [170, 980, 30, 8];
  const times = shown.map((r) => r.time);
  const day = 864e5;
  const from = Math.min(...times) - 10 * day;
  const to = Math.max(...times) + 10 * day;
  const x = (time) => left + 12 + (width - left - 24) * (time - from) / (to - from);
  const bottom = top + lane * types.length;
  const parts = types.map((type, i) => svg('g', {}, svg('line', { x1: left, x2: width, y1: top + lane * (i + 0.5), y2: top + lane * (i + 0.5), class: 'lane' }),
    svg('text', { x: left - 10, y: top + lane * (i + 0.5), class: 'lane-name' }, t('types', type))));
  for (const [time, name] of ticks(from, to)) parts.push(svg('g', {}, svg('line', { x1: x(time), x2: x(time), y1: top, y2: bottom, class: 'tick' }), svg('text', { x: x(time), y: bottom + 16, class: 'tick-name' }, name)));
  for (const r of shown) {
    const y = top + lane * (types.indexOf(r.event.type) + 0.5);
    const size = amountOf(r.event) > 0 ? Math.min(12, 2.5 + Math.max(0, Math.log10(amountOf(r.event)) - 4.5) * 1.7) : 3;
    const name = `${t('types', r.event.type)}, ${whoOf(r.event)} ${headline(r.event)}, ${r.event.date ? say(r.event.date) : r.day}, ${t('status', r.event.status)}, ${t('certainty', r.event.certainty)}`;
    parts.push(svg('circle', { cx: x(r.time), cy: y, r: size, class: `dot ${r.event.status} ${r.event.certainty}`, onclick: () => actions.open(r) }, svg('title', {}, name)));
  }
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${bottom + 24}`, role: 'img', 'aria-label': ui('timeline') }, ...parts);
  const key = el('p', { class: 'key' }, STATUSES.map((s) => el('span', {}, svg('svg', { viewBox: '0 0 12 12', class: 'icon', 'aria-hidden': 'true' }, svg('circle', { cx: 6, cy: 6, r: 4.5, class: `dot ${s}` })), t('status', s))), el('span', {}, ui('size')),
    dated.length > 500 && el('span', {}, ui('timelineCap')));
  return panel('timeline', ui('timeline'), key, el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': ui('timeline') }, drawing));
}

function ticks(from, to) {
  const months = (to - from) / 2.63e9;
  const step = [1, 3, 6, 12, 24, 60, 120, 240].find((s) => months / s <= 11) ?? 480;
  const out = [];
  const at = new Date(from);
  let n = Math.ceil((at.getUTCFullYear() * 12 + at.getUTCMonth() + 1) / step) * step;
  for (let time = Date.UTC(Math.floor(n / 12), n % 12, 1); time <= to; n += step, time = Date.UTC(Math.floor(n / 12), n % 12, 1)) {
    out.push([time, periodName(step >= 12 ? String(Math.floor(n / 12)) : new Date(time).toISOString().slice(0, 7))]);
  }
  return out;
}

const COLUMNS = [
  ['date', (r) => r.day], ['type', (r) => t('types', r.event.type)], ['who', (r) => whoOf(r.event)], ['amount', (r) => amountOf(r.event)],
  ['currency', (r) => r.event.amount?.currency ?? ''], ['statusTitle', (r) => t('status', r.event.status)], ['certaintyTitle', (r) => t('certainty', r.event.certainty)],
  ['confidence', (r) => r.event.confidence ?? NaN], ['article', (r) => r.article.id ?? ''],
];

function sorted(rows, { column, down }) {
  const value = COLUMNS.find(([name]) => name === column)[1];
  const order = new Intl.Collator(lang, { numeric: true });
  const empty = (v) => v === '' || Number.isNaN(v);
  return rows.map((r) => [value(r), r]).sort(([a], [b]) => {
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
    return (typeof a === 'number' ? a - b : order.compare(a, b)) * (down ? -1 : 1);
  }).map(([, r]) => r);
}

function table(rows, actions, state) {
  const { sort } = state;
  const head = COLUMNS.map(([name]) => el('th', { scope: 'col', 'aria-sort': sort.column === name ? (sort.down ? 'descending' : 'ascending') : 'none' },
    button([ui(name), el('span', { class: 'arrow', 'aria-hidden': 'true' }, sort.column === name ? (sort.down ? '▼' : '▲') : '')], () => actions.sort(name), { 'data-column': name })));
  const body = el('tbody');
  let inOrder = null;
  const node = el('details', { class: 'panel rows', open: state.tableOpen, ontoggle: (e) => { state.tableOpen = e.target.open; if (e.target.open && !body.hasChildNodes()) fill(); } },
    el('summary', {}, ui('table'), el('span', { class: 'count' }, ` ${number(rows.length)} ${rows.length === 1 ? ui('event') : ui('events')}`)),
    button(ui('csv'), () => download('events.csv', 'text/csv', csv(inOrder ?? sorted(rows, sort))), { class: 'small export' }),
    el('div', { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': ui('table') }, el('table', {}, el('thead', {}, el('tr', {}, head)), body)));
  const fill = () => lazily(body, inOrder = sorted(rows, sort), (r) => el('tr', { onclick: () => actions.open(r) },
    el('td', {}, r.event.date ? say(r.event.date) : r.day || '–'), el('td', {}, t('types', r.event.type)), el('td', {}, button(whoOf(r.event) || '–', (e) => { e.stopPropagation(); actions.open(r); }, { class: 'link' })),
    el('td', { class: 'right' }, headline(r.event)), el('td', {}, r.event.amount?.currency ?? ''), el('td', {}, badge('status', r.event.status)), el('td', {}, badge('certainty', r.event.certainty)),
    el('td', { class: 'right' }, r.event.confidence === undefined ? '' : number(r.event.confidence, { style: 'percent' })), el('td', { class: 'id' }, r.article.id ?? '')));
  if (state.tableOpen) fill();
  return node;
}

// A text cell that a spreadsheet would take for a formula gets an apostrophe before it.
function csv(rows) {
  const names = ['article', 'published', 'event', 'type', 'status', 'certainty', 'source', 'who', 'amount', 'low', 'high', 'currency', 'date', 'confidence', 'rule', 'evidence'];
  const cell = (value) => {
    let text = value === undefined || value === null ? '' : String(value);
    if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
    return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const line = ({ article: a, event: e }) => [a.id, a.published, e.id, e.type, e.status, e.certainty, e.source, whoOf(e), e.amount?.amount, e.amount?.low, e.amount?.high, e.amount?.currency,
    e.date?.value, e.confidence, e.rule, e.evidence && slicer(a.text).slice(e.evidence.start, e.evidence.end)];
  return `\ufeff${[names, ...rows.map(line)].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
